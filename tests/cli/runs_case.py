"""What tests of runs share: how data are compared, and how mpirun starts the program."""

import os
import shutil
import subprocess

import xarray

from command_case import CommandTest, CUTPOINT


class RunsCase(CommandTest):
    def groups(self, name):
        for group in (None, "histograms", "runs", "records"):
            with xarray.open_dataset(self.path(name), group=group) as dataset:
                yield dataset.load()

    def assert_same_data(self, one, other):
        for a, b in zip(self.groups(one), self.groups(other)):
            xarray.testing.assert_equal(a, b)


class MpiCase(RunsCase):
    def setUp(self):
        super().setUp()
        if shutil.which("mpirun") is None:
            self.skipTest("mpirun is not installed (package openmpi-bin)")
        if "mpi: none" in self.run_cutpoint("--version").stdout:
            self.skipTest("built without MPI")

    def mpirun(self, *arguments, program=(CUTPOINT,)):
        command = ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "3", *program, *arguments]
        environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")  # Open MPI keeps what it allocates once.
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
