#!/usr/bin/python3
"""Networks from ONNX files wherever a network's name stands, as a user meets them.

usage: onnx_test.py CUTPOINT
"""

import json
import os
import unittest

from command_case import BAD_INPUT, CommandTest, SMALL

HEADER = '<ir_version: 8, opset_import: ["" : 17]>\n'

# A residual block over 3 x 32 x 32, and an operator that nothing is known of.
BLOCK = HEADER + """\
block (float[1,3,32,32] x, float[1,32,32,2] grid) => (float[1] y) {
  w_shape = Constant <value = int64[4] {3, 3, 3, 3}> ()
  w = ConstantOfShape (w_shape)
  conv = Conv <pads = [1, 1, 1, 1]> (x, w)
  relu = Relu (conv)
  sum = Add (relu, x)
  pick = GridSample (sum, grid)
  y = Identity (pick)
}
"""

CHAIN = HEADER + """\
chain (float[N,H] x) => (float[1] y) {
  w_shape = Constant <value = int64[2] {64, 10}> ()
  w = ConstantOfShape (w_shape)
  dense = MatMul (x, w)
  y = Softmax (dense)
}
"""


class OnnxTest(CommandTest):
    def setUp(self):
        super().setUp()
        version = self.run_cutpoint("--version").stdout
        if "network_files: none" in version:
            self.write(CHAIN, "chain.onnxtxt")
            done = self.run_cutpoint("models", "chain.onnxtxt", code=BAD_INPUT)
            self.assertIn("libonnx-dev", done.stderr)
            self.skipTest("built without ONNX")
        self.assertIn("network_files: ONNX ", version)

    def test_models_shows_a_file_layer_by_layer(self):
        self.write(BLOCK, "block.onnxtxt")
        shown = self.run_cutpoint("models", "block.onnxtxt").stdout
        self.assertIn("block: ONNX, opset 17, one item", shown)
        self.assertIn("4 layers, a graph;", shown)
        self.assertIn("Without a cost model", shown)
        self.assertRegex(shown, r"pick +GridSample +\d+\.\d\d % +\d+\.\d\d %")

    def test_json_has_edges_and_what_has_no_cost_model(self):
        self.write(BLOCK, "block.onnxtxt")
        network = self.json_of("models", "block.onnxtxt")
        self.assertEqual([layer["name"] for layer in network["layers"]], ["conv", "relu", "sum", "pick"])
        self.assertEqual(sorted(map(str, network["edges"])),
                         sorted(map(str, [[None, "conv"], ["conv", "relu"], ["relu", "sum"],
                                          [None, "sum"], ["sum", "pick"], [None, "pick"]])))
        self.assertEqual(network["layers"][2]["reads"], ["relu", None])
        self.assertFalse(network["is_chain"])
        [unmodeled] = network["unmodeled"]
        self.assertEqual((unmodeled["layer"], unmodeled["operator"]), ("pick", "GridSample"))
        self.assertLess(unmodeled["flop_share"], 0.05)
        self.assertEqual(network["flop"], sum(layer["flop"] for layer in network["layers"]))

    def test_dot_draws_the_graph(self):
        self.write(BLOCK, "block.onnxtxt")
        lines = self.run_cutpoint("models", "block.onnxtxt", "--dot").stdout.splitlines()
        self.assertEqual(lines[0], 'digraph "block" {')
        for edge in ('"(input)" -> "conv";', '"(input)" -> "sum";', '"relu" -> "sum";'):
            self.assertIn("  " + edge, lines)

    def test_open_dimensions_are_given_as_an_option_or_with_the_name(self):
        self.write(CHAIN, "chain.onnxtxt")
        done = self.run_cutpoint("models", "chain.onnxtxt", code=BAD_INPUT)
        self.assertEqual(done.stderr,
                         'chain.onnxtxt: error: the input "x" has (N)x(H), and only its user knows all of them; '
                         "say so, e.g. --input-shape x=1x224\n")
        by_option = self.json_of("models", "chain.onnxtxt", "--input-shape", "x=1x64")
        self.assertEqual(by_option, self.json_of("models", "chain.onnxtxt:x=1x64"))
        self.assertEqual(by_option["flop"], 2 * 64 * 10 + 4 * 10)
        wrong = self.run_cutpoint("models", "chain.onnxtxt:x=1x65", code=BAD_INPUT)
        self.assertIn('node "dense" (MatMul): ', wrong.stderr)

    def test_explain_and_profile_take_a_file(self):
        self.write(CHAIN, "chain.onnxtxt")
        explained = self.json_of("explain", "--dnn", "chain.onnxtxt", "--input-shape", "x=1x64")
        self.assertEqual([cut["after"] for cut in explained["cuts"]], ["input", "dense", "y"])
        self.assertEqual(explained["cuts"][0]["upload_bytes"], 256)
        self.run_cutpoint("profile", "--dnn", "./chain.onnxtxt:x=1x64", "--types", "softmax",
                          "--precision", "50 %", "--quick", "-o", "p.csv")
        with open(self.path("p.csv"), encoding="utf-8") as file:
            self.assertIn("softmax", file.read())

    def test_a_scenario_asks_for_files_relative_to_itself(self):
        os.mkdir(self.path("nets"))
        self.write(CHAIN, "nets/chain.onnxtxt")
        os.mkdir(self.path("elsewhere"))
        mix = 'mix = { imc = 1, "../nets/chain.onnxtxt:x=1x64" = 2 }\n' \
              'items = { "../nets/chain.onnxtxt:x=1x64" = 5 }'
        self.write(SMALL.replace("mix = { imc = 1 }", mix), "elsewhere/s.toml")
        resolved = self.run_cutpoint("check", "elsewhere/s.toml").stdout
        self.assertRegex(resolved, r"queries\.mix\.chain = 2 +# elsewhere/s\.toml:11\n")
        self.assertRegex(resolved, r"queries\.items\.chain = 5 +# elsewhere/s\.toml:12\n")
        self.assertIn("queries.file.chain = ../nets/chain.onnxtxt:x=1x64 ", resolved)
        results = self.json_of("run", "elsewhere/s.toml", "--set", "clients.policy=neurosurgeon")
        self.assertIn("chain", json.dumps(results))

    def test_a_scenario_names_a_file_that_is_wrong(self):
        self.write(SMALL.replace("imc = 1", '"chain.onnxtxt" = 1'), "s.toml")
        done = self.run_cutpoint("check", "s.toml", code=BAD_INPUT)
        self.assertEqual(done.stderr, "s.toml:11:9: error: cannot read chain.onnxtxt: there is no such file\n")
        self.write(HEADER + "imc (float[1,8] x) => (float[1] y) { y = Relu (x) }\n", "imc.onnxtxt")
        self.write(SMALL.replace("imc = 1", 'imc = 1, "imc.onnxtxt" = 1'), "s.toml")
        done = self.run_cutpoint("check", "s.toml", code=BAD_INPUT)
        self.assertIn('are both called "imc" in results; rename the file', done.stderr)


if __name__ == "__main__":
    unittest.main()
