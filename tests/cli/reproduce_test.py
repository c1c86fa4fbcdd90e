"""Tests of `cutpoint reproduce` and of the rules by which its scoreboard judges."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

FIGURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "experiments", "figures")
sys.path.insert(0, FIGURES)

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
        self.assertIn(rows["H1"]["cause"], markdown(claims, rows))

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

    def test_an_unknown_figure_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.reproduce(folder, "--only", "fig99")
            self.assertEqual(done.returncode, 2)
            self.assertIn("fig16_throughput", done.stderr)


if __name__ == "__main__":
    unittest.main()
