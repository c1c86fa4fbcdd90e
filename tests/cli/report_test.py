#!/usr/bin/python3
"""Makes reports of results files and reads them as people do: as text, and in a real browser.

usage: report_test.py WRITE_SAMPLE_DATASET
Without chromium, its driver or selenium, the tests that need a browser are skipped.
"""

import collections
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import numpy as np
from sample_sweep import sweep

REPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "results", "report")
sys.path[:0] = [REPORT, os.path.join(REPORT, "..", "plots")]
import common
import report
import units

WRITER = sys.argv.pop(1)
HOSTILE = "</script><img src=x onerror=alert(1)>\"'&{{ 7 * 7 }}$x$"
LARGEST_PAGE = 2_000_000  # bytes


class Elements(html.parser.HTMLParser):
    """What a page is made of."""

    EMPTY = ("meta", "img", "br", "link", "input", "path")

    def __init__(self, text):
        super().__init__()
        self.tags, self.identifiers, self.open, self.texts = collections.Counter(), [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.identifiers += [value for name, value in attrs if name == "id"]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.open.pop() == tag, tag

    def handle_startendtag(self, tag, attrs):
        self.tags[tag] += 1
        self.identifiers += [value for name, value in attrs if name == "id"]

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.texts.append(data)


def data_of(page):
    """The JSON that the page's script draws from."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S).group(1))


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        for kind in ("gains", "fleet"):
            subprocess.run([WRITER, kind, cls.inside(f"{kind}.h5")], check=True)
        cls.sweep = sweep()
        cls.page = report.page(cls.sweep, "a.h5")

    @classmethod
    def inside(cls, name):
        return os.path.join(cls.folder, name)


class TextTest(ReportTest):
    """What the page says to those who read it without scripts."""

    def test_numbers_are_as_short_as_they_deserve(self):
        self.assertEqual(units.axis_texts([0.1, 0.17782794, 100.0]), ["0.1", "0.1778", "100"])
        self.assertEqual(units.axis_texts([0.123451, 0.123452]), ["0.123451", "0.123452"])
        for value, half, text in ((0.12345, 0.0067, "0.1235 ± 0.0067"), (1234.5, 67.0, "1234 ± 67"),
                                  (90.44, 3e-6, "90.4400 ± 0.0000"), (2.0, 0.0, "2 ± 0"), (np.inf, np.nan, "unbounded"),
                                  (81.25, np.inf, "81.25 ± ∞"), (np.inf, np.inf, "unbounded")):
            self.assertEqual(units.estimate_text(value, half), text)
        self.assertEqual(units.scale_of("s", [0.001, 0.02, 3.0, np.inf]), (1e-3, "ms"))
        self.assertEqual(units.duration_text(7384), "2 h 3 min")

    def test_a_page_is_whole_and_small(self):
        page = self.page
        elements = Elements(page)
        self.assertEqual(elements.open, [])
        self.assertLess(len(page.encode()), LARGEST_PAGE)
        repeated = [name for name, count in collections.Counter(elements.identifiers).items() if count > 1]
        self.assertEqual(repeated, [])
        self.assertEqual((elements.tags["h1"], elements.tags["script"], elements.tags["figure"]), (1, 2, 5))
        self.assertEqual(elements.tags["img"] + elements.tags["link"] + elements.tags["iframe"], 0)
        self.assertEqual(elements.tags["table"], elements.tags["caption"])

    def test_every_point_stands_in_the_tables_with_its_interval(self):
        page = self.page
        self.assertEqual(page.count('<th scope="row">0.1</th>') // page.count("<table data-points>"),
                         40 + 20)  # At the load 0.1, and at 0.1 Mbit/s.
        value, half = self.sweep.latency_mean.values[2, 3, 1], self.sweep.latency_mean_ci95.values[2, 3, 1]
        self.assertIn(f"<td>{units.estimate_text(1e3 * value, 1e3 * half)}</td>", page)
        self.assertIn("<td>unbounded</td>", page)
        self.assertEqual(page.count(" ± ∞</td>"), 1)
        self.assertIn(f"<td>{units.MISSING}</td>", page)

    def test_the_summary_says_what_was_run(self):
        page = self.page
        for text in ("Steady state of 200 points: policy (4) × bandwidth (10) × load (5).",
                     "Intervals of 95 % by 5 independent replications of each point.",
                     "5 points were unstable, 195 converged.", "200,000 queries."):
            self.assertIn(text, page)
        self.assertIn("load = 0.3", page)  # the scenario
        self.assertNotIn("these numbers again", page)  # Not after --set or --replications.
        self.assertIn("<code>cutpoint run a.toml --set load=0.3</code>", page)

    def test_texts_of_points_stand_in_the_tables(self):
        data = self.sweep.assign(fingerprint=(self.sweep.status.dims, np.full(self.sweep.status.shape, "f00d", object)))
        page = report.page(data, "a.h5")
        self.assertEqual(page.count("<td>f00d</td>"), 200)
        shares = 100 * self.sweep.cut_share.values[0, 0, 0, 1]
        self.assertIn("<td>" + ", ".join(f"pool a sweep {share:.3g} %" for share in shares) + "</td>", page)

    def test_the_script_gets_the_numbers_of_the_file(self):
        data = data_of(self.page)
        self.assertEqual([axis["texts"][0] for axis in data["axes"]], ["cloud_only", "0.1", "0.1"])
        self.assertEqual([axis["logarithmic"] for axis in data["axes"]], [False, True, False])
        latency = next(metric for metric in data["metrics"] if metric["name"] == "latency_mean")
        self.assertEqual(latency["values"][0], "inf")
        self.assertIsNone(latency["values"][5])
        np.testing.assert_allclose(latency["values"][6:], 1e3 * self.sweep.latency_mean.values.ravel()[6:], rtol=1e-5)
        self.assertEqual(len(data["stacks"]["spans"][0]["parts"]), 8)
        np.testing.assert_allclose(np.sum([part["values"] for part in data["stacks"]["cuts"][1]["parts"]], axis=0), 1.0,
                                   rtol=1e-4)

    def test_single_queries_are_picked_evenly(self):
        self.assertIn("100 of the first 400 queries of each point, evenly picked", self.page)
        queries = data_of(self.page)["queries"]
        self.assertEqual([metric["name"] for metric in queries["metrics"]], ["query_latency", "query_busy"])
        np.testing.assert_allclose(queries["arrivals"], self.sweep.query_arrival.values.reshape(200, 400)[:, ::4], rtol=1e-5)
        np.testing.assert_allclose(queries["metrics"][0]["values"],
                                   1e3 * self.sweep.query_latency.values.reshape(200, 400)[:, ::4], rtol=1e-5)

    def test_no_text_of_a_file_becomes_markup(self):
        page = report.page(sweep(2, HOSTILE), "a.h5")
        elements, plain = Elements(page), Elements(self.page)
        self.assertEqual(elements.tags["img"], 0)
        self.assertEqual(set(elements.tags), set(plain.tags))
        self.assertIn(HOSTILE, "".join(elements.texts))  # As text, it is shown as it is.
        self.assertIn(HOSTILE, data_of(page)["axes"][0]["texts"][3])

    def test_every_kind_of_file_has_a_report(self):
        for kind, title in (("gains", "Throughput gain (invented numbers)"),
                            ("fleet", "Latency over load (invented numbers)")):
            page = report.page(common.read(self.inside(f"{kind}.h5")), f"{kind}.h5")
            self.assertIn(f"<h1>{title}</h1>", page)
            self.assertEqual(Elements(page).tags["figure"], {"gains": 1, "fleet": 1}[kind])

    def test_a_single_point_has_tables_and_no_axes(self):
        point = self.sweep.isel(policy=0, bandwidth=3, load=0, drop=True)
        page = report.page(point, "a.h5")
        self.assertEqual((Elements(page).tags["figure"], data_of(page)["axes"]), (1, []))  # That of single queries.
        self.assertIn("Steady state of 1 point.", page)

    def test_points_that_were_left_out_are_not_counted_as_run(self):
        data = self.sweep.copy(deep=True)
        data["status"][:, :, 4] = "excluded"
        data["latency_mean"][:, :, 4] = np.nan
        page = report.page(data, "a.h5")
        self.assertIn("<dt>converged</dt><dd>156 of 160</dd>", page)
        self.assertIn("40 were excluded", page)

    def test_figures_open_where_there_is_something_to_see(self):
        data = self.sweep.copy(deep=True)
        data["latency_mean"][:], data["latency_mean_ci95"][:] = 0.1, 0.01
        data["cut_share"][:] = [1.0, 0.0, 0.0, 0.0]
        data["cut_share"][2, 7, 1, 1] = [0.5, 0.5, 0.0, 0.0]
        page = report.page(data, "a.h5")
        self.assertNotIn('data-kind="map"', page)
        start = data_of(page)["start"]
        self.assertEqual((start["application"], start["openings"]["cuts"]), (1, {"policy": 2, "bandwidth": 7, "load": 1}))
        self.assertIn("one bar per policy; bandwidth = 21.54 Mbit/s, load = 0.3.", page)
        data["latency_mean"][:, 4, 3] = [0.2, 0.5, 0.3, 0.11]
        data["latency_mean_ci95"][0, 5, 3] = np.inf
        self.assertIn("over bandwidth (Mbit/s) and load; policy = mobile_only.", report.page(data, "a.h5"))

    def test_what_is_not_known_is_listed(self):
        data = self.sweep.assign(gadgets=("gadget", [1.0, 2.0], {"long_name": "something new"}),
                                 records=(("record", "policy"), np.zeros((3, 4))))
        data = data.assign_coords(speed=("policy", [1.0, 2.0, 3.0, 4.0], {"units": "B/s"}))
        page = report.page(data, "a.h5")
        self.assertIn("something new", page)
        self.assertIn("neurosurgeon, speed 3 B/s", page)  # An axis that goes together with another.


class CommandTest(ReportTest):
    def report(self, *arguments):
        command = [sys.executable, "-B", os.path.join(REPORT, "report.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_a_report_is_written_in_silence(self):
        done = self.report(self.inside("fleet.h5"), "-o", self.inside("a.html"))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertNotIn("a.html.part", os.listdir(self.folder))

    def test_trouble_has_an_exit_code_and_a_message(self):
        fleet, absent, out = self.inside("fleet.h5"), self.inside("absent.h5"), self.inside("b.html")
        for arguments, code, message in (
                ((absent, "-o", out), 3, f"{absent}: error: cannot read: No such file or directory"),
                ((fleet, "-o", "b.txt"), 2, "b.txt: error: the name of a report ends in .html"),
                ((fleet, "-o", f"{fleet}/b.html"), 3, f"{fleet}/b.html: error: cannot write: Not a directory")):
            done = self.report(*arguments)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (code, "", message + "\n"))
        self.assertNotIn("b.html", os.listdir(self.folder))


def new_browser():
    """A browser without a window that finds no host; None if it is not installed."""
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        return None
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError:
        return None
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--window-size=1200,1000", "--host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)


class BrowserTest(ReportTest):
    """The page as a browser sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = new_browser()
        if cls.browser is None:
            raise unittest.SkipTest("needs the packages chromium, chromium-driver and python3-selenium")
        cls.addClassCleanup(cls.browser.quit)
        report.save(cls.page, cls.inside("sweep.html"))
        report.save(report.page(sweep(2, HOSTILE), "hostile"), cls.inside("hostile.html"))
        for kind in ("gains", "fleet"):
            report.save(report.page(common.read(cls.inside(f"{kind}.h5")), kind), cls.inside(f"{kind}.html"))

    def open(self, name):
        self.browser.get_log("performance")
        self.browser.get_log("browser")
        self.browser.get("file://" + self.inside(f"{name}.html"))

    def run_script(self, text, *arguments):
        return self.browser.execute_script(f"return {text}", *arguments)

    def control(self, figure, label):
        controls = self.browser.find_elements("css selector", f'figure[data-kind="{figure}"] [data-choice]')
        return next(control for control in controls if control.get_attribute("data-choice") == label)

    def caption(self, figure):
        return self.browser.find_element("css selector", f'figure[data-kind="{figure}"] figcaption').text

    def requests(self):
        messages = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        urls = [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith("data:")]  # Such an image is in the page itself.

    def test_pages_load_nothing_and_complain_of_nothing(self):
        for name in ("sweep", "hostile", "gains", "fleet"):
            with self.subTest(page=name):
                self.open(name)
                self.assertEqual(self.requests(), ["file://" + self.inside(f"{name}.html")])
                self.assertEqual(self.browser.get_log("browser"), [])
                self.assertEqual(self.run_script('document.querySelectorAll("img").length'), 0)

    def test_every_figure_is_drawn_from_the_data(self):
        self.open("sweep")
        kinds = self.run_script('[...document.querySelectorAll("figure:has(svg.chart)")].map((f) => f.dataset.kind)')
        self.assertEqual(kinds, ["metrics", "map", "spans", "cuts", "queries"])
        count = 'document.querySelectorAll(`figure[data-kind="${arguments[0]}"] svg.chart [fill] title`).length'
        self.assertEqual(self.run_script(count, "map"), 50)
        self.assertEqual(self.run_script(count, "spans"), 4 * 8)
        self.assertFalse(self.run_script('document.body.innerHTML.includes("NaN")'))
        self.assertIn("interval unknown", self.run_script('document.querySelector(".legend").textContent'))
        circles = 'document.querySelectorAll(\'figure[data-kind="queries"] circle\').length'
        self.assertEqual(self.run_script(circles), 4 * 100)
        self.control("queries", "One color per").send_keys("none")
        self.assertEqual(self.run_script(circles), 100)

    def test_selectors_obey_the_keyboard(self):
        self.open("sweep")
        self.assertIn("load = 0.5", self.caption("metrics"))
        titles = 'document.querySelector(\'figure[data-kind="metrics"] svg.chart\').textContent'
        before = self.run_script(titles)
        control = self.control("metrics", "load")
        self.browser.execute_script("arguments[0].focus()", control)
        self.browser.switch_to.active_element.send_keys("\ue015")  # the down arrow
        self.assertIn("load = 0.7", self.caption("metrics"))
        self.assertNotEqual(self.run_script(titles), before)
        self.assertEqual(self.run_script("document.activeElement.dataset.choice"), "load")  # It keeps the focus.
        self.browser.switch_to.active_element.send_keys("\ue015")
        self.assertIn("load = 0.9", self.caption("metrics"))
        self.browser.execute_script("arguments[0].focus()", self.control("metrics", "logarithmic metric"))
        self.browser.switch_to.active_element.send_keys(" ")
        self.assertTrue(self.control("metrics", "logarithmic metric").is_selected())

    def test_an_axis_has_one_role(self):
        self.open("sweep")
        self.control("metrics", "Along the axis").send_keys("policy")
        self.assertIn("over policy, by bandwidth", self.caption("metrics"))
        self.control("map", "Across").send_keys("load")
        self.assertIn("over load and bandwidth (Mbit/s)", self.caption("map"))

    def test_tables_show_the_rows_that_are_asked_for(self):
        self.open("sweep")
        shown = '[...document.querySelectorAll("table[data-points]")].map((t) => t.querySelectorAll("tr:not([hidden])").length)'
        tables = len(self.run_script(shown))
        self.assertEqual(self.run_script(shown), [201] * tables)
        self.browser.find_element("css selector", '#rows [data-choice="policy"]').send_keys("neurosurgeon")
        self.assertEqual(self.run_script(shown), [51] * tables)
        self.assertEqual(self.browser.find_element("css selector", "#rows [role=status]").text, "50 of 200 rows")
        text = self.browser.find_element("css selector", "table[data-points] tbody tr:not([hidden]) th").text
        self.assertEqual(text, "neurosurgeon")

    def test_headings_are_in_order_and_controls_have_names(self):
        self.open("sweep")
        levels = self.run_script('[...document.querySelectorAll("h1,h2,h3,h4")].map((h) => Number(h.tagName[1]))')
        self.assertEqual(levels[0], 1)
        self.assertTrue(all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels)
        self.assertTrue(self.run_script('[...document.querySelectorAll("select, input")].every((e) => e.labels.length)'))
        self.assertTrue(self.run_script('[...document.querySelectorAll("[role=img]")].every((e) => e.ariaLabel.length > 20)'))
        self.assertTrue(self.run_script('[...document.querySelectorAll("th")].every((e) => e.scope)'))

    def test_text_has_contrast_in_light_and_dark(self):
        self.open("sweep")
        for scheme in ("light", "dark"):
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                         {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
            page = self.run_script("getComputedStyle(document.body).backgroundColor")
            for place in ("body", "figcaption", "td", "svg.chart text", "a", ".unstable", "select"):
                ink = self.run_script(f'(e => getComputedStyle(e)[e.ownerSVGElement ? "fill" : "color"])'
                                      f'(document.querySelector("{place}"))')
                self.assertGreater(contrast(ink, page), 4.5, (scheme, place))
            self.assertEqual(luminance(page) < 0.2, scheme == "dark")


def luminance(color):
    """Relative luminance of an sRGB color as WCAG 2 defines it."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


if __name__ == "__main__":
    unittest.main()
