#!/usr/bin/python3
"""Runs the plot scripts on sample files and looks at what they draw.

usage: plots_test.py WRITE_SAMPLE_DATASET
The sample's values stand in tests/support/write_sample_dataset.cpp.
"""

import contextlib
import io
import json
import os
import unittest
import warnings

import matplotlib.pyplot as plt
import numpy as np
import xarray
from plot_case import PlotTest, run, start, texts

import accuracy
import bars
import common
import gain_bars
import lines
import plot
import slices


class ScriptTest(PlotTest):
    def test_a_script_draws_in_silence(self):
        self.assert_drawn(start("gain_bars.py", self.gains, "-o", self.inside("a.png")))
        self.assert_drawn(start("lines.py", self.fleet, "-o", self.inside("b.png"), "--y", "cut_share", "--x", "cut",
                                "--hue", "application"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.png", "b.png", "fleet.h5", "gains.h5"])

    def test_a_script_passes_its_exit_code_on(self):
        self.assert_refused(start("lines.py", self.fleet, "-o", self.inside("a.png"), "--x", "load", "--hue", "load"),
                            'error: "load" cannot be both --x and --hue')


    def test_warnings_of_libraries_are_not_shown(self):
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(common.exit_code_of(lambda: warnings.warn("a font has no such letter")), 0)
        self.assertEqual(errors.getvalue(), "")


class GainBarsTest(PlotTest):
    def test_every_format_starts_with_its_signature(self):
        for suffix, signature in ((".png", b"\x89PNG"), (".pdf", b"%PDF"), (".svg", b"<?xml")):
            with self.subTest(suffix=suffix):
                self.assert_drawn(run(gain_bars, self.gains, "-o", self.inside("a" + suffix)))
                with open(self.inside("a" + suffix), "rb") as file:
                    self.assertEqual(file.read(len(signature)), signature)
                self.assertNotIn("a" + suffix + ".part", os.listdir(self.folder))

    def test_the_same_file_gives_the_same_picture(self):
        pictures = []
        for name in ("a.svg", "b.svg"):
            self.assert_drawn(run(gain_bars, self.gains, "-o", self.inside(name)))
            with open(self.inside(name), "rb") as file:
                pictures.append(file.read())
        self.assertEqual(*pictures)

    def test_everything_is_named(self):
        self.assert_drawn(run(gain_bars, self.gains, "-o", self.inside("a.svg")))
        found = texts(self.inside("a.svg"))
        for text, count in (("Throughput gain (invented numbers)", 1), ("share of GPU users:", 1),
                            ("0 %", 1), ("30 %", 1), ("70 %", 1), ("100 %", 1), ("geometric mean of the finite gains", 1),
                            ("published (Kang et al. 2017)", 1), ("unbounded: no query reaches the servers", 1),
                            ("throughput gain over cloud_only", 2), ("neurosurgeon: throughput over that of the baseline", 2),
                            ("oracle: throughput over that of the baseline policy,", 2),
                            ("policy, with the pool kept busy", 1), ("with the pool kept busy", 1),
                            ("policy, within the bound on the server sojourn", 1),
                            ("within the bound on the server sojourn", 1), ("wifi", 4), ("lte", 4), ("3g", 4),
                            ("unbounded", 2), ("n/a", 2), ("nan", 0), ("2.10", 2), ("1.05", 2), ("1.50", 2), ("1.10", 2),
                            ("1.70", 2), ("1.04", 4), ("1.43", 4), ("2.36", 4)):
            self.assertEqual(found.count(text), count, text)
        self.assertFalse([text for text in found if text.startswith("cloud_only")])

    def test_bars_have_the_values_of_the_file(self):
        data = common.read(self.gains)
        panels = self.figure(gain_bars, self.gains).axes
        for panel, (policy, name) in zip(panels, [("neurosurgeon", "saturation_gain"), ("neurosurgeon", "bounded_gain"),
                                                  ("oracle", "saturation_gain"), ("oracle", "bounded_gain")]):
            bars = sorted(panel.patches, key=lambda bar: bar.get_x())
            values = data[name].sel(policy=policy).transpose("link", "gpu_share").values.ravel()
            values = np.where(np.isinf(values), panel.get_ylim()[1], values)
            np.testing.assert_allclose([bar.get_height() for bar in bars], values[~np.isnan(values)], rtol=1e-12)
            self.assertEqual([bar.get_hatch() for bar in bars].count(gain_bars.HATCH), int(policy == "neurosurgeon"))

    def test_intervals_are_the_half_widths_of_the_file(self):
        data = common.read(self.gains).sel(policy="oracle")
        panel = self.figure(gain_bars, self.gains).axes[2]
        ends = []
        for container in panel.containers:
            if hasattr(container, "has_yerr") and container.has_yerr:
                (low, high), = [segment[:, 1] for segment in container.lines[2][0].get_segments()]
                ends.append((low, high))
        gain, half = data.saturation_gain, data.saturation_gain_ci95
        expected = np.stack([(gain - half).values.ravel(), (gain + half).values.ravel()], axis=1)
        np.testing.assert_allclose(sorted(ends), sorted(map(tuple, expected)), rtol=1e-12)

    def test_bars_whose_interval_is_unknown_have_open_points(self):
        data = common.read(self.gains)
        data.bounded_gain_ci95[0, 1, 2] = np.inf
        figure = gain_bars.draw(data, gain_bars.arguments_parser().parse_args(["F", "-o", "a.svg"]))
        points = [line.get_ydata() for line in figure.axes[3].lines if line.get_markerfacecolor() == "white"]
        self.assertEqual(points, [[data.bounded_gain.values[0, 1, 2]]])
        self.assertIn("interval unknown", [text.get_text() for text in figure.legends[2].texts])

    def test_no_line_crosses_the_word_unbounded(self):
        for panel in self.figure(gain_bars, self.gains).axes[:2]:
            word, = [text for text in panel.texts if text.get_text() == "unbounded"]
            self.assertGreater(word.get_zorder(), max(line.get_zorder() for line in panel.lines))
            self.assertEqual(word.get_bbox_patch().get_facecolor(), (1.0, 1.0, 1.0, 1.0))

    def test_nothing_finite_lies_above_the_axis(self):
        for panel in self.figure(gain_bars, self.gains).axes:
            self.assertGreater(panel.get_ylim()[1], 7.5)  # The oracle's largest bounded gain, and its interval.
            self.assertEqual(panel.get_ylim()[0], 0.0)

    def test_one_variable_gives_one_column(self):
        self.assertEqual(len(self.figure(gain_bars, self.gains, "--variable", "bounded_gain").axes), 2)
        self.assertEqual(len(self.figure(gain_bars, self.gains).axes), 4)

    def test_what_is_not_there_is_named(self):
        names = ("saturation_gain, saturation_gain_ci95, saturation_gain_geometric_mean, bounded_gain,"
                 " bounded_gain_ci95, bounded_gain_geometric_mean, published_throughput_gain")
        out = self.inside("a.png")
        self.assert_refused(run(gain_bars, self.gains, "-o", out, "--variable", "gain"),
                            f'{self.gains}: error: no numeric variable "gain"; known: {names}')
        self.assert_refused(run(gain_bars, self.gains, "-o", out, "--variable", "published_throughput_gain"),
                            f'{self.gains}: error: "published_throughput_gain" has the dimensions link;'
                            " a gain has link, gpu_share, policy")

    def test_a_file_of_another_kind_is_refused(self):
        done = run(gain_bars, self.fleet, "-o", self.inside("a.png"))
        self.assert_refused(done, f'{self.fleet}: error: no numeric variable "saturation_gain"; known: latency_mean,'
                                  " latency_mean_ci95, queries, cut_share, executors, ping_period")


class AccuracyTest(PlotTest):
    def report(self, text):
        path = self.inside("report.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.addCleanup(os.remove, path)
        return path

    def test_every_layer_stands_at_its_two_times(self):
        rows = [{"layer_type": kind, "measured": measured, "predicted": predicted}
                for kind, measured, predicted in (("relu", 1e-5, 2e-5), ("relu", 1e-3, 1e-3), ("local", 1e-2, 9e-3))]
        path = self.report(json.dumps({"device": "a phone", "rows": rows}))
        arguments = accuracy.arguments_parser().parse_args([path, "-o", "a.svg"])
        axes = accuracy.draw(accuracy.read(path), arguments).axes[0]
        points = [line.get_xydata().tolist() for line in axes.lines if line.get_linestyle() == "None"]
        self.assertEqual(points, [[[1e-2, 9e-3]], [[1e-5, 2e-5], [1e-3, 1e-3]]])
        self.assertIn("3 layers, median error 10.0 %", axes.get_title(loc="left"))

    def test_what_is_no_report_is_refused(self):
        done = start("accuracy.py", self.inside("nothing.json"), "-o", self.inside("a.png"))
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        done = start("accuracy.py", self.report("{}"), "-o", self.inside("a.png"))
        self.assertEqual((done.returncode, done.stdout), (2, ""))


class CommandTest(PlotTest):
    """`cutpoint plot` as a whole."""

    def test_one_help_tells_all_options(self):
        done = start("plot.py", "--help")
        self.assertTrue(done.stdout.startswith("usage: cutpoint plot "), done.stdout)
        for option in ("--x", "--y", "--hue", "--col", "--where", "--log", "--variable", "--output"):
            self.assertIn(f"{option} ", done.stdout)
        self.assertEqual(done.stdout, start("plot.py", "--x", "load", "--help").stdout)

    def test_options_that_do_not_go_together_are_refused(self):
        out = ["-o", self.inside("a.png")]
        for options, message in (
                ([], f"{self.fleet}: error: say along which dimension to draw, e.g. --x DIM; known: policy, link, load"),
                (["--where", "link=wifi"], "error: --where needs --x DIM; without it gains are drawn"),
                (["--y", "latency_mean"], "error: --y needs --x DIM; without it gains are drawn"),
                (["--x", "load", "--variable", "bounded_gain"],
                 "error: --variable is for gains without --x; with --x, --y says what is drawn")):
            with self.subTest(options=options):
                self.assert_refused(run(plot, self.fleet, *out, *options), message)

    def test_the_kind_of_the_axis_decides(self):
        for options in (["--x", "load", "--where", "policy=neurosurgeon"], ["--x", "policy", "--where", "load=0.3"]):
            self.assert_drawn(run(plot, self.fleet, "-o", self.inside("a.png"), *options, "--hue", "link"))


class BarsTest(PlotTest):
    def bars(self, *options):
        return self.figure(plot, self.fleet, *options)

    def test_labels_along_the_axis_become_bars(self):
        axes = self.bars("--x", "policy", "--hue", "link", "--where", "load=0.9").axes[0]
        data = common.read(self.fleet).latency_mean.sel(load=0.9)
        heights = {round(bar.get_x() + bar.get_width() / 2, 2): (bar.get_height(), bar.get_hatch())
                   for bar in axes.patches}
        self.assertEqual([heights[at][1] for at in (-0.2, 0.2)], [bars.HATCH] * 2)  # Those of cloud_only are unbounded.
        np.testing.assert_array_equal([heights[at][0] for at in (0.8, 1.2)], data.sel(policy="neurosurgeon").values)
        self.assertEqual([label.get_text() for label in axes.get_xticklabels()], ["cloud_only", "neurosurgeon"])

    def test_labels_have_no_logarithm(self):
        with self.assertRaises(common.UsageError) as raised:
            self.bars("--x", "policy", "--where", "load=0.9", "--where", "link=wifi", "--log", "x")
        self.assertEqual(str(raised.exception), 'error: "policy" has labels, so only --log y is possible')


class LinesTest(PlotTest):
    def lines(self, *options, out="a.svg"):
        return run(lines, self.fleet, "-o", self.inside(out), *options)

    def test_axes_lines_and_what_is_fixed_are_named(self):
        self.assert_drawn(self.lines("--x", "load", "--hue", "policy", "--where", "link=wifi"))
        found = texts(self.inside("a.svg"))
        for text in ("Latency over load (invented numbers)", "load", "mean latency (ms)", "policy:", "cloud_only",
                     "neurosurgeon", "link = wifi", "unbounded"):
            self.assertEqual(found.count(text), 1, text)

    def test_equal_lines_do_not_hide_each_other(self):
        drawn = self.figure(lines, self.fleet, "--x", "load", "--hue", "policy", "--where", "link=wifi").axes[0].lines
        widths = [line.get_linewidth() for line in drawn if len(line.get_xdata()) > 1 and line.get_linestyle() != "None"]
        self.assertEqual(widths, sorted(widths, reverse=True))
        self.assertEqual(len(set(widths)), 2)

    def test_without_unbounded_values_none_are_announced(self):
        self.assert_drawn(self.lines("--x", "load", "--where", "link=wifi", "--where", "policy=neurosurgeon"))
        self.assertNotIn("unbounded", texts(self.inside("a.svg")))

    def test_a_number_is_fixed_by_its_value_not_by_its_spelling(self):
        gain = common.read(self.gains).saturation_gain
        for text in ("0.3", "0.30", "3e-1"):
            self.assertEqual(slices.position_of(gain, "gpu_share", text, "F.h5"), 1)
        for text in ("0.31", "third"):
            with self.assertRaises(common.UsageError) as raised:
                slices.position_of(gain, "gpu_share", text, "F.h5")
            self.assertEqual(str(raised.exception),
                             f'F.h5: error: "gpu_share" has no value "{text}"; known: 0, 0.3, 0.7, 1')

    def test_a_number_is_fixed_by_any_text_that_stands_for_it(self):
        rates = [1e6, 3.1622776601683795e6, 1e7, 1.001e7]
        array = xarray.DataArray(rates, dims="bandwidth", coords={"bandwidth": ("bandwidth", rates, {"units": "bit/s"})})
        for text, position in (("3.16228e+06", 1), ("3.162 Mbit/s", 1), ("3.16228Mbit/s", 1), ("3.162", 1), ("1000 kbit/s", 0),
                               ("1000000 bit/s", 0), ("10 Mbit/s", 2), ("1.001e7", 3), ("10.00005 Mbit/s", 2)):
            self.assertEqual(slices.position_of(array, "bandwidth", text, "F.h5"), position, text)
        for text in ("3.163 Mbit/s", "10 MB/s", "10 M", "Mbit/s"):
            self.assertRaises(common.UsageError, slices.position_of, array, "bandwidth", text, "F.h5")

    def test_points_and_intervals_are_those_of_the_file(self):
        options = ("--x", "load", "--hue", "policy", "--where", "link=réseau-3g")
        data = common.read(self.fleet).sel(link="réseau-3g")
        drawn = self.figure(lines, self.fleet, *options).axes[0].containers
        self.assertEqual(len(drawn), 2)
        for container, policy in zip(drawn, ("cloud_only", "neurosurgeon")):
            mean, half = data.latency_mean.sel(policy=policy).values, data.latency_mean_ci95.sel(policy=policy).values
            finite = np.isfinite(mean)
            line, _, (bars,) = container.lines
            np.testing.assert_array_equal(line.get_xdata(), [0.1, 0.3, 0.5, 0.7, 0.9])
            np.testing.assert_array_equal(line.get_ydata(), np.where(finite, mean, np.nan))
            ends = [segment[:, 1] for segment in bars.get_segments() if len(segment)]
            np.testing.assert_allclose(ends, np.stack([mean - half, mean + half], axis=1)[finite], rtol=1e-12)

    def test_what_has_no_values_is_said_to_have_none(self):
        data = common.read(self.fleet)
        data.latency_mean[0] = np.nan
        for module, options in ((lines, ["--x", "load", "--where", "link=wifi"]),
                                (bars, ["--x", "link", "--where", "load=0.3"])):
            arguments = module.arguments_parser().parse_args(["F", "-o", "a.svg", "--hue", "policy", *options])
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                figure = module.draw(data, arguments)
            self.assertEqual([text.get_text() for text in figure.legends[0].texts],
                             ["policy:", "cloud_only (no values)", "neurosurgeon"])

    def test_points_whose_interval_is_unknown_are_open(self):
        data = common.read(self.fleet)
        data.latency_mean_ci95[:, :, 1] = np.inf
        where = ["F", "-o", "a.svg", "--where", "link=wifi"]
        drawn = (lines.draw(data, lines.arguments_parser().parse_args([*where, "--x", "load", "--hue", "policy"])),
                 bars.draw(data, bars.arguments_parser().parse_args([*where, "--x", "policy", "--where", "load=0.3"])))
        for figure in drawn:
            unknown = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white"
                       and line.get_marker() != lines.UNBOUNDED["marker"]]
            heights = [height for line in unknown for height in line.get_ydata()]
            np.testing.assert_array_equal(heights, data.latency_mean.sel(link="wifi", load=0.3).values)
            self.assertIn("interval unknown", [text.get_text() for text in figure.legends[-1].texts])

    def test_what_is_not_there_is_named(self):
        known = "known: policy, link, load"
        for options, message in (
                (["--x", "lode"], f'"latency_mean" has no dimension "lode"; {known}'),
                (["--x", "load", "--hue", "color"], f'"latency_mean" has no dimension "color"; {known}'),
                (["--x", "load", "--where", "cut=1"], f'"latency_mean" has no dimension "cut"; {known}'),
                (["--x", "load", "--where", "link=5g"], '"link" has no value "5g"; known: wifi, réseau-3g'),
                (["--x", "load", "--y", "status"], 'no numeric variable "status"; known: latency_mean, '
                 "latency_mean_ci95, queries, cut_share, executors, ping_period"),
                (["--x", "policy", "--hue", "link", "--where", "load=0.1"],
                 '"policy" has labels, not numbers, so it cannot be --x'),
                (["--x", "cut", "--y", "cut_share", "--where", "application=x"],
                 '"application" has no value "x"; known: imc, dig')):
            with self.subTest(options=options):
                self.assert_refused(self.lines(*options), f"{self.fleet}: error: {message}")

    def test_dimensions_left_open_are_named(self):
        self.assert_refused(self.lines("--x", "load"),
                            f'{self.fleet}: error: "latency_mean" also depends on policy, link;'
                            " fix each with --where DIM=VALUE or make one --hue or --col")

    def test_contradictions_are_refused(self):
        for options, message in ((["--hue", "load"], 'error: "load" cannot be both --x and --hue'),
                                 (["--where", "load=0.1"], 'error: "load" is drawn, so --where cannot fix it'),
                                 (["--where", "link"], 'error: --where "link"; write DIM=VALUE'),
                                 (["--where", "link=wifi", "--where", "link=wifi"], 'error: --where fixes "link" twice')):
            with self.subTest(options=options):
                self.assert_refused(self.lines("--x", "load", *options), message)

    def test_a_panel_per_value_has_the_points_of_its_value(self):
        data = common.read(self.fleet)
        panels = self.figure(lines, self.fleet, "--x", "load", "--hue", "policy", "--col", "link").axes
        self.assertEqual([axes.get_title(loc="left") for axes in panels], ["link = wifi", "link = réseau-3g"])
        for axes, link in zip(panels, data.link.values):
            drawn = axes.containers[1].lines[0].get_ydata()
            np.testing.assert_array_equal(drawn, data.latency_mean.sel(policy="neurosurgeon", link=link).values)

    def test_an_axis_that_goes_together_with_another_can_be_drawn(self):
        data = common.read(self.fleet).assign_coords(rate=("load", [10.0, 30.0, 50.0, 70.0, 90.0]))
        arguments = lines.arguments_parser().parse_args(["F", "-o", "a.svg", "--x", "rate", "--hue", "policy", "--where",
                                                         "link=wifi"])
        drawn = lines.draw(data, arguments).axes[0].containers[0].lines[0]
        np.testing.assert_array_equal(drawn.get_xdata(), data.rate.values)

    def test_scales_are_logarithmic_where_it_is_asked_for(self):
        for log, scales in (("x", ("log", "linear")), ("y", ("linear", "log")), ("xy", ("log", "log"))):
            axes = self.figure(lines, self.fleet, "--x", "load", "--where", "link=wifi", "--where",
                               "policy=neurosurgeon", "--log", log).axes[0]
            self.assertEqual((axes.get_xscale(), axes.get_yscale()), scales)

    def test_axes_show_prefixes_and_texts_as_they_are(self):
        data = common.read(self.fleet).assign_coords(load=("load", [1e5, 1e6, 5e6, 1e7, 1e8], {"units": "bit/s"}))
        data.attrs["title"] = r"costs $\nothing and $6"  # As a formula it would be wrong.
        arguments = lines.arguments_parser().parse_args(["F", "-o", "a.svg", "--x", "load", "--hue", "policy", "--where",
                                                         "link=wifi", "--log", "x"])
        with plt.rc_context(common.STYLE):
            common.save(lines.draw(data, arguments), self.inside("a.svg"))
        found = texts(self.inside("a.svg"))
        for text in (r"costs $\nothing and $6", "load (Mbit/s)", "0.1", "100"):
            self.assertIn(text, found)

    def test_file_trouble_is_exit_code_3(self):
        absent = self.inside("absent.h5")
        self.assert_refused(run(lines, absent, "-o", self.inside("a.png"), "--x", "load"),
                            f"{absent}: error: cannot read: No such file or directory", 3)
        self.assert_refused(run(lines, __file__, "-o", self.inside("a.png"), "--x", "load"),
                            f"{__file__}: error: cannot read: not a results file", 3)
        out = self.inside("fleet.h5/a.png")
        self.assert_refused(self.lines("--x", "load", "--hue", "policy", "--where", "link=wifi", out="fleet.h5/a.png"),
                            f"{out}: error: cannot write: Not a directory", 3)

    def test_a_picture_that_cannot_be_named_leaves_nothing(self):
        os.mkdir(self.inside("a.png"))
        done = self.lines("--x", "load", "--hue", "policy", "--where", "link=wifi", out="a.png")
        self.assertEqual((done.returncode, done.stderr),
                         (3, f"{self.inside('a.png')}: error: cannot write: Is a directory\n"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.png", "fleet.h5", "gains.h5"])

    def test_unknown_formats_are_refused(self):
        self.assert_refused(self.lines("--x", "load", out="a.gif"),
                            f"{self.inside('a.gif')}: error: the name of a picture ends in .png, .svg or .pdf")


if __name__ == "__main__":
    unittest.main()
