#!/usr/bin/python3
"""Writes files where something is in the way, and prints where nothing can be printed.

usage: files_test.py CUTPOINT
"""

import glob
import os
import shutil
import subprocess
import unittest

from command_case import BAD_INPUT, CommandTest, CUTPOINT, DONE, FILE_TROUBLE, SMALL

# What would be simulated for minutes, so that a test that ends soon shows that nothing was.
LONG = SMALL.replace('"10 %"', '"0.01 %"').replace("seed = 5", "seed = 5\nmax_queries = 2000000000")


class FilesCase(CommandTest):
    def setUp(self):
        super().setUp()
        self.write(SMALL)
        self.write("precious", "victim")

    def text_of(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def assert_is_results(self, name):
        with open(self.path(name), "rb") as file:
            self.assertEqual(file.read(4), b"\x89HDF")

    def shell(self, command):
        return subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, text=True, check=False,
                              env={**os.environ, "CUTPOINT": CUTPOINT}, timeout=60)


class InTheWayTest(FilesCase):
    def test_a_users_part_file_or_link_is_left_alone(self):
        os.symlink("victim", self.path("a.h5.part"))
        self.write("mine", "b.h5.part")
        for name in ("a.h5", "b.h5"):
            self.run_cutpoint("run", "s.toml", "-o", name, "-q")
            self.assert_is_results(name)
        self.assertEqual(self.text_of("victim"), "precious")
        self.assertEqual(self.text_of("b.h5.part"), "mine")
        self.assertTrue(os.path.islink(self.path("a.h5.part")))

    def test_plots_and_reports_go_through_no_link_either(self):
        self.run_cutpoint("run", "s.toml", "-o", "f.h5", "-q", "--trace", "2")
        for name, command in (("p.svg", ("plot", "f.h5", "--x", "policy")), ("r.html", ("report", "f.h5")),
                              ("t.json", ("trace", "f.h5", "--where", "policy=cloud_only"))):
            os.symlink("victim", self.path(name + ".part"))
            os.symlink("real-" + name, self.path(name))
            self.run_cutpoint(*command, "-o", name)
            self.assertTrue(os.path.islink(self.path(name)))
            self.assertGreater(os.path.getsize(self.path("real-" + name)), 100)
        self.assertEqual(self.text_of("victim"), "precious")
        self.assertEqual([name for name in os.listdir(self.folder) if name.count(".") > 2], [])

    def test_what_a_killed_program_left_is_removed(self):
        self.write("cutpoint part file\nhalf", "a.h5.0123456789abcdef.part")
        self.write("half", "a.h5.0123456789abcdee.part")
        self.run_cutpoint("run", "s.toml", "-o", "a.h5", "-q")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.h5", "a.h5.0123456789abcdee.part", "s.toml", "victim"])

    def test_an_output_that_is_a_link_is_written_where_it_points(self):
        os.mkdir(self.path("d"))
        os.symlink("d/real.h5", self.path("a.h5"))
        self.run_cutpoint("run", "s.toml", "-o", "a.h5", "-q")
        self.assertTrue(os.path.islink(self.path("a.h5")))
        self.assertEqual(os.listdir(self.path("d")), ["real.h5"])
        self.run_cutpoint("run", "s.toml", "-o", "a.h5", "-q", "--force")
        self.assert_is_results("d/real.h5")

    def test_a_foreign_journal_is_left_alone(self):
        self.write("mine", "a.h5.journal")
        os.symlink("victim", self.path("b.h5.journal"))
        for name in ("a.h5", "b.h5"):
            for option in ("--force", "--resume"):
                done = self.run_cutpoint("run", "s.toml", "-o", name, option, code=FILE_TROUBLE)
                self.assertIn("move it out of the way", done.stderr)
        self.assertEqual((self.text_of("a.h5.journal"), self.text_of("victim")), ("mine", "precious"))
        self.assertTrue(os.path.islink(self.path("b.h5.journal")))

    def test_what_cannot_be_written_is_found_out_before_the_simulation(self):
        self.write(LONG)
        os.mkdir(self.path("d"))
        os.mkfifo(self.path("pipe"))
        for output, reason in (("d", "this is a directory"), ("/dev/null", "this is no regular file"),
                               ("pipe", "this is no regular file"), ("victim/a.h5", "cannot create the directory"),
                               ("/proc/a.h5", "cannot create"), ("n" * 250, "File name too long"),
                               ("victim", "this is not a results file"), ("", "this is no name of a file")):
            with self.subTest(output=output):
                done = subprocess.run([CUTPOINT, "run", "s.toml", "-o", output, "--force"], cwd=self.folder,
                                      capture_output=True, text=True, check=False, timeout=20)
                self.assertEqual(done.returncode, FILE_TROUBLE, done.stderr)
                self.assertIn(reason, done.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), ["d", "pipe", "s.toml", "victim"])


