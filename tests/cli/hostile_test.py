#!/usr/bin/python3
"""Gives every reader files that are damaged or made to do harm: each ends soon, with exit code 3 and the reason.

usage: hostile_test.py CUTPOINT [FLIPS]
"""

import itertools
import os
import shutil
import subprocess
import sys
import unittest

import h5py

import crafted

FLIPS = int(sys.argv.pop(2)) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 10

from command_case import BAD_INPUT, CommandTest, CUTPOINT, DONE, FILE_TROUBLE, NOT_CONVERGED

SECONDS = 60  # that a reader may take, though all but the largest take a tenth of one

SCENARIO = """\
title = "two policies"
run = { max_queries = 400, replications = 2, record = 2, precision = { relative = "50 %" } }
clients = { count = 20, policy = ["cloud_only", "neurosurgeon"] }
queries = { load = [0.1, 0.2], mix = { dig = 1 } }
"""

READERS = {
    "compare": ("compare", "base.h5", "f.h5"),
    "merge": ("merge", "f.h5", "-o", "m.h5", "--force"),
    "resume": ("run", "s.toml", "-o", "f.h5", "--resume", "-q", "--jobs", "1"),
    "repeat": ("run", "f.h5", "-q", "--jobs", "1"),
    "preview": ("run", "f.h5", "--dry-run"),
    "report": ("report", "f.h5", "-o", "r.html"),
    "plot": ("plot", "f.h5", "--x", "load", "--y", "latency_mean", "--hue", "policy", "-o", "p.svg"),
    "trace": ("trace", "f.h5", "-o", "t.json", "--where", "policy=cloud_only", "--where", "load=0.1"),
}


