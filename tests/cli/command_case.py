"""What tests of commands share: a folder of their own, and runs of the program in it."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

CUTPOINT = os.path.abspath(sys.argv.pop(1))

DONE, BAD_INPUT, FILE_TROUBLE, NOT_CONVERGED, INTERRUPTED = 0, 2, 3, 4, 130

SMALL = """\
title = "a small fleet"
[run]
seed = 5
precision = { metric = "latency_mean", relative = "10 %" }
[clients]
count = 20
link = "wifi"
policy = ["cloud_only", "neurosurgeon"]
[queries]
load = 0.3
mix = { imc = 1 }
[server]
processor = "k40"
"""


class CommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, text, name="s.toml"):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return name

    def cutpoint(self, *arguments):
        return subprocess.run([CUTPOINT, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)

    def run_cutpoint(self, *arguments, code=DONE):
        done = self.cutpoint(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def json_of(self, *arguments):
        return json.loads(self.run_cutpoint(*arguments, "--json").stdout)

    def assert_refused(self, text, message):
        """`check` and `run` both refuse the scenario with just this message, and no file appears."""
        self.write(text)
        for command in (["check", "s.toml"], ["run", "s.toml", "-o", "out.h5"]):
            done = self.run_cutpoint(*command, code=BAD_INPUT)
            self.assertEqual((done.stdout, done.stderr), ("", message + "\n"))
        self.assertEqual(os.listdir(self.folder), ["s.toml"])
