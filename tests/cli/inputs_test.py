#!/usr/bin/python3
"""Changes, moves and loses the files that a scenario uses, between a run and whatever builds on it.

usage: inputs_test.py CUTPOINT
"""

import hashlib
import os
import shutil
import subprocess
import unittest

import xarray

import crafted
from command_case import BAD_INPUT, CUTPOINT, NOT_CONVERGED, CommandTest
from inputs_case import KINDS, InputsCase
from runs_case import MpiCase

QUEUE = """\
[run]
replications = 2
precision = { relative = "20 %" }
[source]
rate = "10 /s"
[station.s]
service = { law = "empirical", file = "s.cdf", unit = "s" }
"""


class SwapTest(InputsCase):
    def test_a_file_that_was_swapped_is_noticed_by_everything_that_builds_on_a_run(self):
        self.run_it("-o", "whole.h5")
        self.run_it("-o", "0.h5", "--shard", "0/2")
        with open(self.path("whole.h5"), "rb") as file:
            before = file.read()
        for name in self.contents:
            with self.subTest(name=name):
                self.swap(name)
                for options in (["--resume"], ["--replications", "+2"]):
                    refused = self.run_it("-o", "whole.h5", *options, code=BAD_INPUT)
                    self.assertTrue(refused.stderr.startswith("whole.h5: error: cannot be continued: "), refused.stderr)
                    self.assertIn(self.said(name), refused.stderr)
                self.run_it("-o", "1.h5", "--shard", "1/2", "--force")
                refused = self.run_cutpoint("merge", "0.h5", "1.h5", "-o", "f.h5", code=BAD_INPUT)
                self.assertIn("1.h5: error: does not belong to 0.h5: ", refused.stderr)
                self.assertIn(self.said(name), refused.stderr)
                self.restore_all()
        with open(self.path("whole.h5"), "rb") as file:
            self.assertEqual(file.read(), before)
        self.run_it("-o", "1.h5", "--shard", "1/2", "--force")
        self.run_cutpoint("merge", "0.h5", "1.h5", "-o", "f.h5", code=NOT_CONVERGED)
        self.assert_same_data("f.h5", "whole.h5")

    def test_compare_names_what_differs_and_pairs_only_what_met_the_same(self):
        self.run_it("-o", "a.h5")
        for name, kind in KINDS.items():
            if name not in self.contents:
                continue
            with self.subTest(name=name):
                self.swap(name)
                self.run_it("-o", "b.h5", "--force")
                self.restore_all()
                there, here = (hashlib.sha256(content.encode()).hexdigest() for content in self.contents[name])
                document = self.json_of("compare", "a.h5", "b.h5", "--metric", "latency_mean")
                self.assertEqual(document["differing_inputs"],
                                 [{"name": name, "kind": kind, "sha256_a": there, "sha256_b": here}])
                unpaired = name in ("packets", "t.csv", "gaps.cdf")
                self.assertEqual(document["method"], "unpaired" if unpaired else "paired")
                self.assertEqual(document["why_unpaired"], f"the {kind} {name} differs" if unpaired else "")
                table = self.run_cutpoint("compare", "a.h5", "b.h5", "--metric", "latency_mean").stdout
                self.assertIn(f"the {kind} {name} differs: SHA-256 {there[:12]}... in a, SHA-256 {here[:12]}... in b\n",
                              table)
        self.assertEqual(self.json_of("compare", "a.h5", "a.h5", "--metric", "latency_mean")["differing_inputs"], [])

    def test_a_distribution_of_service_times_is_an_input_too(self):
        self.write(QUEUE)
        self.write("0 0\n0.1 1\n", "s.cdf")
        self.run_it("-o", "q.h5", code=0)
        self.write("0 0\n0.12 1\n", "s.cdf")
        refused = self.run_it("-o", "q.h5", "--replications", "+3", code=BAD_INPUT)
        self.assertIn("the service distribution s.cdf differs: SHA-256 ", refused.stderr)


