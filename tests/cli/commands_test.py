#!/usr/bin/python3
"""Runs the commands as a user would and looks at exit codes, messages and files.

usage: commands_test.py CUTPOINT
"""

import json
import math
import os
import re
import signal
import subprocess
import time
import unittest

import xarray

from command_case import BAD_INPUT, CommandTest, CUTPOINT, FILE_TROUBLE, INTERRUPTED, NOT_CONVERGED, SMALL


class BadInputTest(CommandTest):
    def test_an_unknown_key(self):
        self.assert_refused(SMALL.replace("count =", "cuont ="),
                            's.toml:6:1: error: unknown key "cuont" in [clients]; did you mean "count"?')

    def test_a_wrong_type(self):
        self.assert_refused(SMALL.replace("count = 20", 'count = "20"'),
                            's.toml:6:9: error: clients.count: expected a whole number, found string "20"')

    def test_a_negative_rate(self):
        self.assert_refused(SMALL.replace("load = 0.3", 'rate = "-3 /s"'),
                            's.toml:10:8: error: queries.rate = "-3 /s"; '
                            'must be from 1e-6 /s to 1e9 /s')

    def test_a_missing_unit(self):
        self.assert_refused(SMALL.replace("load = 0.3", "rate = 3"),
                            's.toml:10:8: error: queries.rate: expected a string with a unit, '
                            'e.g. "200 /s", found integer 3')

    def test_an_unknown_network(self):
        self.assert_refused(SMALL.replace("imc = 1", "imx = 1"),
                            's.toml:11:9: error: unknown network "imx"; did you mean "imc"?')

    def test_a_syntax_error(self):
        self.write("[run\n")
        done = self.run_cutpoint("check", "s.toml", code=BAD_INPUT)
        self.assertTrue(done.stderr.startswith("s.toml:1:5: error: "), done.stderr)

    def test_an_unknown_command_option_and_name(self):
        for arguments, message in [
            (["rnu"], 'error: unknown command "rnu"; did you mean "run"?'),
            (["explain", "--dnn", "imx"], 'did you mean "imc"?'),
            (["explain", "--dnn", "imc", "--load-level", "inf"], "a slowdown is at most 1e6"),
            (["explain", "--dnn", "imc", "--mobile", "tk1"], "tk1-gpu"),
            (["explain", "--dnn", "imc", "--bandwidth", "5"], '"5" has no unit'),
            (["models", "imc", "--catalog"], "leave out imc"),
            (["check", "--jsn"], 'did you mean "--json"?'),
        ]:
            with self.subTest(arguments=arguments):
                done = self.run_cutpoint(*arguments, code=BAD_INPUT)
                self.assertIn(message, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)

    def test_an_override_is_checked_like_the_file(self):
        self.write(SMALL)
        done = self.run_cutpoint("run", "s.toml", "--set", "clients.cuont=3", code=BAD_INPUT)
        self.assertIn('did you mean "count"?', done.stderr)

    def test_threads_are_counted_from_one(self):
        self.write(SMALL)
        for jobs in ("0", "-1"):
            done = self.run_cutpoint("run", "s.toml", "--jobs", jobs, code=BAD_INPUT)
            self.assertEqual(done.stderr, f"error: --jobs {jobs}: expected 1 to 4096 threads\n")

    def test_a_missing_scenario_file(self):
        done = self.cutpoint("check", "none.toml")
        self.assertIn(done.returncode, (BAD_INPUT, FILE_TROUBLE))
        self.assertIn("none.toml", done.stderr)


