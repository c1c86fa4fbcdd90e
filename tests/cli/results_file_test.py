#!/usr/bin/python3
"""Opens what write_dataset wrote with the tools that users have, none of them told anything.

usage: results_file_test.py WRITE_SAMPLE_DATASET
The sample's values stand in tests/support/write_sample_dataset.cpp.
"""

import os
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np
import xarray

WRITER = sys.argv.pop(1)
ENGINES = ("h5netcdf", "netcdf4")
LARGE = 2**53 + 1  # not a double
AXES = ("policy", "link", "load")


def write(kind, path):
    return subprocess.run([WRITER, kind, path], capture_output=True, text=True, check=False)


class ResultsFileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "fleet.h5")
        done = write("fleet", self.path)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def datasets(self):
        for engine in ENGINES:
            with self.subTest(engine=engine), xarray.open_dataset(self.path, engine=engine) as dataset:
                yield dataset

    def test_only_the_file_itself_is_left(self):
        self.assertEqual(os.listdir(self.folder), ["fleet.h5"])

    def test_dimensions_keep_their_sizes_and_order(self):
        for dataset in self.datasets():
            self.assertEqual(dict(dataset.sizes), {"policy": 2, "link": 2, "load": 5, "application": 2, "cut": 3})
            self.assertEqual(dataset.latency_mean.dims, AXES)

    def test_variables_keep_their_order(self):
        for dataset in self.datasets():
            self.assertEqual(list(dataset.data_vars)[:5],
                             ["latency_mean", "latency_mean_ci95", "status", "fingerprint", "queries"])

    def test_coordinates_are_strings_and_numbers(self):
        for dataset in self.datasets():
            self.assertEqual(list(dataset.policy.values), ["cloud_only", "neurosurgeon"])
            self.assertEqual(list(dataset.link.values), ["wifi", "réseau-3g"])
            self.assertEqual(list(dataset["load"].values), [0.1, 0.3, 0.5, 0.7, 0.9])

    def test_a_point_is_found_by_its_labels(self):
        for dataset in self.datasets():
            point = dataset.sel(policy="neurosurgeon", link="wifi", load=0.5)
            self.assertAlmostEqual(point.latency_mean.item(), 0.095 + 0.4 * 0.05 / 0.5, places=15)
            self.assertEqual(point.status.item(), "converged")

    def test_infinity_and_missing_cells_survive(self):
        for dataset in self.datasets():
            unbounded = np.isinf(dataset.latency_mean.values)
            expected = np.zeros((2, 2, 5), bool)
            expected[0, :, 4] = True
            self.assertTrue((unbounded == expected).all())
            self.assertTrue((np.isnan(dataset.latency_mean_ci95.values) == expected).all())
            self.assertTrue((dataset.status.values == np.where(expected, "unstable", "converged")).all())
            self.assertTrue((dataset.fingerprint.values == np.where(expected, "", "00ff00ff00ff00ff")).all())

    def test_integers_are_exact(self):
        for dataset in self.datasets():
            self.assertEqual(dataset.queries.dtype, np.int64)
            self.assertEqual(dataset.queries.values[0, 0, 4], LARGE)
            self.assertEqual(dataset.queries.values[1, 1, 0], 20_000)

    def test_cuts_that_a_network_lacks_are_missing(self):
        for dataset in self.datasets():
            np.testing.assert_array_equal(dataset.cut_share.values, [[0.25, 0.5, 0.25], [0.75, 0.25, np.nan]])
            self.assertEqual(dataset.cut_label.values.tolist(), [["input", "pool5", "prob"], ["input", "prob", ""]])

    def test_scalars_have_no_dimension(self):
        for dataset in self.datasets():
            self.assertEqual([dataset[name].dims for name in ("executors", "ping_period", "discipline")], [()] * 3)
            self.assertEqual(dataset.executors.item(), 8)
            self.assertEqual(dataset.ping_period.item(), 1.5)  # And not decoded into a date or a timedelta.
            self.assertEqual(dataset.discipline.item(), "FCFS")

    def test_every_variable_has_a_unit_and_a_long_name(self):
        for dataset in self.datasets():
            units = {name: dataset[name].attrs["units"] for name in dataset.variables}
            self.assertEqual({name for name, unit in units.items() if unit == "s"},
                             {"latency_mean", "latency_mean_ci95", "ping_period"})
            self.assertEqual({name for name, unit in units.items() if unit == ""},
                             {"policy", "link", "application", "status", "fingerprint", "cut_label", "discipline"})
            self.assertEqual({name for name, unit in units.items() if unit == "1"},
                             {"load", "cut", "queries", "cut_share", "executors"})
            self.assertEqual(dataset["load"].attrs["long_name"], "offered load of cloud_only")
            self.assertEqual(dataset.latency_mean.attrs["long_name"], "mean latency")

    def test_attributes_keep_their_type_order_and_text(self):
        for dataset in self.datasets():
            self.assertEqual(list(dataset.attrs), ["schema_version", "title", "note", "empty", "scenario_text",
                                                   "wall_time", "seed"])
            self.assertEqual(dataset.attrs["schema_version"], 2)
            self.assertEqual(dataset.attrs["note"], "größer")
            self.assertEqual(dataset.attrs["empty"], "")
            self.assertEqual(dataset.attrs["scenario_text"], "x" * 200_000)
            self.assertEqual(dataset.attrs["wall_time"], 12.5)
            self.assertEqual(dataset.attrs["seed"], LARGE)

    def test_groups_have_dimensions_of_their_own_and_may_have_no_coordinates(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                with xarray.open_dataset(self.path, engine=engine, group="runs") as runs:
                    table = runs.to_dataframe()
                    self.assertEqual(table.policy.tolist(), ["oracle", ""])
                    self.assertEqual(table.latency_mean.tolist(), [0.25, 0.5])
                with xarray.open_dataset(self.path, engine=engine, group="records") as records:
                    self.assertEqual(records.bytes.dtype, np.uint8)
                    self.assertEqual(records.bytes.values.tolist(), [0, 1, 254, 255])
                    self.assertEqual((dict(records.sizes), list(records.coords)), ({"byte": 4}, []))

    def test_h5py_sees_scales_fill_values_and_utf8(self):
        with h5py.File(self.path) as file:
            for name in ("policy", "link", "load", "application", "cut"):
                self.assertTrue(h5py.h5ds.is_scale(file[name].id), name)
                self.assertNotIn("_FillValue", file[name].attrs)
            for axis, name in enumerate(AXES):
                self.assertEqual(file["latency_mean"].dims[axis][0].name, "/" + name)
            for name in ("latency_mean", "cut_share", "ping_period"):
                self.assertTrue(np.isnan(file[name].attrs["_FillValue"]))
                self.assertTrue(np.isnan(file[name].fillvalue))
            for name in ("status", "queries", "executors", "discipline"):
                self.assertNotIn("_FillValue", file[name].attrs)
            for name in ("link", "status"):
                self.assertEqual(h5py.check_string_dtype(file[name].dtype), ("utf-8", None))

    def test_creation_order_is_tracked_as_netcdf4_demands(self):
        with h5py.File(self.path) as file:
            self.assertTrue(file.id.links.get_info(b"load").corder_valid)
            self.assertEqual(file.id.links.get_info(b"load").corder, 2)
            self.assertTrue(h5py.h5a.get_info(file.id, b"title").corder_valid)
            self.assertTrue(h5py.h5a.get_info(file["load"].id, b"units").corder_valid)

    def test_arrays_of_numbers_have_checksums(self):
        with h5py.File(self.path) as file:
            arrays = [file[name] for name in file if isinstance(file[name], h5py.Dataset)]
            arrays += [file["runs/latency_mean"], file["records/bytes"]]
            self.assertGreater(len(arrays), 10)
            for array in arrays:
                has_numbers = array.shape != () and h5py.check_string_dtype(array.dtype) is None
                self.assertEqual(array.fletcher32, has_numbers, array.name)

    def test_the_sha256_behind_the_content_can_be_checked_by_hand(self):
        script = """length=$(tail -c 102 "$1" | sed -n '2s/^0*//p')
                    head -c "$length" "$1" | sha256sum | cut -c 1-64; tail -c 65 "$1"; tail -c 102 "$1" | head -n 1"""
        done = subprocess.run(["sh", "-c", script, "sh", self.path], capture_output=True, text=True, check=True)
        actual, written, magic = done.stdout.splitlines()
        self.assertEqual((actual, magic), (written, "cutpoint sha256"))

    def test_all_tools_read_all_values_of_a_file_with_something_behind_its_end(self):
        done = subprocess.run(["ncdump", self.path], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn('status =\n  "converged"', done.stdout)
        self.assertIn("bytes = 0, 1, 254, 255 ;", done.stdout)
        loaded = [dataset.load() for dataset in self.datasets()]
        self.assertEqual(len(loaded), 2)
        xarray.testing.assert_identical(*loaded)

    def test_ncdump_prints_the_header(self):
        done = subprocess.run(["ncdump", "-h", self.path], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for line in ("\tload = 5 ;", "\tdouble load(load) ;", "\tstring link(link) ;", "\tint64 executors ;",
                     "\tdouble latency_mean(policy, link, load) ;", "\t\tlatency_mean:_FillValue = NaN ;",
                     '\t\tstring latency_mean:units = "s" ;', "\t\t:schema_version = 2LL ;",
                     '\t\tstring :note = "größer" ;', "  \tubyte bytes(byte) ;", "  \tstring policy(run) ;", "\t\t:seed = 9007199254740993LL ;"):
            self.assertIn(line + "\n", done.stdout)


class FailureTest(unittest.TestCase):
    def test_a_parent_that_is_a_file_is_an_error_and_stays_untouched(self):
        with tempfile.TemporaryDirectory() as folder:
            parent = os.path.join(folder, "file")
            with open(parent, "w", encoding="utf-8") as file:
                file.write("kept")
            done = write("gains", f"{parent}/a.h5")
            self.assertEqual(done.returncode, 3)
            self.assertEqual(done.stderr, f"{parent}/a.h5: error: cannot create the directory {parent}: Not a directory\n")
            with open(parent, encoding="utf-8") as file:
                self.assertEqual(file.read(), "kept")
            self.assertEqual(os.listdir(folder), ["file"])


if __name__ == "__main__":
    unittest.main()
