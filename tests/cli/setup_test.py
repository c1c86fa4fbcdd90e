#!/usr/bin/python3
"""How quickstart.sh and test.sh install packages (cmake/setup.sh), with an apt-get that is only played.

usage: setup_test.py
"""

import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

# No package is installed; apt-get says SAID and fails for its first FAILURES calls.
TOOLS = {
    "dpkg-query": "#!/bin/sh\nexit 1\n",
    "apt-get": """#!/bin/sh
echo "$*" >>calls
if [ "$(wc -l <calls)" -le "$FAILURES" ]; then echo "$SAID"; exit 100; fi
""",
}
SCRIPT = """
set -euo pipefail
source cmake/setup.sh
lock_patience={patience} lock_interval=0.1
install_packages use
"""
LOCKED = "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1 (apt)"


class SetupTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.mkdir(self.path("cmake"))
        for name in ("setup.sh", "packages.txt"):
            os.symlink(os.path.join(ROOT, "cmake", name), self.path("cmake", name))
        os.mkdir(self.path("tools"))
        for name, text in TOOLS.items():
            with open(self.path("tools", name), "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(self.path("tools", name), 0o755)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def install(self, failures, said=LOCKED, patience=60):
        environment = {**os.environ, "PATH": f"{self.path('tools')}:{os.environ['PATH']}",
                       "FAILURES": str(failures), "SAID": said}
        return subprocess.run(["bash", "-c", SCRIPT.format(patience=patience)], cwd=self.folder, env=environment,
                              capture_output=True, text=True, check=False)

    def calls(self):
        with open(self.path("calls"), encoding="utf-8") as file:
            return file.read().splitlines()

    @unittest.skipIf(os.geteuid() != 0, "only root installs packages")
    def test_a_locked_package_database_is_waited_for_and_that_is_said_once(self):
        done = self.install(failures=3)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("Another program is using the package database"), 1)
        words = [call.split() for call in self.calls()]
        self.assertEqual(["update" in call for call in words], [True] * 4 + [False])
        self.assertIn("libhdf5-dev", words[-1])

    @unittest.skipIf(os.geteuid() != 0, "only root installs packages")
    def test_the_wait_ends(self):
        done = self.install(failures=10**6, patience=1)
        self.assertEqual(done.returncode, 1)
        self.assertIn("kept the package database locked for 1 s; try again", done.stderr)

    @unittest.skipIf(os.geteuid() != 0, "only root installs packages")
    def test_another_failure_is_shown_at_once(self):
        done = self.install(failures=1, said="E: no such mirror")
        self.assertEqual(done.returncode, 1)
        self.assertIn("E: no such mirror", done.stderr)
        self.assertIn("apt-get update failed", done.stderr)
        self.assertEqual(len(self.calls()), 1)

    @unittest.skipIf(os.geteuid() == 0, "root installs them")
    def test_others_than_root_are_told_what_to_install(self):
        done = self.install(failures=0)
        self.assertEqual(done.returncode, 1)
        self.assertIn("only root can install packages", done.stderr)
        self.assertIn("libhdf5-dev", done.stderr)


if __name__ == "__main__":
    sys.argv = sys.argv[:1]
    unittest.main()