class RunTest(CommandTest):
    def test_writes_a_results_file_and_prints_a_table(self):
        self.write(SMALL)
        done = self.run_cutpoint("run", "s.toml", "-o", "out.h5", "--jobs", "2")
        self.assertIn("neurosurgeon", done.stdout)
        self.assertIn("converged", done.stdout)
        self.assertEqual(sorted(os.listdir(self.folder)), ["out.h5", "s.toml"])
        with xarray.open_dataset(self.path("out.h5")) as dataset:
            self.assertEqual(dict(dataset.sizes)["policy"], 2)
            self.assertTrue((dataset.latency_mean > 0).all())

    def test_json_has_the_numbers_of_the_file(self):
        self.write(SMALL)
        document = self.json_of("run", "s.toml", "-o", "out.h5")
        with xarray.open_dataset(self.path("out.h5")) as dataset:
            for point, latency in zip(document["points"], dataset.latency_mean.values):
                self.assertEqual(point["metrics"]["latency_mean"]["value"], latency)

    def test_the_number_of_threads_changes_nothing(self):
        self.write(SMALL)
        one, four = (self.json_of("run", "s.toml", "--jobs", jobs) for jobs in "14")
        self.assertEqual(one["fingerprint"], four["fingerprint"])
        self.assertEqual(one["points"], four["points"])

    def test_does_not_overwrite_unless_told(self):
        self.write(SMALL)
        self.run_cutpoint("run", "s.toml", "-o", "out.h5")
        done = self.run_cutpoint("run", "s.toml", "-o", "out.h5", code=BAD_INPUT)
        self.assertIn("out.h5", done.stderr)
        self.assertIn("--force", done.stderr)
        self.run_cutpoint("run", "s.toml", "-o", "out.h5", "--force")

    def test_never_overwrites_what_is_no_results_file(self):
        self.write(SMALL)
        done = self.run_cutpoint("run", "s.toml", "-o", "s.toml", "--force", code=FILE_TROUBLE)
        self.assertIn("not a results file", done.stderr)
        with open(self.path("s.toml"), encoding="utf-8") as file:
            self.assertEqual(file.read(), SMALL)

    def test_a_place_that_cannot_be_written_is_refused_before_the_run(self):
        self.write(SMALL.replace('"10 %"', '"0.01 %"').replace("seed = 5", "seed = 5\nmax_queries = 4000000000"))
        done = self.run_cutpoint("run", "s.toml", "-o", "s.toml/out.h5", code=FILE_TROUBLE)
        self.assertIn("s.toml/out.h5", done.stderr)

    def test_an_unstable_point_is_reported_and_gives_code_4(self):
        self.write(SMALL.replace("load = 0.3", "load = 1.5"))
        done = self.run_cutpoint("run", "s.toml", "-o", "out.h5", code=NOT_CONVERGED)
        self.assertIn("unstable", done.stdout)

    def test_dry_run_lists_the_points_and_writes_nothing(self):
        self.write(SMALL)
        done = self.run_cutpoint("run", "s.toml", "-o", "out.h5", "--dry-run")
        self.assertIn("cloud_only", done.stdout)
        self.assertEqual(os.listdir(self.folder), ["s.toml"])

    def test_ctrl_c_stops_cleanly_and_leaves_no_half_written_file(self):
        self.write(SMALL.replace('"10 %"', '"0.01 %"').replace("seed = 5", "seed = 5\nmax_queries = 4000000000"))
        with subprocess.Popen([CUTPOINT, "run", "s.toml", "-o", "out.h5"], cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while not os.path.exists(self.path("out.h5.journal")):  # The run has begun.
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, INTERRUPTED)
        self.assertEqual(os.listdir(self.folder), ["s.toml"])  # No run had ended.

    def test_progress_is_machine_readable_when_asked(self):
        self.write(SMALL)
        done = self.run_cutpoint("run", "s.toml", "--progress", "json")
        last = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")][-1]
        self.assertEqual((last["runs_done"], last["runs"]), (2, 2))


