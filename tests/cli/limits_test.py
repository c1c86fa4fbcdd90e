"""What a user meets at the limits: of the machine, of the clock, of what a scenario may be, of what a
terminal may be sent."""

import json
import os
import resource
import subprocess
import unittest

from command_case import BAD_INPUT, CUTPOINT, DONE, NOT_CONVERGED, SMALL, CommandTest

import h5netcdf.legacyapi as netcdf

FAILURE = 1

OVERLOAD = """\
[run]
max_queries = 1000
[clients]
count = 100
policy = "cloud_only"
[queries]
rate = "1e6 /s"
"""

ESCAPES = """\
title = "\\u001b]0;pwn\\u0007\\u001b[31mRED\\nline\\u202egnol"
[run]
max_queries = 100
[clients]
count = 10
link = ["a\\u001b[31mRED", "wifi"]
[queries]
load = 0.1
[link."a\\u001b[31mRED"]
uplink = "3 Mbit/s"
"""


class RunsEnd(CommandTest):
    def test_overload_ends_soon_and_names_the_line_that_grows(self):
        self.write(OVERLOAD)
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
        done = subprocess.run([CUTPOINT, "run", "s.toml", "-o", "o.h5", "--jobs", "1"], cwd=self.folder,
                              capture_output=True, text=True, check=False, preexec_fn=limit, timeout=60)
        self.assertEqual(done.returncode, NOT_CONVERGED, done.stderr)
        self.assertIn("unstable (uplink)", done.stdout)
        with netcdf.Dataset(self.path("o.h5")) as file:
            self.assertEqual(file["status"][...], "unstable")
            self.assertEqual(file["limited_by"][...], "uplink")
            self.assertLess(file["events"][...], 200_000)

    def test_a_million_queries_a_second_end_with_the_default_budget(self):
        self.write(OVERLOAD.replace("max_queries = 1000\n", ""))
        done = self.run_cutpoint("run", "s.toml", "--json", code=NOT_CONVERGED)
        point = json.loads(done.stdout)["points"][0]
        self.assertEqual((point["status"], point["limited_by"]), ("unstable", "uplink"))

    def test_what_a_budget_ends_says_so(self):
        self.write(SMALL.replace("seed = 5", "max_queries = 30"))
        done = self.run_cutpoint("run", "s.toml", "--json", code=NOT_CONVERGED)
        self.assertEqual({point["limited_by"] for point in json.loads(done.stdout)["points"]}, {"queries"})

    def test_a_seed_is_an_axis_like_any_other(self):
        self.write("[run]\nmax_queries = 300\nseed = [1, 2, 3]\n[clients]\ncount = 20\n[queries]\nload = 0.3\n")
        self.run_cutpoint("run", "s.toml", "-o", "o.h5", code=NOT_CONVERGED)
        with netcdf.Dataset(self.path("o.h5")) as file:
            self.assertEqual(list(file["seed"][...]), [1, 2, 3])
            self.assertEqual(list(file["runs"]["seed"][...]), [1, 2, 3])
            self.assertEqual(len(set(file["latency_mean"][...])), 3)
        done = self.run_cutpoint("compare", "o.h5", "--axis", "seed", "--a", "1", "--b", "2")
        self.assertIn("unpaired", done.stdout)


class WhatIsRefused(CommandTest):
    def assert_refused_at(self, text, place, words):
        self.write(text)
        done = self.run_cutpoint("check", "s.toml", code=BAD_INPUT)
        self.assertTrue(done.stderr.startswith(place), done.stderr)
        self.assertIn(words, done.stderr)

    def test_times_beyond_the_clock(self):
        self.assert_refused_at(
            '[run]\nmax_jobs = 20000\n[source]\nload = 0.9\n'
            '[station.a]\nservice = { law = "gamma", mean = "4e5 s", cv = 100 }\n',
            "s.toml:4:", "253 years")

    def test_more_runs_and_records_than_memory_holds(self):
        self.assert_refused_at("run.replications = 10000\nqueries.load = { from = 0.1, to = 0.9, steps = 101 }\n",
                               "s.toml:1:", "1e6 runs")
        self.assert_refused_at("run.record = 1000000\nqueries.load = { from = 0.1, to = 0.9, steps = 101 }\n",
                               "s.toml:1:", "1e7 single queries")

    def test_keys_and_values_nested_deeply_at_once(self):
        for text in ("a" + ".a" * 40_000 + " = 1\n", "[a" + ".a" * 40_000 + "]\n", "x = " + "[" * 40_000,
                     "x = " + "{ a = " * 40_000):
            self.assert_refused_at(text, "s.toml:1:", "32 levels")
        done = self.run_cutpoint("check", self.write(SMALL), "--set", "a" + ".a" * 40_000 + "=1", code=BAD_INPUT)
        self.assertIn("32 levels", done.stderr)

    def test_dots_in_names_and_numbers_are_no_levels(self):
        self.write('title = "' + "a.b[{" * 100 + '"  # ' + ".[{" * 100 + "\n" + SMALL.split("\n", 1)[1])
        self.run_cutpoint("check", "s.toml")

    def test_texts_with_the_character_nul(self):
        self.assert_refused_at('title = "a\\u0000b"\n', "s.toml:1:", "\\u0000")


