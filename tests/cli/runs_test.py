#!/usr/bin/python3
"""Kills, resumes, splits, merges, distributes and compares runs: the data must always be the same.

usage: runs_test.py CUTPOINT
"""

import fcntl
import json
import math
import os
import pty
import shutil
import signal
import struct
import subprocess
import termios
import unittest

import xarray

from command_case import BAD_INPUT, CUTPOINT, FILE_TROUBLE, INTERRUPTED, NOT_CONVERGED, SMALL
from runs_case import MpiCase, RunsCase

# Six points of four replications, some milliseconds each.
SWEEP = SMALL.replace("seed = 5", "seed = 5\nreplications = 4").replace("load = 0.3", "load = [0.2, 0.3, 0.4]")

# The same, but slow enough to be stopped halfway.
SLOW = SWEEP.replace('"10 %"', '"2 %"')


class SweepCase(RunsCase):
    def uninterrupted(self, scenario=SWEEP):
        self.write(scenario)
        self.run_cutpoint("run", "s.toml", "-o", "whole.h5", "-q")

    def start_and_stop(self, sent, ended, *options):
        """Starts the sweep, and sends a signal once so many runs have ended."""
        with subprocess.Popen([CUTPOINT, "run", "s.toml", "-o", "f.h5", "--jobs", "1", "--progress", "json", *options],
                              cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            for line in process.stderr:
                if json.loads(line)["runs_done"] >= ended:
                    process.send_signal(sent)
                    break
            rest = process.stderr.read()
            return process.wait(timeout=60), rest


class ProgressTest(SweepCase):
    """What a terminal shows of a run: one line that is drawn again and again."""

    COLUMNS = 50

    def shown(self):
        """What the program writes to a terminal of so many columns."""
        first, second = pty.openpty()
        fcntl.ioctl(second, termios.TIOCSWINSZ, struct.pack("HHHH", 24, self.COLUMNS, 0, 0))
        with subprocess.Popen([CUTPOINT, "run", "s.toml", "-o", "f.h5"], cwd=self.folder,
                              stdout=subprocess.DEVNULL, stderr=second) as process:
            os.close(second)
            text = b""
            try:
                while piece := os.read(first, 65536):
                    text += piece
            except OSError:  # Nobody holds the other end any more.
                pass
            os.close(first)
            self.assertEqual(process.wait(timeout=60), 0)
        return text.decode()

    def test_the_line_does_not_pile_up_where_the_terminal_is_narrow(self):
        self.write(SWEEP)
        line, *rest = self.shown().split("\n")
        drawn = [text.removesuffix("\x1b[K") for text in line.strip("\r").split("\r")]
        self.assertEqual(len(drawn), 24)  # as many as there are runs
        self.assertTrue(all("runs" in text and len(text) < self.COLUMNS for text in drawn), drawn)
        self.assertNotIn("runs,", "".join(rest))


class ResumeTest(SweepCase):
    def test_killed_and_resumed_is_as_if_uninterrupted(self):
        self.uninterrupted(SLOW)
        code, _ = self.start_and_stop(signal.SIGKILL, 5)
        self.assertEqual(code, -signal.SIGKILL)
        self.assertEqual(sorted(os.listdir(self.folder)), ["f.h5.journal", "s.toml", "whole.h5"])
        refused = self.run_cutpoint("run", "s.toml", "-o", "f.h5", code=BAD_INPUT)
        self.assertEqual(refused.stderr, "f.h5: error: an unfinished run is kept in f.h5.journal; "
                                         "give --resume to continue it or --force to start anew\n")
        estimate = self.run_cutpoint("run", "s.toml", "-o", "f.h5", "--resume", "--dry-run", "--jobs", "2").stdout
        self.assertIn("6 points, 24 runs", estimate)
        self.assertRegex(estimate, r"to run: \d+, .* s with --jobs 2, as the \d+ runs on the disk took")
        with open(self.path("f.h5.journal"), "ab") as journal:
            journal.write(b"\xd7block")  # a run that was being written
        done = self.run_cutpoint("run", "s.toml", "-o", "f.h5", "--resume", "--progress", "json")
        first = json.loads(done.stderr.splitlines()[0])
        self.assertGreaterEqual(first["runs_done"], 6)
        self.assert_same_data("f.h5", "whole.h5")
        self.assertFalse(os.path.exists(self.path("f.h5.journal")))

    def test_ctrl_c_keeps_what_has_ended_and_says_how_to_go_on(self):
        self.uninterrupted(SLOW)
        code, said = self.start_and_stop(signal.SIGINT, 5)
        self.assertEqual(code, INTERRUPTED)
        self.assertIn("runs are kept beside f.h5; --resume continues", said)
        self.run_cutpoint("run", "s.toml", "-o", "f.h5", "--resume", "-q")
        self.assert_same_data("f.h5", "whole.h5")

    def test_a_finished_file_is_extended_and_what_differs_is_refused(self):
        self.uninterrupted()
        with open(self.path("whole.h5"), "rb") as file:
            before = file.read()
        self.run_cutpoint("run", "s.toml", "-o", "whole.h5", "--resume", "-q")
        with open(self.path("whole.h5"), "rb") as file:
            self.assertEqual(file.read(), before)  # nothing was missing
        self.run_cutpoint("run", "s.toml", "-o", "whole.h5", "--replications", "+2", "-q")
        with xarray.open_dataset(self.path("whole.h5"), group="runs") as runs:
            table = runs.to_dataframe()
        self.assertEqual(len(table), 36)
        self.assertEqual(len(table.groupby(["load", "policy"]).latency_mean.mean()), 6)
        other = self.run_cutpoint("run", "s.toml", "-o", "whole.h5", "--resume", "--seed", "6", code=BAD_INPUT)
        self.assertEqual(other.stderr, 'whole.h5: error: cannot be continued: the scenario differs: "run.seed = 5" there, '
                                       '"run.seed = 6" here; --force starts anew, another -o keeps both\n')
        for options, message in [(["--resume", "--force"], "give one of them"),
                                 (["--replications", "3"], "expected +1"),
                                 (["--shard", "4/4"], "expected I/N with I from 0 to N - 1")]:
            refused = self.run_cutpoint("run", "s.toml", "-o", "x.h5", *options, code=BAD_INPUT)
            self.assertIn(message, refused.stderr)


class TraceTest(RunsCase):
    def test_single_queries_become_a_timeline(self):
        self.write(SMALL)
        self.run_cutpoint("run", "s.toml", "-o", "f.h5", "-q", "--trace", "5")
        self.run_cutpoint("trace", "f.h5", "-o", "t.json", "--where", "policy=neurosurgeon")
        with open(self.path("t.json"), encoding="utf-8") as file:
            parts = [event for event in json.load(file)["traceEvents"] if event["ph"] == "X"]
        with xarray.open_dataset(self.path("f.h5")) as dataset:
            latency = dataset.query_latency.sel(policy="neurosurgeon").values
        for query in range(5):
            length = sum(part["dur"] for part in parts if part["args"]["query"] == query)
            self.assertAlmostEqual(length, 1e6 * latency[query], places=2)
        self.assertIn("fix policy", self.run_cutpoint("trace", "f.h5", "-o", "u.json", code=BAD_INPUT).stderr)
        self.assertFalse(os.path.exists(self.path("u.json")))


class MergeTest(SweepCase):
    def test_merged_shards_are_as_if_never_split(self):
        self.uninterrupted()
        shards = []
        for i in range(4):
            shards.append(f"{i}.h5")
            self.run_cutpoint("run", "s.toml", "-o", shards[-1], "--shard", f"{i}/4", "-q")
        missing = self.run_cutpoint("merge", *shards[:3], "-o", "f.h5", code=BAD_INPUT)
        self.assertIn("6 of 24 runs are missing", missing.stderr)
        self.run_cutpoint("merge", *shards, "-o", "f.h5")
        self.assert_same_data("f.h5", "whole.h5")
        self.run_cutpoint("merge", *shards[:3], "-o", "part.h5", "--partial", code=NOT_CONVERGED)
        again = self.run_cutpoint("merge", *shards, "-o", "f.h5", code=BAD_INPUT)
        self.assertIn("--force", again.stderr)

    def test_a_shard_without_a_run_is_written_and_merges(self):
        self.write(SMALL)
        self.run_cutpoint("run", "s.toml", "-o", "whole.h5", "-q")
        shards = [f"{i}.h5" for i in range(4)]  # of two runs
        for i, shard in enumerate(shards):
            self.run_cutpoint("run", "s.toml", "-o", shard, "--shard", f"{i}/4", "-q")
        said = self.run_cutpoint("run", "s.toml", "-o", shards[3], "--shard", "3/4", "--resume").stdout
        self.assertIn("0 of 2 runs", said)
        for order in (shards, shards[::-1]):
            self.run_cutpoint("merge", *order, "-o", "f.h5", "--force")
            self.assert_same_data("f.h5", "whole.h5")

    def test_what_does_not_belong_together_is_refused(self):
        self.write(SMALL)
        self.run_cutpoint("run", "s.toml", "-o", "a.h5", "-q")
        self.run_cutpoint("run", "s.toml", "-o", "b.h5", "--seed", "6", "-q")
        refused = self.run_cutpoint("merge", "a.h5", "b.h5", "-o", "f.h5", code=BAD_INPUT)
        self.assertIn("the scenario differs", refused.stderr)
        self.write("no results", "c.h5")
        self.run_cutpoint("merge", "a.h5", "c.h5", "-o", "f.h5", code=FILE_TROUBLE)


class MpiTest(SweepCase, MpiCase):
    def test_three_processes_compute_what_one_does(self):
        self.uninterrupted()
        done = self.mpirun("run", "s.toml", "-o", "f.h5")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("converged"), 6)
        self.assert_same_data("f.h5", "whole.h5")

    def test_bad_input_ends_all_processes(self):
        self.write(SWEEP)
        done = self.mpirun("run", "s.toml", "-o", "f.h5", "--jobs", "2")
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertIn("--jobs: under mpirun", done.stderr)

    def test_what_did_not_converge_is_said_in_the_file_and_is_no_failure_of_the_job(self):
        self.write(SWEEP.replace('"10 %" }', '"0.1 %" }\nmax_queries = 500'))
        done = self.mpirun("run", "s.toml", "-o", "f.h5", "-q")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with xarray.open_dataset(self.path("f.h5")) as dataset:
            self.assertEqual(set(dataset.status.values.flat), {"budget"})
        strict = self.mpirun("run", "s.toml", "-o", "f.h5", "-q", "--force", "--strict")
        self.assertEqual(strict.returncode, NOT_CONVERGED, strict.stderr)
        self.run_cutpoint("run", "s.toml", "-o", "f.h5", "-q", "--force", code=NOT_CONVERGED)