class ExplainTest(CommandTest):
    """The acceptance figures: AlexNet on the TK1's GPU over Wi-Fi, whose times are published."""

    def setUp(self):
        super().setUp()
        self.document = self.json_of("explain", "--dnn", "imc", "--mobile", "tk1-gpu", "--link", "wifi")

    def test_every_cut_is_listed(self):
        self.assertEqual([cut["index"] for cut in self.document["cuts"]], list(range(25)))
        for cut in self.document["cuts"]:
            for side in ("predicted", "actual"):
                for cost in ("latency", "energy"):
                    self.assertTrue(math.isfinite(cut[side][cost]) and cut[side][cost] >= 0)

    def test_cloud_only_and_mobile_only_take_what_is_published(self):
        latency = [cut["actual"]["latency"] for cut in self.document["cuts"]]
        self.assertAlmostEqual(latency[0], 0.101, delta=0.05 * 0.101)
        self.assertAlmostEqual(latency[-1], 0.081, delta=0.03 * 0.081)

    def test_the_best_cut_is_after_pool5(self):
        cuts = self.document["cuts"]
        best = min(cuts, key=lambda cut: cut["actual"]["latency"])
        self.assertEqual(best["after"], "pool5")
        self.assertEqual(self.document["optimal"]["latency"], best["index"])
        self.assertEqual(self.document["chosen"]["latency"], best["index"])

    def test_the_parts_of_a_latency_add_up(self):
        for cut in self.document["cuts"]:
            actual = cut["actual"]
            self.assertAlmostEqual(actual["latency"], sum(actual[part] for part in ("mobile", "upload", "server", "download")))

    def test_bare_rooflines_take_the_same_time_in_all_and_other_times_by_layer(self):
        bare = self.json_of("explain", "--dnn", "imc", "--mobile", "tk1-gpu", "--link", "wifi", "--no-misfit")
        self.assertEqual((bare["misfit"], self.document["misfit"]), (False, True))
        mobile = [[cut["actual"]["mobile"] for cut in document["cuts"]] for document in (bare, self.document)]
        self.assertAlmostEqual(mobile[0][-1], mobile[1][-1], delta=1e-9)
        self.assertGreater(abs(mobile[0][1] - mobile[1][1]), 1e-4)

    def test_the_table_marks_the_chosen_cuts(self):
        table = self.run_cutpoint("explain", "--dnn", "imc").stdout
        self.assertIn("pool5", table)
        self.assertIn("neurosurgeon cuts after pool5", table)


class ModelsTest(CommandTest):
    def test_sizes_are_the_published_ones(self):
        networks = {network["name"]: network for network in self.json_of("models")}
        for name, layers, flops, parameters in [
            ("imc", 24, 1452164552, 60965224),
            ("vgg", 46, 39285111688, 143667240),
            ("face", 10, 1004367295, 102752915),
            ("dig", 9, 4601270, 431080),
            ("asr", 13, 50782208, 25380522),
            ("pos", 3, 208200, 103845),
            ("ner", 3, 236400, 117917),
            ("chk", 3, 206400, 102942),
        ]:
            with self.subTest(network=name):
                network = networks[name]
                self.assertEqual((network["layer_count"], network["flop"], network["parameters"]), (layers, flops, parameters))

    def test_every_constant_has_class_and_source(self):
        entries = self.json_of("models", "--catalog")
        self.assertGreater(len(entries), 40)
        for entry in entries:
            self.assertIn(entry["class"], ("sourced", "calibrated", "assumed"))
            self.assertTrue(entry["source"])
            self.assertLessEqual(entry["low"], entry["value"])
            self.assertGreaterEqual(entry["high"], entry["value"])

    def test_a_network_becomes_a_graph(self):
        self.assertTrue(self.run_cutpoint("models", "imc", "--dot").stdout.startswith("digraph"))


class StarterTest(CommandTest):
    def test_the_starter_scenario_checks_and_runs(self):
        self.run_cutpoint("init", "my-fleet")
        self.run_cutpoint("check", "my-fleet.toml")
        self.run_cutpoint("run", "my-fleet.toml", "-o", "f.h5", "--set", 'run.precision.relative="10 %"')
        self.run_cutpoint("plot", "f.h5", "--x", "load", "--y", "latency_mean", "--hue", "policy", "-o", "f.png")
        again = self.run_cutpoint("init", "my-fleet", code=BAD_INPUT)
        self.assertIn("my-fleet.toml", again.stderr)

    def test_a_results_file_is_plotted(self):
        self.write(SMALL.replace("load = 0.3", "load = [0.1, 0.2, 0.3]"))
        self.run_cutpoint("run", "s.toml", "-o", "out.h5")
        self.run_cutpoint("plot", "out.h5", "--x", "load", "--y", "latency_mean", "--hue", "policy", "-o", "out.png")
        with open(self.path("out.png"), "rb") as file:
            self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")
        self.run_cutpoint("report", "out.h5", "-o", "out.html")
        with open(self.path("out.html"), encoding="utf-8") as file:
            self.assertIn("<h1>a small fleet</h1>", file.read())