class RepeatTest(InputsCase):
    def fingerprint(self, path):
        with xarray.open_dataset(path) as dataset:
            return dataset.attrs["fingerprint"]

    def empty_folder(self):
        folder = self.path("elsewhere")
        os.mkdir(folder)
        return folder

    def test_a_results_file_repeats_its_run_in_an_empty_folder(self):
        options = ["--variant", "slow", "--set", "clients.decision_overhead=1 ms", "--seed", "9"]
        self.run_it("-o", "f.h5", *options)
        self.run_it("-o", "f.h5", *options, "--replications", "+2")
        place = self.empty_folder()
        shutil.copy(self.path("f.h5"), place)
        done = subprocess.run([CUTPOINT, "run", "f.h5", "-o", "g.h5", "-q"], cwd=place, check=False,
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (NOT_CONVERGED, ""))
        self.assert_same_data("f.h5", "elsewhere/g.h5")
        self.assertEqual(self.fingerprint(self.path("f.h5")), self.fingerprint(os.path.join(place, "g.h5")))
        changed = self.run_cutpoint("run", "f.h5", "-o", "h.h5", "-q", "--seed", "8", code=NOT_CONVERGED)
        self.assertEqual(changed.stderr, "")
        self.assertNotEqual(self.fingerprint(self.path("f.h5")), self.fingerprint(self.path("h.h5")))
        refused = self.run_cutpoint("run", "f.h5", "--variant", "slow", code=BAD_INPUT)
        self.assertIn("--variant", refused.stderr)

    def test_what_is_not_embedded_must_be_there_and_be_what_it_was(self):
        self.run_it("-o", "f.h5", "--embed-inputs", "100 B")
        with xarray.open_dataset(self.path("f.h5"), group="inputs") as inputs:
            sizes = dict(zip(map(str, inputs.input.values), map(int, inputs["size"].values)))
            kept = inputs.sizes["byte"]
        self.assertEqual(set(sizes), {"s.toml", *self.contents})
        self.assertEqual(kept, sum(size for name, size in sizes.items() if size <= 100 or name.endswith(".toml")))
        self.run_cutpoint("run", "f.h5", "-o", "g.h5", "-q", code=NOT_CONVERGED)
        self.assert_same_data("f.h5", "g.h5")
        self.swap("t.csv")
        changed = self.run_cutpoint("run", "f.h5", code=BAD_INPUT)
        self.assertRegex(changed.stderr, r"t\.csv is another file now, with SHA-256 .*; the results do not hold it")
        os.remove(self.path("t.csv"))
        missing = self.run_cutpoint("run", "f.h5", code=BAD_INPUT)
        self.assertRegex(missing.stderr, r"cannot read t\.csv: there is no such file; the results do not hold it")

    def test_how_much_is_embedded_is_a_size_or_a_word(self):
        for size in ("lots", "5", "-1 MB"):
            refused = self.run_it("-o", "f.h5", "--embed-inputs", size, code=BAD_INPUT)
            self.assertIn("--embed-inputs", refused.stderr)
        for word, kept in (("none", False), ("all", True)):
            self.run_it("-o", "f.h5", "--embed-inputs", word, "--force")
            with xarray.open_dataset(self.path("f.h5"), group="inputs") as inputs:
                toml = sum(int(inputs["size"].sel(input=name)) for name in ("s.toml", "base.toml"))
                self.assertEqual(inputs.sizes["byte"] > toml, kept)

    def kept_bytes(self, path):
        with xarray.open_dataset(self.path(path), group="inputs") as inputs:
            return inputs.sizes["byte"]

    def test_what_is_embedded_stays_so_unless_something_else_is_asked_for(self):
        self.write("".join(f"{0.05 * i:.6f}\n" for i in range(100_000)), "t.csv")  # more than a megabyte
        self.run_it("-o", "f.h5")
        small = self.kept_bytes("f.h5")
        self.run_it("-o", "f.h5", "--force", "--embed-inputs", "all")
        large = self.kept_bytes("f.h5")
        self.assertGreater(large, small + 1_000_000)
        self.run_it("-o", "f.h5", "--replications", "+1")
        self.assertEqual(self.kept_bytes("f.h5"), large)
        budget = ("--set", "run.max_queries=400")
        self.run_it("-o", "f.h5", "--resume", *budget)
        self.assertEqual(self.kept_bytes("f.h5"), large)
        self.run_it("-o", "f.h5", "--replications", "+1", *budget, "--embed-inputs", "1 MB")
        self.assertEqual(self.kept_bytes("f.h5"), small)

    def test_merge_works_from_any_folder(self):
        for i in range(2):
            self.run_it("-o", f"{i}.h5", "--shard", f"{i}/2")
        self.run_it("-o", "whole.h5")
        place = self.empty_folder()
        for name in (*self.contents, "s.toml"):
            os.remove(self.path(name))
        done = subprocess.run([CUTPOINT, "merge", "../0.h5", "../1.h5", "-o", "f.h5"], cwd=place, check=False,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, NOT_CONVERGED, done.stderr)
        self.assert_same_data("whole.h5", "elsewhere/f.h5")

    def test_merge_puts_its_name_on_no_runs_of_another_program(self):
        self.run_it("-o", "new.h5")
        crafted.craft(self.path("new.h5"), lambda file: crafted.set_attribute(
            file, "cutpoint_version", "0.0.9", dtype=crafted.TEXT), self.path("f.h5"))
        refused = self.run_cutpoint("merge", "f.h5", "-o", "m.h5", code=BAD_INPUT)
        self.assertRegex(refused.stderr, r"f\.h5: error: cannot be merged: the program differs: 0\.0\.9, \S+ there, "
                         r"\S+, \S+ here; merge with the program that made it, or run the scenario again")
        self.assertFalse(os.path.exists(self.path("m.h5")))

    def test_files_of_another_folder_are_found_again(self):
        os.mkdir(self.path("base"))
        for name in self.contents:
            os.rename(self.path(name), self.path("base/" + name))
        os.rename(self.path("s.toml"), self.path("base/s.toml"))
        self.write('extends = "base/s.toml"\n')
        self.run_it("-o", "f.h5")
        self.run_cutpoint("merge", "f.h5", "-o", "g.h5", code=NOT_CONVERGED)
        self.assert_same_data("f.h5", "g.h5")