class StreamsTest(FilesCase):
    def test_a_lost_table_costs_no_file_and_has_an_exit_code(self):
        for number, streams in enumerate((">&-", ">/dev/full", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full",
                                          ">/dev/full --json", "2>&1 | true; exit ${PIPESTATUS[0]}")):
            with self.subTest(streams=streams):
                done = self.shell(f'"$CUTPOINT" run s.toml -o f{number}.h5 {streams}')
                self.assertEqual(done.returncode, FILE_TROUBLE, done.stderr)
                self.assert_is_results(f"f{number}.h5")
                self.assertEqual(glob.glob(self.path(f"f{number}.h5.*")), [])
                self.assertNotIn("should not happen", done.stderr)

    def test_lost_messages_cost_nothing(self):
        for number, streams in enumerate(("2>&-", "2>/dev/full", "2> >(true)")):
            with self.subTest(streams=streams):
                done = self.shell(f'"$CUTPOINT" run s.toml -o f{number}.h5 --progress plain {streams}')
                self.assertEqual((done.returncode, "policy" in done.stdout), (DONE, True))
                self.assert_is_results(f"f{number}.h5")

    def test_what_prints_nothing_does_not_care(self):
        self.assertEqual(self.shell('"$CUTPOINT" run s.toml -o f.h5 -q >&- 2>&-').returncode, DONE)
        self.assertEqual(self.shell('"$CUTPOINT" report f.h5 -o f.html >&- 2>&- <&-').returncode, DONE)

    def test_every_command_that_prints_says_if_that_is_lost(self):
        self.run_cutpoint("run", "s.toml", "-o", "f.h5", "-q")
        for command in ("check s.toml", "models", "compare f.h5 f.h5", "init --reference", "--help", "run --help"):
            with self.subTest(command=command):
                done = self.shell(f'"$CUTPOINT" {command} >/dev/full')
                self.assertEqual(done.returncode, FILE_TROUBLE)
                self.assertEqual(done.stderr, "error: what was to be printed could not be written to the standard "
                                              "output\n")
        self.assertEqual(self.shell('"$CUTPOINT" check nowhere.toml >/dev/full').returncode, BAD_INPUT)


class NamesTest(FilesCase):
    """Names of files may be any bytes, texts in results files may not."""

    def test_a_scenarios_path_that_is_no_text_is_refused_before_anything_runs(self):
        folder = os.fsencode(self.folder)
        os.mkdir(folder + b"/b\xe9b\xe9")
        for name in (b"caf\xe9.toml", b"b\xe9b\xe9/s.toml"):
            shutil.copy(self.path("s.toml"), folder + b"/" + name)
            shown = name.decode(errors="backslashreplace")
            for command in (("check", name), ("run", name, "-o", "f.h5")):
                with self.subTest(command=command):
                    done = self.run_cutpoint(*command, code=BAD_INPUT)
                    self.assertEqual(done.stderr, f"{shown}: error: the path of a scenario stands in its results, where text "
                                                  "is UTF-8, and this one is not; give the file or folder another name\n")
        self.assertFalse(os.path.exists(self.path("f.h5")))

    def test_a_results_file_of_any_name_can_be_read_again(self):
        name = b"caf\xe9.h5"
        self.run_cutpoint("run", "s.toml", "-o", name, "-q")
        self.run_cutpoint("merge", name, "-o", b"m" + name)
        self.run_cutpoint("compare", name, b"m" + name)


class ScriptTest(FilesCase):
    """Options that the program takes apart before the script does."""

    def test_an_abbreviation_cannot_pass_off_a_results_file_as_a_value(self):
        self.write("evil", "evil.h5")
        for command in ("report", "plot", "trace"):
            for option in ("--verified", "--verified-onl"):
                with self.subTest(command=command, option=option):
                    done = self.run_cutpoint(command, option, "evil.h5", "-o", "out.html", code=BAD_INPUT)
                    self.assertIn(f"error: unrecognized arguments: {option}", done.stderr)

    def test_a_script_has_limits_if_no_results_file_is_found_too(self):
        os.makedirs(self.path("share/cutpoint/results/plots"))
        os.mkdir(self.path("bin"))
        program = shutil.copy(CUTPOINT, self.path("bin/cutpoint"))
        self.write("import resource\nprint(resource.getrlimit(resource.RLIMIT_AS)[1] >> 30)\n",
                   "share/cutpoint/results/plots/plot.py")
        for arguments in ((), ("--unknown", "evil.h5"), ("-o", "p.svg", "-"), ("--help",)):
            with self.subTest(arguments=arguments):
                done = subprocess.run([program, "plot", *arguments], cwd=self.folder, capture_output=True, text=True,
                                      check=False, timeout=60)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (DONE, "6\n", ""))


if __name__ == "__main__":
    unittest.main()