class QueuesTest(CommandTest):
    """Bare queues: M/M/1 at 0.5, whose mean sojourn time is twice the mean service time."""

    SCENARIO = """\
run = { seed = 3, replications = 4, precision = { metric = "sojourn_time_mean", relative = "2 %" } }
source = { load = 0.5 }
station.server.service = { law = "exponential", mean = "10 ms" }
"""

    def test_the_mean_is_what_theory_says(self):
        self.write(self.SCENARIO)
        point = self.json_of("run", "s.toml", "-o", "q.h5")["points"][0]
        mean = point["metrics"]["sojourn_time_mean"]
        self.assertEqual(point["status"], "converged")
        self.assertLessEqual(mean["ci95"], 0.02 * mean["value"])
        self.assertLessEqual(abs(mean["value"] - 0.020), 2.0 * mean["ci95"])
        with xarray.open_dataset(self.path("q.h5")) as dataset:
            self.assertEqual(dataset.sojourn_time_mean, mean["value"])
            self.assertEqual(dataset.attrs["interval_method"], "independent replications")

    def test_files_of_one_and_of_two_threads_have_the_same_data(self):
        self.write(self.SCENARIO)
        for jobs in "12":
            self.run_cutpoint("run", "s.toml", "-o", jobs + ".h5", "--jobs", jobs)
        with xarray.open_dataset(self.path("1.h5")) as one, xarray.open_dataset(self.path("2.h5")) as two:
            xarray.testing.assert_equal(one, two)

    def test_overload_is_unstable(self):
        self.write(self.SCENARIO.replace("0.5", "1.0"))
        self.assertIn("unstable", self.run_cutpoint("run", "s.toml", code=NOT_CONVERGED).stdout)

    def test_the_shipped_scenarios_are_right(self):
        folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "experiments", "queues")
        for name in sorted(os.listdir(folder)):
            if name.endswith(".toml"):
                with self.subTest(scenario=name):
                    self.assertIn("offered load", self.run_cutpoint("check", os.path.join(folder, name)).stdout)


class CompletionTest(CommandTest):
    """What bash offers, asked of its own machinery."""

    def offered(self, *words):
        line = " ".join(f"'{word}'" for word in ("cutpoint", *words))
        script = (f"source <('{CUTPOINT}' completion bash); complete -p cutpoint >/dev/null || exit 1; "
                  f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; _cutpoint; echo \"${{COMPREPLY[*]}}\"")
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    def test_commands_and_options_are_completed_and_files_left_to_the_shell(self):
        self.assertEqual(self.offered("repr"), ["reproduce"])
        self.assertEqual(self.offered("run", "--var"), ["--variant"])
        self.assertEqual(self.offered("run", "s.toml", "--dry"), ["--dry-run"])
        self.assertEqual(self.offered("run", "my-"), [])
        self.assertEqual(self.offered("init", "-t"), ["-t"])

    def test_what_the_help_has_is_completed_and_in_the_manual(self):
        zsh = self.run_cutpoint("completion", "zsh").stdout
        manual = self.run_cutpoint("--man").stdout
        self.assertTrue(zsh.startswith("#compdef cutpoint"))
        for command in ("run", "check", "explain", "models", "profile", "fit", "init"):
            options = re.findall(r"^  (?:-\w \[ |)(--[\w-]+)", self.run_cutpoint(command, "--help").stdout, re.MULTILINE)
            positional = {"--scenario", "--name", "--profile"}
            self.assertIn("--help", options)
            for option in set(options) - positional:
                with self.subTest(command=command, option=option):
                    self.assertIn(option, self.offered(command, option))
                    self.assertIn(option, zsh)
                    self.assertIn(option.replace("-", "\\-"), manual)

    def test_another_shell_is_refused(self):
        self.assertIn('unknown shell "bsh"; did you mean "bash"?',
                      self.run_cutpoint("completion", "bsh", code=BAD_INPUT).stderr)