class HostileCase(CommandTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = CommandTest("write")
        cls.made.setUp()
        cls.addClassCleanup(cls.made.doCleanups)
        cls.made.write(SCENARIO)
        done = cls.made.cutpoint("run", "s.toml", "-o", "base.h5", "-q")
        assert done.returncode in (DONE, NOT_CONVERGED), done.stderr

    def setUp(self):
        super().setUp()
        for name in ("s.toml", "base.h5"):
            shutil.copy(self.made.path(name), self.path(name))

    def read(self, reader, *options):
        return subprocess.run([CUTPOINT, *READERS[reader], *options], cwd=self.folder, capture_output=True,
                              text=True, check=False, timeout=SECONDS, stdin=subprocess.DEVNULL)

    def assert_ends(self, done, codes):
        self.assertIn(done.returncode, codes, done.stderr)
        for word in ("should not happen", "Traceback", "HDF5-DIAG", "Sanitizer", "contract"):
            self.assertNotIn(word, done.stderr)

    def assert_refused(self, done):
        """With one line that names the file and says why."""
        self.assert_ends(done, {FILE_TROUBLE})
        self.assertRegex(done.stderr, r"\A(\S+\.h5(\.journal)?): error: .+\n\Z")
        self.assertEqual(done.stdout, "")


class CraftedTest(HostileCase):
    def test_the_base_is_read_by_all(self):
        shutil.copy(self.path("base.h5"), self.path("f.h5"))
        for reader in READERS:
            with self.subTest(reader=reader):
                self.assertEqual(self.read(reader, "--verified-only").stderr, "")

    def test_every_crafted_file_is_refused_by_those_who_read_what_is_wrong(self):
        for name, refused_by, change in crafted.CASES:
            crafted.craft(self.path("base.h5"), change, self.path("crafted.h5"))
            # Scripts draw what the first readers have passed; starting one for each takes longer than all the rest, and
            # so does a scenario that is valid.
            readers = [reader for reader in READERS
                       if reader in refused_by or reader in ("compare", "merge", "resume", "preview")]
            for reader in readers:
                with self.subTest(name=name, reader=reader):
                    shutil.copy(self.path("crafted.h5"), self.path("f.h5"))
                    done = self.read(reader)
                    if reader in refused_by:
                        self.assert_refused(done)
                    else:
                        self.assert_ends(done, {DONE, BAD_INPUT, FILE_TROUBLE, NOT_CONVERGED})

    def test_scripts_end_well_on_numbers_that_are_strange(self):
        strange = [case for case in crafted.CASES if case[0].startswith("all numbers are")]
        self.assertEqual(len(strange), 5)
        # Either script on every other one, as they take seconds to start.
        for (name, _, change), reader in zip(strange, itertools.cycle(("report", "plot"))):
            crafted.craft(self.path("base.h5"), change, self.path("f.h5"))
            with self.subTest(name=name, reader=reader):
                self.assert_ends(self.read(reader), {DONE, BAD_INPUT, FILE_TROUBLE})


class FlippedTest(HostileCase):
    def test_one_bit_of_a_results_file_is_noticed_by_all(self):
        for seed in range(FLIPS):
            where = crafted.flip(self.path("base.h5"), self.path("flipped.h5"), seed)
            for reader in READERS:
                with self.subTest(where=where, reader=reader):
                    shutil.copy(self.path("flipped.h5"), self.path("f.h5"))
                    self.assert_refused(self.read(reader))

    def test_one_bit_of_a_journal_costs_a_record_at_the_most(self):
        self.make_journal()
        expected = self.data_of("base.h5")
        for seed in range(FLIPS):
            where = crafted.flip(self.path("whole.journal"), self.path("f.h5.journal"), seed)
            with self.subTest(where=where):
                merged = self.cutpoint("merge", "f.h5.journal", "-o", "m.h5", "--force", "--partial")
                self.assert_ends(merged, {DONE, NOT_CONVERGED})
                done = self.read("resume")
                self.assert_ends(done, {DONE, NOT_CONVERGED})
                if done.stderr:
                    self.assertRegex(done.stderr, r"\Af\.h5\.journal: warning: 1 damaged record of \d was skipped")
                self.assertEqual(self.data_of("f.h5"), expected)
                os.remove(self.path("f.h5"))

    def make_journal(self):
        """A journal of all runs: that of a program which cannot write its file in the end."""
        with subprocess.Popen([CUTPOINT, "run", "s.toml", "-o", "f.h5", "--jobs", "1", "--progress", "json"],
                              cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            process.stderr.readline()  # The first run has ended, and the place was found to be free.
            os.mkdir(self.path("f.h5"))
            process.stderr.read()
        self.assertEqual(process.returncode, FILE_TROUBLE)
        os.rmdir(self.path("f.h5"))
        os.rename(self.path("f.h5.journal"), self.path("whole.journal"))

    def data_of(self, name):
        """The fingerprints and the records of a file, which say all that it says."""
        with h5py.File(self.path(name)) as file:
            return (file["fingerprint"][()].tolist(), file["latency_mean"][()].tolist(),
                    file["records/bytes"][()].tobytes())


class ScriptTest(HostileCase):
    """The program beside scripts of another kind, as where it is installed."""

    def test_a_script_that_ends_badly_is_an_error(self):
        os.makedirs(self.path("share/cutpoint/results/plots"))
        os.mkdir(self.path("bin"))
        program = shutil.copy(CUTPOINT, self.path("bin/cutpoint"))
        for script, code, message in (
                ("os.kill(os.getpid(), signal.SIGSEGV)", FILE_TROUBLE,
                 "base.h5: error: the script that should show it was ended (Segmentation fault)\n"),
                ("sys.exit(7)", FILE_TROUBLE, "base.h5: error: the script that should show it failed\n"),
                ("bytearray(10**12)", FILE_TROUBLE, "MemoryError\nbase.h5: error: the script that should show it failed\n"),
                ("sys.exit(2)", BAD_INPUT, ""), ("sys.exit(3)", FILE_TROUBLE, ""), ("sys.exit(0)", DONE, "")):
            with self.subTest(script=script):
                self.write(f"import os, signal, sys\n{script}\n", "share/cutpoint/results/plots/plot.py")
                done = subprocess.run([program, "plot", "base.h5", "-o", "p.svg"], cwd=self.folder, capture_output=True,
                                      text=True, check=False, timeout=SECONDS)
                self.assertEqual(done.returncode, code)
                self.assertTrue(done.stderr.endswith(message), done.stderr)


class EarlierLayoutTest(HostileCase):
    def test_a_file_of_the_layout_before_is_read_with_a_warning(self):
        crafted.to_layout_1(self.path("base.h5"), self.path("old.h5"))
        for reader in READERS:
            with self.subTest(reader=reader):
                shutil.copy(self.path("old.h5"), self.path("f.h5"))
                done = self.read(reader)
                self.assert_ends(done, {DONE, NOT_CONVERGED})
                self.assertEqual(done.stderr, "f.h5: warning: written by an earlier Cutpoint, without a SHA-256: "
                                              "nobody can tell whether it is damaged\n")
                shutil.copy(self.path("old.h5"), self.path("f.h5"))
                self.assert_refused(self.read(reader, "--verified-only"))

    def test_a_file_of_this_layout_must_have_its_digest(self):
        shutil.copy(self.path("base.h5"), self.path("f.h5"))
        crafted.unseal(self.path("f.h5"))
        for reader in READERS:
            with self.subTest(reader=reader):
                self.assert_refused(self.read(reader))


if __name__ == "__main__":
    unittest.main()
