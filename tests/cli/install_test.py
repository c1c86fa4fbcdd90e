#!/usr/bin/python3
"""Installs the build into a folder, runs what is there, and builds the example against it.

usage: install_test.py SOURCE_DIR BUILD_DIR CMAKE COMPILER
"""

import os
import subprocess
import sys
import tempfile
import unittest

COMPILER, CMAKE, BUILD, SOURCE = (sys.argv.pop() for _ in range(4))


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False)


class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.prefix = os.path.join(cls.folder.name, "prefix")
        done = run(CMAKE, "--install", BUILD, "--prefix", cls.prefix)
        assert done.returncode == 0, done.stderr

    def path(self, *parts):
        return os.path.join(self.prefix, *parts)

    def test_the_program_comes_with_manual_completions_and_scenarios(self):
        for path in ("share/man/man1/cutpoint.1", "share/bash-completion/completions/cutpoint",
                     "share/zsh/vendor-completions/_cutpoint", "share/cutpoint/results/plots/plot.py",
                     "share/cutpoint/experiments/sweeps/bandwidth.toml"):
            self.assertGreater(os.path.getsize(self.path(path)), 0, path)
        sweep = run(self.path("bin/cutpoint"), "check", self.path("share/cutpoint/experiments/sweeps/bandwidth.toml"))
        self.assertEqual(sweep.returncode, 0, sweep.stderr)

    def test_plots_are_drawn_by_the_scripts_that_are_installed(self):
        script = self.path("share/cutpoint/results/plots/plot.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write("print('the installed script')")
        self.assertEqual(run(self.path("bin/cutpoint"), "plot").stdout, "the installed script\n")

    def test_the_example_finds_the_package_and_agrees_with_theory(self):
        build = os.path.join(self.folder.name, "embed")
        done = run(CMAKE, "-S", os.path.join(SOURCE, "examples/embed"), "-B", build,
                   f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={COMPILER}")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = run(CMAKE, "--build", build)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = run(os.path.join(build, "embed"))
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("Erlang C", done.stdout)


if __name__ == "__main__":
    unittest.main()