class TemplateTest(CommandTest):
    def test_every_template_is_listed_checks_and_runs(self):
        names = [line.split()[0] for line in self.run_cutpoint("init", "--list").stdout.splitlines()]
        self.assertEqual(names, ["fleet", "queue", "figure", "sweep"])
        for name in names:
            with self.subTest(template=name):
                self.run_cutpoint("init", name, "--template", name)
                self.run_cutpoint("check", name + ".toml")
        self.run_cutpoint("run", "sweep.toml", "--variant", "quick", "--dry-run")
        self.assertIn('did you mean "queue"?',
                      self.run_cutpoint("init", "x", "-t", "quue", code=BAD_INPUT).stderr)

    def test_the_reference_is_printed(self):
        self.assertIn("| `ping.period` | time |", self.run_cutpoint("init", "--reference").stdout)


class SweepTest(CommandTest):
    """Zipped axes and exclusions in files, as xarray reads them."""

    SCENARIO = """\
run = { replications = 2, max_jobs = 2000 }
source = { rate = "1 /s", copies = [1, 2] }
station.server = { service = { law = "deterministic", mean = "1 ms" }, servers = [1, 2], capacity = [5, 5] }
[sweep]
zip = [["servers", "capacity"]]
exclude = [{ copies = 1, servers = 2 }]
"""

    def test_a_zipped_key_is_a_coordinate_and_an_excluded_point_a_missing_cell(self):
        self.write(self.SCENARIO)
        self.cutpoint("run", "s.toml", "-o", "s.h5", "--quiet")
        for engine in ("h5netcdf", "netcdf4"):
            with self.subTest(engine=engine), xarray.open_dataset(self.path("s.h5"), engine=engine) as data:
                self.assertEqual(dict(data.sizes), {"copies": 2, "servers": 2})
                self.assertEqual(data.coords["capacity"].dims, ("servers",))
                self.assertEqual(list(data.capacity.values), [5, 5])
                self.assertEqual((data.status == "excluded").values.tolist(), [[False, True], [False, False]])
                self.assertEqual(data.sojourn_time_mean.isnull().values.tolist(), [[False, True], [False, False]])

    def test_check_says_where_values_come_from(self):
        self.write(self.SCENARIO + '[variant.slow]\nsource.rate = "1 /min"\n')
        text = self.run_cutpoint("check", "s.toml", "--set", "run.seed=5").stdout
        self.assertRegex(text, r"run.seed = 5 +# --set run.seed=5\n")
        self.assertRegex(text, r"run.max_jobs = 2000 +# s.toml:1\n")
        self.assertRegex(text, r"run.precision.relative = 5 % +# default\n")
        self.assertIn("points: 3 (1 excluded)", text)
        self.assertIn("variants: slow", text)
        slow = self.json_of("check", "s.toml", "--variant", "slow")
        self.assertEqual(slow["points"][0]["values"]["source.rate"], "0.0166666667 /s")
        self.assertEqual(slow["origins"]["source.rate"], "s.toml:8")


class HelpTest(CommandTest):
    def test_every_command_helps(self):
        help_text = self.run_cutpoint("--help").stdout
        for command in ("run", "check", "explain", "models", "profile", "fit", "init", "plot", "report"):
            self.assertIn(command, help_text)
            self.assertIn("usage: ", self.run_cutpoint(command, "--help").stdout)

    def test_the_version_names_what_it_was_built_from(self):
        version = self.run_cutpoint("--version").stdout
        self.assertIn("cutpoint", version)
        self.assertIn("profile_backend_eigen: Eigen 3", version)

    def test_without_a_command_the_help_is_an_error(self):
        self.assertIn("usage:", self.run_cutpoint(code=BAD_INPUT).stdout)


if __name__ == "__main__":
    unittest.main()
