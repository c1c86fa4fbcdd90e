#!/usr/bin/python3
"""Builds on results files of the layout that did not say which files a scenario used.

usage: layout_test.py CUTPOINT
"""

import shutil
import unittest

import crafted
from command_case import BAD_INPUT, FILE_TROUBLE, NOT_CONVERGED
from inputs_case import InputsCase


class EarlierLayoutTest(InputsCase):
    """Of files that do not say which files they used, only those are built on that used none."""

    def make_old(self, name, *options):
        self.run_it("-o", "new.h5", "--force", *options)
        crafted.to_layout_1(self.path("new.h5"), self.path(name))

    def test_runs_are_not_continued_merged_or_repeated(self):
        for i in range(2):
            self.make_old(f"{i}.h5", "--shard", f"{i}/2")
            shutil.move(self.path("new.h5"), self.path(f"new{i}.h5"))
        self.make_old("old.h5")
        unsaid = ("the results {} do not say which files they used, such as the link trace packets; run the "
                  "scenario again")
        for options in (["--resume"], ["--replications", "+2"]):
            refused = self.run_it("-o", "old.h5", *options, code=BAD_INPUT)
            self.assertIn("old.h5: error: cannot be continued: " + unsaid.format("there"), refused.stderr)
        for first, second, place in (("0.h5", "new1.h5", "there"), ("new0.h5", "1.h5", "here")):
            refused = self.run_cutpoint("merge", first, second, "-o", "m.h5", code=BAD_INPUT)
            self.assertIn(f"{second}: error: does not belong to {first}: {unsaid.format(place)}", refused.stderr)
        for command in (["merge", "0.h5", "1.h5", "-o", "m.h5"], ["run", "0.h5"], ["run", "0.h5", "--seed", "7"],
                        ["run", "0.h5", "--dry-run"]):
            refused = self.run_cutpoint(*command, code=FILE_TROUBLE)
            self.assertRegex(refused.stderr, r"0\.h5: error: its scenario cannot be loaded again: .* is not among the "
                             r"inputs that are stored; the file does not say which files it used; run the scenario again")

    def test_runs_are_not_paired(self):
        self.make_old("old.h5")
        shutil.copy(self.path("old.h5"), self.path("copy.h5"))
        for a, b, unknown in (("old.h5", "new.h5", "old.h5"), ("new.h5", "old.h5", "old.h5"),
                              ("old.h5", "copy.h5", "old.h5")):
            document = self.json_of("compare", a, b, "--metric", "latency_mean")
            self.assertEqual(document["why_unpaired"],
                             f"{unknown} does not say which files it used; run the scenario again")
            self.assertEqual(document["method"], "unpaired")
        policies = ("--axis", "policy", "--a", "neurosurgeon", "--b", "cloud_only", "--metric", "latency_mean")
        self.assertEqual(self.json_of("compare", "old.h5", *policies)["method"], "paired")

    def test_a_scenario_of_itself_is_all_that_it_needs(self):
        self.write("run = { replications = 2, max_queries = 300 }\nqueries.mix.pos = 1\n")
        self.make_old("old.h5")
        self.run_cutpoint("run", "old.h5", "-o", "again.h5", "-q", code=NOT_CONVERGED)
        self.run_cutpoint("merge", "old.h5", "-o", "merged.h5", code=NOT_CONVERGED)
        self.run_it("-o", "old.h5", "--resume")
        for name in ("again.h5", "merged.h5", "old.h5"):
            self.assert_same_data("new.h5", name)
        self.assertEqual(self.json_of("compare", "old.h5", "new.h5", "--metric", "latency_mean")["method"], "paired")
        refused = self.run_cutpoint("run", "old.h5", "--set", "run.sead=1", code=BAD_INPUT)
        self.assertIn('unknown key "sead"', refused.stderr)


if __name__ == "__main__":
    unittest.main()
