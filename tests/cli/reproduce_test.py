"""Tests of `cutpoint reproduce` and of the rules by which its scoreboard judges."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

EXPERIMENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "experiments")
FIGURES = os.path.join(EXPERIMENTS, "figures")
sys.path[:0] = [FIGURES, os.path.join(EXPERIMENTS, "sensitivity"),
                os.path.join(EXPERIMENTS, "..", "results", "plots")]

import common
import configurations
import study
from scoreboard import Claim, counts, markdown, published, verdict

CUTPOINT = sys.argv.pop(1)


class VerdictTest(unittest.TestCase):
    def test_numbers_agree_within_ten_percent_and_are_near_within_thirty(self):
        row = {"value": 2.0}
        for simulated, expected in ((2.0, "agrees"), (2.19, "agrees"), (1.81, "agrees"), (2.21, "near"), (1.41, "near"),
                                    (1.39, "differs"), (2.61, "differs"), (float("inf"), "differs")):
            with self.subTest(simulated=simulated):
                self.assertEqual(verdict(Claim("H1", "predicted", simulated), row), expected)

    def test_an_interval_that_holds_the_published_value_agrees(self):
        self.assertEqual(verdict(Claim("H1", "predicted", 3.0, 0.9), {"value": 2.0}), "differs")
        self.assertEqual(verdict(Claim("H1", "predicted", 3.0, 1.1), {"value": 2.0}), "agrees")

    def test_a_statement_agrees_if_it_holds(self):
        self.assertEqual(verdict(Claim("H12", "qualitative", holds=True, statement="a < b"), {}), "agrees")
        self.assertEqual(verdict(Claim("H12", "qualitative", holds=False, statement="a < b"), {}), "differs")

    def test_classes_are_counted_apart(self):
        rows = published()
        claims = [Claim("H1", "calibrated", 3.1), Claim("H1", "predicted", 9.0), Claim("H7", "predicted", 98.5)]
        table = counts(claims, rows)
        self.assertEqual(table["predicted"], {"agrees": 1, "near": 0, "differs": 1})
        self.assertEqual(table["calibrated"]["agrees"], 1)
        self.assertIn(rows["H1"]["cause"], " ".join(markdown(claims, rows).split()))

    def test_every_published_value_says_where_it_is_from(self):
        for key, row in published().items():
            with self.subTest(key=key):
                self.assertIn(row["known"], ("printed", "noted", "remembered"))
                self.assertTrue(row["figure"] and row["quantity"])


class ReproduceTest(unittest.TestCase):
    def reproduce(self, folder, *words):
        return subprocess.run([CUTPOINT, "reproduce", "-o", folder, "--progress", "none", *words], check=False,
                              capture_output=True, text=True)

    def test_a_figure_is_run_drawn_and_judged_and_then_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            first = self.reproduce(folder, "--only", "fig06")
            self.assertEqual(first.returncode, 0, first.stderr)
            path = os.path.join(folder, "results", "fig06_partition_points", "scenario.h5")
            written = os.stat(path).st_mtime_ns
            with open(os.path.join(folder, "images", "fig06_partition_points.png"), "rb") as picture:
                self.assertTrue(picture.read().startswith(b"\x89PNG"))
            with open(os.path.join(folder, "scoreboard.json"), encoding="utf-8") as file:
                claims = {claim["id"]: claim for claim in json.load(file)["claims"]}
            self.assertEqual(claims["H14.cut"]["verdict"], "agrees")
            self.assertIn("pool5", claims["H14.cut"]["statement"])
            self.assertEqual(claims["H14.saving"]["class"], "predicted")

            second = self.reproduce(folder, "--only", "fig06")
            self.assertEqual(second.stdout, first.stdout)
            self.assertIn("1 of 1 results are there already", second.stderr)
            self.assertEqual(os.stat(path).st_mtime_ns, written)

    def test_another_figure_joins_those_that_are_there(self):
        with tempfile.TemporaryDirectory() as folder:
            self.reproduce(folder, "--only", "fig05")
            self.assertEqual(self.reproduce(folder, "--only", "fig06").returncode, 0)
            with open(os.path.join(folder, "reproduction.md"), encoding="utf-8") as file:
                page = file.read()
            for text in ("H15.pool5", "H14.cut", "full precision; without against_maui", "images/fig05_layers.png"):
                self.assertIn(text, page)

    def test_an_unknown_figure_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.reproduce(folder, "--only", "fig99")
            self.assertEqual(done.returncode, 2)
            self.assertIn("fig16_throughput", done.stderr)


class SensitivityTest(unittest.TestCase):
    def test_with_our_own_constants_the_study_finds_what_the_figures_show(self):
        base = study.evaluate(CUTPOINT, {})
        with tempfile.TemporaryDirectory() as folder:
            results = os.path.join(folder, "r.h5")
            subprocess.run([CUTPOINT, "run", os.path.join(FIGURES, "latency_speedup", "nearest_sizes.toml"), "-o", results,
                            "-q"], check=True)
            latency = common.read(results).latency
        speedup = latency.sel(policy="cloud_only") / latency.sel(policy="neurosurgeon")
        self.assertAlmostEqual(base["H1"], configurations.geometric_mean(speedup), places=9)
        self.assertAlmostEqual(base["H2"], float(speedup.max()), places=9)

    def test_each_constant_is_moved_to_where_its_range_ends(self):
        constants = study.constants_of(CUTPOINT)
        labels = [constant.label for constant in constants]
        self.assertIn("tk1-gpu local_bandwidth", labels)
        self.assertNotIn("wifi round_trip", labels)
        local = constants[labels.index("tk1-gpu local_bandwidth")]
        slow = study.evaluate(CUTPOINT, study.setting(local, local.low))
        self.assertNotEqual(slow["H5.maximum"], study.evaluate(CUTPOINT, {})["H5.maximum"])
        samples = study.hypercube(constants, 3, study.np.random.default_rng(1))
        self.assertEqual([len(sample) for sample in samples], 3 * [len(constants)])


if __name__ == "__main__":
    unittest.main()