class CompareTest(SweepCase):
    def test_two_policies_of_one_file_are_compared_in_pairs(self):
        self.uninterrupted()
        axis = ["--axis", "policy", "--a", "cloud_only", "--b", "neurosurgeon"]
        document = self.json_of("compare", "whole.h5", *axis, "--metric", "latency_mean")
        self.assertEqual((document["method"], document["replications"]), ("paired", 4))
        self.assertEqual([point["parameters"] for point in document["points"]],
                         [{"load": load} for load in (0.2, 0.3, 0.4)])
        for point in document["points"]:
            metric = point["metrics"]["latency_mean"]
            self.assertTrue(metric["significant"])
            self.assertLess(metric["difference"]["value"], 0.0)
            self.assertLess(metric["ratio"]["value"], 1.0)
            a, b = metric["a"]["value"], metric["b"]["value"]
            self.assertAlmostEqual(b - a, metric["difference"]["value"], delta=1e-12)
            self.assertAlmostEqual(b / a, metric["ratio"]["value"], delta=1e-9)
        table = self.run_cutpoint("compare", "whole.h5", *axis).stdout
        self.assertIn("paired over 4 replications", table)

    def test_what_is_compared_is_what_run_shows(self):
        self.uninterrupted()
        names = ("latency_mean", "latency_p50", "latency_p99", "server_sojourn_p95")
        wanted = [word for name in names for word in ("--metric", name)]
        axis = ["--axis", "policy", "--a", "cloud_only", "--b", "neurosurgeon"]
        compared = self.json_of("compare", "whole.h5", *axis, *wanted)
        shown = {tuple(point["parameters"].values()): point["metrics"] for point in self.json_of("run", "s.toml")["points"]}
        for point in compared["points"]:
            load = point["parameters"]["load"]
            for name in names:
                metric = point["metrics"][name]
                self.assertEqual(metric["a"], shown["cloud_only", load][name])
                self.assertEqual(metric["b"], shown["neurosurgeon", load][name])
                a, b = metric["a"]["value"], metric["b"]["value"]
                self.assertEqual(metric["difference"]["value"], b - a)
                if "_p" in name:
                    self.assertGreaterEqual(metric["difference"]["ci95"], 0.999 * (a + b) / 256)

    def test_runs_without_partners_are_not_paired(self):
        self.uninterrupted()
        shutil.copy(self.path("whole.h5"), self.path("more.h5"))
        self.run_cutpoint("run", "s.toml", "-o", "more.h5", "--replications", "+2", "-q")
        document = self.json_of("compare", "whole.h5", "more.h5", "--metric", "latency_mean")
        self.assertEqual((document["method"], document["why_unpaired"]),
                         ("unpaired", "one has more replications than the other"))

    def test_pairs_see_what_independent_estimates_cannot(self):
        # Five milliseconds more of each query: that is the difference, however the latencies vary.
        self.uninterrupted()
        self.run_cutpoint("run", "s.toml", "-o", "later.h5", "-q", "--set", 'clients.decision_overhead="5 ms"')
        document = self.json_of("compare", "whole.h5", "later.h5", "--metric", "latency_mean")
        self.assertEqual(document["method"], "paired")
        for point in document["points"]:
            metric = point["metrics"]["latency_mean"]
            unpaired = math.hypot(metric["a"]["ci95"], metric["b"]["ci95"])
            self.assertLess(metric["difference"]["ci95"], unpaired / 4)
            self.assertAlmostEqual(metric["difference"]["value"], 0.005, delta=unpaired / 4)

    def test_files_of_other_seeds_are_not_paired(self):
        self.uninterrupted()
        self.run_cutpoint("run", "s.toml", "-o", "other.h5", "--seed", "6", "-q")
        document = self.json_of("compare", "whole.h5", "other.h5", "--metric", "latency_mean")
        self.assertEqual(document["method"], "unpaired")
        self.assertEqual(len(document["points"]), 6)
        same = self.json_of("compare", "whole.h5", "whole.h5", "--metric", "latency_mean")
        self.assertEqual(same["method"], "paired")
        self.assertFalse(any(point["metrics"]["latency_mean"]["significant"] for point in same["points"]))

    def test_what_cannot_be_compared_is_refused_with_the_reason(self):
        self.uninterrupted()
        for arguments, message in [
            (["whole.h5"], "two files, or one file and --axis"),
            (["whole.h5", "--axis", "polcy", "--a", "x", "--b", "y"], 'did you mean "policy"?'),
            (["whole.h5", "--axis", "policy", "--a", "cloud_only", "--b", "oracle"], 'no value "oracle"'),
            (["whole.h5", "whole.h5", "--metric", "latncy_mean"], 'did you mean "latency_mean"?'),
        ]:
            with self.subTest(arguments=arguments):
                self.assertIn(message, self.run_cutpoint("compare", *arguments, code=BAD_INPUT).stderr)


if __name__ == "__main__":
    unittest.main()