class Terminal(CommandTest):
    def assert_plain(self, text):
        self.assertFalse([c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e")])

    def test_nothing_that_a_terminal_obeys_is_sent(self):
        self.write(ESCAPES)
        name = self.write(ESCAPES, "\x1b[31m.toml")
        for command in (["check", "s.toml"], ["check", name], ["run", "s.toml", "-o", "\x1b[32m.h5"],
                        ["run", "s.toml", "--dry-run"], ["check", "no\x1b[31m.toml"],
                        ["check", "s.toml", "--set", "clients.link=\x1b[31m"],
                        ["compare", "\x1b[32m.h5", "\x1b[32m.h5"], ["merge", "\x1b[32m.h5", "-o", "\x1b[33m.h5"],
                        ["plot", "\x1b[32m.h5", "-o", "\x1b[33m.txt"],
                        ["report", "\x1b[32m.h5", "-o", "\x1b[33m.txt"]):
            done = self.cutpoint(*command)
            self.assertNotEqual(done.stdout + done.stderr, "")
            self.assert_plain(done.stdout + done.stderr)
        shown = self.run_cutpoint("check", "s.toml").stdout
        self.assertIn("\\x1b[31mRED\\nline\\u202egnol", shown)

    def test_json_says_the_same_as_the_scenario(self):
        self.write(ESCAPES)
        for command in ("check", "run"):
            done = self.cutpoint(command, "s.toml", "--json")
            self.assert_plain(done.stdout.replace("\u202e", ""))
            self.assertEqual(json.loads(done.stdout)["scenario"], "\x1b]0;pwn\x07\x1b[31mRED\nline\u202egnol")

    def test_names_that_are_no_utf8_are_shown(self):
        name = os.path.join(os.fsencode(self.folder), b"\xff.toml")
        with open(name, "w", encoding="utf-8") as file:
            file.write(SMALL.split("\n", 1)[1])
        for extra in ([], ["--json"]):
            done = subprocess.run([CUTPOINT, "check", b"\xff.toml", *extra], cwd=self.folder, capture_output=True,
                                  check=False)
            self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
            self.assertTrue(done.stderr.decode("utf-8").startswith("\\xff.toml: error: the path of a scenario"))


class Machine(CommandTest):
    """Too little memory, threads or files end with a reason, or not at all."""

    def limited(self, which, amount, *arguments):
        return subprocess.run([CUTPOINT, *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
                              preexec_fn=lambda: resource.setrlimit(which, (amount, amount)), timeout=60)

    def test_memory(self):
        self.write(SMALL.replace("count = 20", "count = 100000000"))
        done = self.limited(resource.RLIMIT_AS, 1 << 30, "run", "s.toml", "--jobs", "2")
        self.assertEqual(done.returncode, FAILURE, done.stderr)
        self.assertTrue(done.stderr.startswith("error: there is not enough memory"), done.stderr)

    def test_threads(self):
        self.write(SMALL)
        done = self.limited(resource.RLIMIT_AS, 1 << 28, "run", "s.toml", "--jobs", "4096")
        self.assertEqual(done.returncode, DONE, done.stderr)

    def test_files(self):
        self.write(SMALL)
        for most in range(3, 8):
            done = self.limited(resource.RLIMIT_NOFILE, most, "run", "s.toml", "-o", "o.h5", "--force")
            self.assertIn(done.returncode, (DONE, BAD_INPUT, 3, 127), (most, done.stderr))
            self.assertNotEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
