#!/usr/bin/python3
"""Profiles this host and fits devices as a user would.

usage: devices_test.py CUTPOINT
"""

import json
import os
import signal
import subprocess
import time
import unittest

from command_case import BAD_INPUT, CommandTest, CUTPOINT, FILE_TROUBLE, INTERRUPTED, SMALL


class ProfileTest(CommandTest):
    """Measures few rows, and roughly: times are never looked at, but for being there."""

    ARGMAX = ("profile", "--types", "argmax", "--quick", "--precision", "100 %", "-o", "p.csv")
    ROWS = 16

    def lines(self):
        with open(self.path("p.csv"), encoding="utf-8") as file:
            return file.read().splitlines(keepends=True)

    def overwrite(self, lines):
        self.write("".join(lines), "p.csv")

    def test_bad_options_are_refused_before_anything_is_measured(self):
        for arguments, message in [
            ([], "error: output is missing, e.g. -o profile.csv"),
            (["-o", "p.csv", "--backend", "eigne"], 'error: unknown backend "eigne"; did you mean "eigen"?'),
            (["-o", "p.csv", "--types", "relu,tan"], 'error: --types: unknown layer type "tan"; did you mean "tanh"?'),
            (["-o", "p.csv", "--types", "relu,"], 'error: --types: unknown layer type ""; known: convolution, local, '
             "fully_connected, pooling, normalization, relu, sigmoid, tanh, softmax, argmax, dropout, matmul, "
             "element_wise, scale, copy"),
            (["-o", "p.csv", "--dnn", "imx"], 'error: unknown network "imx"; did you mean "imc"?'),
            (["-o", "p.csv", "--dnn", "pos", "--types", "local"], 'error: --types: "pos" has no layer of these types'),
            (["-o", "p.csv", "--threads", "0"], "error: --threads 0: expected 1 or more"),
            (["-o", "p.csv", "--threads", "2", "--backend", "eigen"],
             'error: --threads 2: the kernels of "eigen" run on one thread; use the backend "onednn"'),
            (["-o", "p.csv", "--precision", "0 %"], 'error: --precision "0 %": expected above 0 % and at most 100 %'),
            (["-o", "p.csv", "--precision", "2"], 'error: "2" has no unit; add one, e.g. "2 %"'),
        ]:
            with self.subTest(arguments=arguments):
                done = self.run_cutpoint("profile", *arguments, code=BAD_INPUT)
                self.assertEqual(done.stderr, message + "\n")
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_file_of_another_kind_stays_as_it_is(self):
        for text, message in [
            (SMALL, "the file exists and is no profile; choose another name"),
            ("# cutpoint profile 1\ntype,items\n",
             "the columns of the file are not those that cutpoint profile writes; choose another name"),
        ]:
            self.write(text, "p.csv")
            done = self.run_cutpoint(*self.ARGMAX, code=BAD_INPUT)
            self.assertEqual(done.stderr, f"p.csv: error: {message}\n")
            self.assertEqual("".join(self.lines()), text)

    def test_a_folder_that_is_not_there_is_file_trouble(self):
        done = self.run_cutpoint(*self.ARGMAX[:-1], "none/p.csv", code=FILE_TROUBLE)
        self.assertIn("none/p.csv", done.stderr)

    def test_what_is_missing_is_measured_and_the_rest_kept(self):
        done = self.run_cutpoint(*self.ARGMAX, "--progress", "plain")
        self.assertIn(f"p.csv: {self.ROWS} rows, {self.ROWS} of them measured now", done.stdout)
        self.assertIn(f"{self.ROWS}/{self.ROWS} layers", done.stderr)
        first = self.lines()
        self.assertTrue(first[-1].startswith("argmax,1,1,0,1,"))

        self.assertIn(f"p.csv: {self.ROWS} rows, 0 of them", self.run_cutpoint(*self.ARGMAX).stdout)
        self.assertEqual(self.lines(), first)

        # Stopped in the middle of the third row from the end.
        self.overwrite(first[:-3] + [first[-3][:20]])
        self.assertIn("3 of them measured now", self.run_cutpoint(*self.ARGMAX).stdout)
        self.assertEqual(self.lines()[:-3], first[:-3])
        self.assertEqual([line.split(",")[:13] for line in self.lines()[-3:]],
                         [line.split(",")[:13] for line in first[-3:]])

        # Stopped before its first row, and in the middle of its header.
        for cut in (first[:-self.ROWS], [first[0], first[1][:5]]):
            self.overwrite(cut)
            self.assertIn(f"{self.ROWS} of them measured now", self.run_cutpoint(*self.ARGMAX).stdout)
            self.assertEqual(len(self.lines()), len(first))

    def test_another_device_or_number_of_threads_is_refused(self):
        self.run_cutpoint(*self.ARGMAX)
        lines = self.lines()
        device = lines[1].removeprefix("# device: ").rstrip("\n")
        self.overwrite([lines[0], "# device: another one\n", *lines[2:]])
        done = self.run_cutpoint(*self.ARGMAX, code=BAD_INPUT)
        self.assertEqual(done.stderr, f'p.csv: error: the file\'s device is "another one", here it is "{device}"; '
                                      "choose another name for this measurement\n")
        self.overwrite(lines[:-1] + [",".join([*lines[-1].split(",")[:12], "3", *lines[-1].split(",")[13:]])])
        done = self.run_cutpoint(*self.ARGMAX, code=BAD_INPUT)
        self.assertIn('the file\'s number of threads is "3", here it is "1"', done.stderr)

    def test_layers_with_parameters_of_their_own_are_found_again(self):
        arguments = ("profile", "--dnn", "bert-base", "--types", "scale,copy", "--quick", "--precision", "100 %",
                     "-o", "p.csv")
        self.assertIn("p.csv: 27 rows, 27 of them measured now", self.run_cutpoint(*arguments).stdout)
        self.assertIn("p.csv: 27 rows, 0 of them measured now", self.run_cutpoint(*arguments).stdout)
        self.assertIn("copy,1,1,0,1,2304,128,1,2304,128,1,1,", "".join(self.lines()))

    def test_the_layers_of_a_network(self):
        self.run_cutpoint("profile", "--dnn", "pos", "--backend", "eigen", "--quick", "-o", "p.csv")
        rows = [line.rstrip("\n").split(",") for line in self.lines() if not line.startswith("#")]
        self.assertEqual([(row[0], row[11], *row[-2:]) for row in rows[1:]],
                         [("fully_connected", "28", "pos", "fc1"), ("tanh", "28", "pos", "htanh"),
                          ("fully_connected", "28", "pos", "fc3")])
        for row in rows[1:]:
            self.assertGreater(float(row[13]), 0.0)
            self.assertLessEqual(float(row[14]), float(row[13]))

    def test_an_interrupt_leaves_a_file_that_goes_on(self):
        arguments = ("profile", "--types", "relu", "--precision", "100 %", "--progress", "none", "-o", "p.csv")
        with subprocess.Popen([CUTPOINT, *arguments], cwd=self.folder, stderr=subprocess.PIPE, text=True) as process:
            while not os.path.exists(self.path("p.csv")) or len(self.lines()) < 8:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, complaint = process.communicate()
        self.assertEqual(process.returncode, INTERRUPTED, complaint)
        lines = self.lines()
        self.assertTrue(lines[-1].endswith("\n"))
        self.assertIn(f"interrupted: p.csv has {len(lines) - 6} rows", complaint)
        self.assertIn("60 rows", self.run_cutpoint(*arguments).stdout)
        self.assertEqual(self.lines()[:len(lines)], lines)