class RanksTest(InputsCase, MpiCase):
    def test_a_process_that_reads_another_file_is_refused(self):
        for rank in range(3):
            for name in (*self.contents, "s.toml"):
                os.makedirs(self.path(f"r{rank}"), exist_ok=True)
                shutil.copy(self.path(name), self.path(f"r{rank}/{name}"))
        run = ("sh", "-c", 'cd "r$OMPI_COMM_WORLD_RANK" && exec "$@"', "sh", CUTPOINT)
        same = self.mpirun("run", "s.toml", "-o", "f.h5", "-q", program=run)
        self.assertEqual(same.returncode, 0, same.stderr)
        for name in self.contents:
            with self.subTest(name=name):
                self.swap(name)
                shutil.copy(self.path(name), self.path(f"r2/{name}"))
                refused = self.mpirun("run", "s.toml", "-o", "g.h5", "-q", "--force", program=run)
                self.assertEqual(refused.returncode, BAD_INPUT, refused.stderr)
                self.assertIn("process 2 has read something else: " + self.said(name), refused.stderr)
                self.restore_all()
                shutil.copy(self.path(name), self.path(f"r2/{name}"))


class CommentTest(InputsCase):
    def test_a_last_comment_is_no_override(self):
        self.run_it("-o", "f.h5")
        self.run_cutpoint("merge", "f.h5", "-o", "m.h5", code=NOT_CONVERGED)
        self.assert_same_data("f.h5", "m.h5")
        with xarray.open_dataset(self.path("m.h5")) as dataset:
            self.assertEqual(list(dataset.policy.values), ["neurosurgeon", "cloud_only"])

    def test_overrides_are_stored_as_such(self):
        self.run_it("-o", "f.h5", "--set", "clients.policy=oracle", "--set", "title=a = b")
        with xarray.open_dataset(self.path("f.h5"), group="overrides") as overrides:
            self.assertEqual(list(overrides.key.values), ["clients.policy", "title"])
            self.assertEqual(list(overrides.value.values), ["oracle", "a = b"])
        self.run_cutpoint("merge", "f.h5", "-o", "m.h5", code=NOT_CONVERGED)
        self.assert_same_data("f.h5", "m.h5")
        with xarray.open_dataset(self.path("m.h5")) as dataset:
            self.assertEqual(dataset.attrs["title"], "a = b")


