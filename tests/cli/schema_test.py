"""The JSON schema of scenarios accepts what the loader accepts, and refuses what it refuses."""

import json
import pathlib
import tomllib
import unittest

import jsonschema

from command_case import CommandTest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

RIGHT = [
    "",
    "clients.count = 2e4",
    "clients.gpu_share = [0, 1]",
    "clients.bandwidth = { from = '1 Mbit/s', to = '10 Mbit/s', steps = 3, log = true }",
    "clients.link = 'mine'\nlink.mine.uplink = '3 Mbit/s'",
    "clients.static_cut = { imc = 'input' }",
    "queries.mix = { imc = 1, 'net.onnx' = 2 }",
    "queries.arrivals = { law = 'gamma', cv = [0.5, 2] }",
    "station.s.service = { law = 'erlang', mean = '1 ms', phases = 2 }",
    "variant.quick.clients.count = 5\nvariant.quicker.extends = 'quick'",
    "extends = 'base.toml'\ninclude = ['links.toml']",
    "link.mine.trace = { mean = '1 Mbit/s', duration = '1 s', outages = { share = '1 %', length = '1 s' } }",
    "processor.mine = { base = 'k40', idle_power = '3 W' }",
    "published.gain = { axis = 'link', source = 'x', values = { wifi = 1.5 } }",
    "sweep = { zip = [['clients.link', 'clients.bandwidth']], exclude = [{ policy = 'maui' }] }",
]

WRONG = [
    "cleints.count = 2",
    "clients.cuont = 2",
    "clients.count = 'many'",
    "clients.count = 1.5",
    "clients.count = 0",
    "clients.policy = 'neurosurgoen'",
    "clients.round_trip = 1",
    "clients.joule = 5",
    "clients.joule = '5 Mbit/s'",
    "clients.bandwidth = '5 Mbit'",
    "clients.jitter = 0.1",
    "clients.ping.perriod = '1 s'",
    "run.replications = [1, 2]",
    "queries.arrivals = { law = 'gamma', phases = 2 }",
    "station.s.service = { law = 'mmpp' }",
    "station.s.service = 'poisson'",
    "link.mine.uplnik = '3 Mbit/s'",
    "link.mine.trace.mean = ['1 Mbit/s']",
    "published.gain.values.wifi = 'much'",
    "variant.quick.clients.cuont = 5",
    "source.classes = 1",
]


class Schema(CommandTest):
    def setUp(self):
        super().setUp()
        self.schema = json.loads(self.run_cutpoint("init", "--schema").stdout)
        self.validator = jsonschema.Draft4Validator(self.schema)

    def complaints(self, text):
        return [error.message for error in self.validator.iter_errors(tomllib.loads(text))]

    def test_it_is_a_schema_of_draft_4(self):
        jsonschema.Draft4Validator.check_schema(self.schema)

    def test_shipped_scenarios_pass(self):
        files = sorted((REPOSITORY / "experiments").rglob("*.toml"))
        files = [path for path in files if path.name != "published.toml"]  # it is no scenario
        self.assertGreater(len(files), 20)
        for path in files:
            with self.subTest(path.name):
                self.assertEqual([], self.complaints(path.read_text()))

    def test_what_the_loader_accepts_passes(self):
        for text in RIGHT:
            with self.subTest(text):
                self.assertEqual([], self.complaints(text))

    def test_mistakes_are_refused(self):
        for text in WRONG:
            with self.subTest(text):
                self.assertNotEqual([], self.complaints(text))

    def test_a_scenario_beside_the_schema_names_it(self):
        self.run_cutpoint("init", "alone")
        self.write("{}", "cutpoint.schema.json")
        self.run_cutpoint("init", "beside")
        with open(self.path("alone.toml"), encoding="utf-8") as alone, \
             open(self.path("beside.toml"), encoding="utf-8") as beside:
            self.assertEqual("#:schema ./cutpoint.schema.json\n" + alone.read(), beside.read())
        self.run_cutpoint("check", "beside.toml")

    def test_editors_can_show_meanings_and_defaults(self):
        count = self.schema["definitions"]["clients"]["properties"]["count"]
        self.assertIn("mobile clients", count["description"])
        self.assertEqual(1000, count["default"])


if __name__ == "__main__":
    unittest.main()
