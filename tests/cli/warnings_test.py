#!/usr/bin/python3
"""Looks at what the commands warn of, and at options that would have no effect.

usage: warnings_test.py CUTPOINT
"""

import json
import unittest

from command_case import BAD_INPUT, CommandTest, NOT_CONVERGED, SMALL

ODD = SMALL.replace('link = "wifi"', 'link = "mine"').replace("[run]", "[run]\nmax_queries = 100") + """\
[link.mine]
round_trip = "15 ms"
[variant.fast]
clients.bandwidth = "900 Mbit/s"
"""
MESSAGE = ("link.mine.round_trip does not count, as clients.round_trip is false; set that to true, or leave the "
           "constant out")
WARNING = f"s.toml:16:1: warning: {MESSAGE}\n"


class WarningsTest(CommandTest):
    def test_check_warns_of_the_scenario_and_of_its_variants_each_once(self):
        self.write(ODD)
        warnings = self.run_cutpoint("check", "s.toml").stderr
        self.assertEqual(warnings.count("\n"), 2)
        self.assertTrue(warnings.startswith(WARNING), warnings)
        self.assertIn("s.toml:18:9: warning: the radio's power is extrapolated to ", warnings)
        self.assertEqual(self.run_cutpoint("check", "s.toml", "--set", "clients.round_trip=true", "--variant", "fast",
                                           "--set", "clients.bandwidth=9Mbit/s").stderr, "")

    def test_run_warns_once_unless_it_is_to_be_quiet(self):
        self.write(ODD)
        done = self.run_cutpoint("run", "s.toml", "--progress", "none", code=NOT_CONVERGED)
        self.assertEqual(done.stderr.count("warning"), 1)
        self.assertTrue(done.stderr.startswith(WARNING), done.stderr)
        self.assertEqual(self.run_cutpoint("run", "s.toml", "--quiet", code=NOT_CONVERGED).stderr, "")

    def test_programs_find_warnings_in_the_document(self):
        self.write(ODD)
        expected = {"file": "s.toml", "line": 16, "column": 1, "message": MESSAGE}
        done = self.run_cutpoint("run", "s.toml", "--json", code=NOT_CONVERGED)
        self.assertEqual(json.loads(done.stdout)["warnings"], [expected])
        self.assertEqual(self.json_of("check", "s.toml")["warnings"][0], expected)


class IdleOptionsTest(CommandTest):
    def test_what_a_file_leaves_open_needs_a_file(self):
        rule = "it says what the file of a network leaves open, and no network is named; name one, or leave the option out"
        for command in (["models"], ["models", "--catalog"], ["models", "--fits"], ["models", "--json"],
                        ["profile", "-o", "p.csv"]):
            for option, value in (("--branch", "If_3=then"), ("--input-shape", "x=1x3x224x224")):
                with self.subTest(command=command, option=option):
                    done = self.run_cutpoint(*command, option, value, code=BAD_INPUT)
                    self.assertEqual((done.stdout, done.stderr), ("", f"error: {option} {value}: {rule}\n"))
        for command in (["models", "imc"], ["explain", "--dnn", "imc"]):
            done = self.run_cutpoint(*command, "--branch", "If_3=then", code=BAD_INPUT)
            self.assertIn('"imc" is built in and leaves nothing open; leave out "If_3=then"', done.stderr)

    def test_a_key_without_effect_is_refused(self):
        self.assert_refused(SMALL.replace("count = 20", 'threshold = "1 Mbit/s"'),
                            's.toml:6:1: error: clients.threshold has a meaning only with clients.policy = '
                            '"threshold"; set that, or leave it out')


if __name__ == "__main__":
    unittest.main()