class FitTest(CommandTest):
    """A device whose dense layers read weights at 1 GB/s, and whose tanh takes 10 ns an element."""

    def profile(self, name="p.csv", power=False):
        lines = ["# cutpoint profile 1", "# device: a test", "type,in_channels,in_height,in_width,out_channels,"
                 "out_height,out_width,items,time_median_us,power_w,network,layer"]
        watts = "2.5" if power else ""
        for inputs in (30, 120, 500, 2000):
            for outputs in (40, 160, 640):
                micros = 20 + 4e-3 * inputs * outputs
                lines.append(f"fully_connected,{inputs},1,1,{outputs},1,1,1,{micros},{watts},,")
            lines += [f"tanh,{inputs},1,1,{inputs},1,1,{items},{20 + 0.01 * inputs * items},{watts},,"
                      for items in (1, 50)]
        return self.write("\n".join(lines) + "\n", name)

    def scenario(self, extra=""):
        return self.write(SMALL.replace("[queries]", f'gpu = "file:device.json"\n{extra}\n[queries]')
                          .replace("imc = 1", "pos = 1").replace("load = 0.3", 'rate = "20 /s"'))

    def test_a_fitted_device_stands_where_a_processor_can(self):
        self.run_cutpoint("fit", self.profile(), "-o", "device.json")
        done = self.run_cutpoint("explain", "--dnn", "pos", "--items", "1", "--mobile", "file:device.json",
                                 "--no-misfit", "--json")
        last = json.loads(done.stdout)["cuts"][-1]
        expected = 20e-6 + 4e-9 * 300 * 300 + 20e-6 + 1e-8 * 300 + 20e-6 + 4e-9 * 300 * 45
        self.assertAlmostEqual(last["actual"]["latency"] / expected, 1.0, delta=0.01)
        self.assertAlmostEqual(last["predicted"]["latency"] / expected, 1.0, delta=0.01)
        self.assertIsNone(last["actual"]["energy"])
        self.run_cutpoint("check", self.scenario())
        self.run_cutpoint("run", "s.toml", "-q")

    def test_what_a_device_does_not_know_is_refused(self):
        self.run_cutpoint("fit", self.profile(), "-o", "device.json")
        done = self.run_cutpoint("explain", "--dnn", "imc", "--mobile", "file:device.json", code=BAD_INPUT)
        self.assertIn("has no model of convolution layers, such as conv1", done.stderr)
        done = self.run_cutpoint("run", self.scenario('objective = "energy"'), code=BAD_INPUT)
        self.assertIn("without the power", done.stderr)
        self.run_cutpoint("fit", self.profile(power=True), "-o", "device.json", "--force")
        self.run_cutpoint("run", "s.toml", "-q")

    def test_the_report_judges_networks_that_were_measured(self):
        rows = self.profile("net.csv")
        with open(self.path(rows), encoding="utf-8") as file:
            head = file.read().split("fully_connected", 1)[0]
        self.write(head + "fully_connected,300,1,1,300,1,1,28,400,,pos,fc1\ntanh,300,1,1,300,1,1,28,100,,pos,htanh\n"
                   "fully_connected,300,1,1,45,1,1,28,90,,pos,fc3\n", "net.csv")
        report = json.loads(self.run_cutpoint("fit", self.profile(), "--against", "net.csv", "--json").stdout)
        self.assertEqual([model["layer_type"] for model in report["models"]], ["fully_connected", "tanh"])
        self.assertLess(report["models"][0]["median"], 0.01)
        self.assertAlmostEqual(report["networks"][0]["measured"], 590e-6)
        self.assertEqual(report["decisions"][0]["cases"], 3)
        self.assertEqual(len(report["rows"]), 3)

    def test_bad_requests_are_refused(self):
        self.profile()
        self.write("{}", "other.json")
        for arguments, message in (
                (("fit",), "cutpoint fit my-phone.csv"),
                (("fit", "p.csv", "--simulated"), "leave out profile"),
                (("fit", "nowhere.csv"), "nowhere.csv"),
                (("fit", "p.csv", "-o", "other.json"), "--force"),
                (("explain", "--dnn", "pos", "--mobile", "file:other.json"), "other.json: error: not a device file")):
            done = self.run_cutpoint(*arguments, code=BAD_INPUT)
            self.assertIn(message, done.stderr)


if __name__ == "__main__":
    unittest.main()