class PipeTest(InputsCase):
    def test_pipes_folders_and_devices_are_refused_at_once(self):
        for name in self.contents:
            for make, why in ((os.mkfifo, "it is no regular file"), (os.mkdir, "it is a folder"),
                              (lambda path: os.symlink("/dev/zero", path), "it is no regular file")):
                with self.subTest(name=name, why=why):
                    os.remove(self.path(name))
                    make(self.path(name))
                    done = subprocess.run([CUTPOINT, "check", "s.toml"], cwd=self.folder, capture_output=True,
                                          text=True, check=False, timeout=20)
                    self.assertEqual(done.returncode, BAD_INPUT)
                    self.assertRegex(done.stderr, rf"^s\.toml:\d+:\d+: error: cannot read {name}: {why}")
                    (os.rmdir if make is os.mkdir else os.remove)(self.path(name))
                    self.restore_all()


class BudgetTest(CommandTest):
    SPELLINGS = {
        "dotted": "run.max_queries = {}\nrun.seed = 5\nqueries.mix.imc = 1\n",
        "inline": "run = {{ seed = 5, max_queries = {} }}\nqueries.mix.imc = 1\n",
        "section": "[queries]\nmix = {{ imc = 1 }}\n[run]\nmax_queries = {}\nseed = 5\n",
        "extended": 'extends = "base.toml"\nqueries.mix.imc = 1\n',
        "variant": "run.seed = 5\nqueries.mix.imc = 1\nvariant.v.run.max_queries = {}\n",
        "override": "run.seed = 5\nqueries.mix.imc = 1\n",
    }

    def test_a_larger_budget_is_accepted_in_every_spelling(self):
        for name, text in self.SPELLINGS.items():
            with self.subTest(spelling=name):
                output = name + ".h5"
                for budget, code in ((400, NOT_CONVERGED), (200_000, 0)):
                    self.write(text.format(budget))
                    self.write(f"run = {{ seed = 5, max_queries = {budget} }}\n", "base.toml")
                    options = {"variant": ["--variant", "v"], "override": ["--set", f"run.max_queries={budget}"]}
                    self.run_cutpoint("run", "s.toml", "-o", output, "-q", "--resume", *options.get(name, []),
                                      code=code)
                with xarray.open_dataset(self.path(output)) as dataset:
                    self.assertGreater(int(dataset.queries), 400)

    def test_a_sweep_over_budgets_is_another_scenario(self):
        self.write("run.max_queries = 400\nqueries.mix.imc = 1\nqueries.load = [0.2, 0.3]\n")
        self.run_cutpoint("run", "s.toml", "-o", "f.h5", "-q", code=NOT_CONVERGED)
        self.write("run.max_queries = [500, 600]\nqueries.mix.imc = 1\nqueries.load = [0.2, 0.3]\n")
        refused = self.run_cutpoint("run", "s.toml", "-o", "f.h5", "--resume", code=BAD_INPUT)
        self.assertIn('"run.max_queries = [500, 600]" here', refused.stderr)


if __name__ == "__main__":
    unittest.main()
