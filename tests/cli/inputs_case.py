"""What tests of scenarios share that use files of every kind: such a scenario, and its files."""

import hashlib
import os

from command_case import NOT_CONVERGED
from runs_case import RunsCase

NETWORK = """\
<ir_version: 8, opset_import: ["" : 17]>
small (float[1,%d] x) => (float[1] y) {
  w_shape = Constant <value = int64[2] {%d, 10}> ()
  w = ConstantOfShape (w_shape)
  dense = MatMul (x, w)
  y = Tanh (dense)
}
"""

# What a file of each kind holds, and what else it may hold.
CONTENTS = {
    "phone.json": None,  # fitted, see setUpClass()
    "net.onnxtxt": (NETWORK % (64, 64), NETWORK % (640, 640)),
    "packets": ("1\n2\n", "1\n3\n"),
    "t.csv": ("".join(f"{0.05 * i:.2f}\n" for i in range(400)), "".join(f"{0.06 * i:.2f}\n" for i in range(400))),
    "gaps.cdf": ("0 0\n0.1 1\n", "0 0\n0.2 1\n"),
    "base.toml": ("clients.count = 6\n", "clients.count = 7\n"),
}

# How messages call them.
KINDS = {"phone.json": "device file", "net.onnxtxt": "network", "packets": "link trace", "t.csv": "arrival trace",
         "gaps.cdf": "arrival distribution"}

SCENARIO = """\
extends = "base.toml"
[run]
seed = 5
replications = 3
max_queries = 300
[clients]
gpu = "file:phone.json"
link = "drive"
policy = ["neurosurgeon", "cloud_only"]
[link.drive.trace]
file = "packets"
[queries]
arrivals = { law = "trace", file = "t.csv", unit = "s", loop = true }
mix = { pos = 1NETWORK }
[server.background]
load = 0.1
arrivals = { law = "empirical", file = "gaps.cdf", unit = "s" }
mix = { pos = 1 }
[variant.slow.server]
servers = 1
# --set clients.policy=oracle
"""

def profile(scale):
    lines = ["# cutpoint profile 1", "type,in_channels,in_height,in_width,out_channels,out_height,out_width,items,"
             "time_median_us,power_w"]
    for inputs in (30, 120, 500, 2000):
        for outputs in (10, 40, 160, 640):
            lines.append(f"fully_connected,{inputs},1,1,{outputs},1,1,1,{scale * (20 + 4e-3 * inputs * outputs)},2.5")
        lines += [f"tanh,{inputs},1,1,{inputs},1,1,{items},{scale * (20 + 0.01 * inputs * items)},2.5"
                  for items in (1, 50)]
    return "\n".join(lines) + "\n"


class InputsCase(RunsCase):
    def setUp(self):
        super().setUp()
        self.has_onnx = "network_files: none" not in self.run_cutpoint("--version").stdout
        self.contents = {name: content for name, content in CONTENTS.items() if name != "net.onnxtxt" or self.has_onnx}
        devices = []
        for scale in (1, 100):
            self.write(profile(scale), "p.csv")
            self.run_cutpoint("fit", "p.csv", "-o", "d.json", "--force")
            with open(self.path("d.json"), encoding="utf-8") as file:
                devices.append(file.read())
        self.contents["phone.json"] = tuple(devices)
        os.remove(self.path("p.csv"))
        os.remove(self.path("d.json"))
        self.restore_all()

    def restore_all(self):
        for name, (content, _) in self.contents.items():
            self.write(content, name)
        self.write(SCENARIO.replace("NETWORK", ', "net.onnxtxt" = 1' if self.has_onnx else ""))

    def swap(self, name):
        self.write(self.contents[name][1], name)

    def run_it(self, *arguments, code=NOT_CONVERGED):  # the budget is far too small for that
        return self.run_cutpoint("run", "s.toml", "-q", *arguments, code=code)

    def said(self, name):
        """What a refusal says of a file that was swapped."""
        if name == "base.toml":
            return 'the scenario differs: "clients.count = 6" there, "clients.count = 7" here'
        there, here = (hashlib.sha256(content.encode()).hexdigest()[:12] for content in self.contents[name])
        return f"the {KINDS[name]} {name} differs: SHA-256 {there}... there, {here}... here"
