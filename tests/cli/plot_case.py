"""What tests of plots share: the scripts, sample files in a folder of their own, and what a picture says."""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest

import matplotlib.pyplot as plt

PLOTS = os.path.join(os.path.dirname(__file__), "..", "..", "results", "plots")
sys.path.insert(0, PLOTS)
import common

WRITER = sys.argv.pop(1)


def run(module, *arguments):
    """Runs a script within this process, as loading matplotlib takes longer than most pictures."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = common.main(module.arguments_parser(), module.draw, arguments)
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())


def start(script, *arguments):
    command = [sys.executable, "-B", os.path.join(PLOTS, script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def texts(path):
    """Every text in an SVG picture; matplotlib names the text of its glyphs in a comment."""
    with open(path, encoding="utf-8") as file:
        return re.findall(r"<!-- (.*?) -->", file.read())


class PlotTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(plt.close, "all")
        self.folder = folder.name
        self.gains = self.inside("gains.h5")
        self.fleet = self.inside("fleet.h5")
        subprocess.run([WRITER, "gains", self.gains], check=True)
        subprocess.run([WRITER, "fleet", self.fleet], check=True)

    def inside(self, name):
        return os.path.join(self.folder, name)

    def assert_drawn(self, done):
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def assert_refused(self, done, message, code=2):
        self.assertEqual((done.returncode, done.stdout, done.stderr), (code, "", message + "\n"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["fleet.h5", "gains.h5"])

    def figure(self, module, path, *options):
        """The figure itself, to look at what it is made of."""
        arguments = module.arguments_parser().parse_args([path, "-o", "a.svg", *options])
        return module.draw(common.read(path), arguments)
