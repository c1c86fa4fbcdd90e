#!/usr/bin/python3
"""What a minimum cut gains over the best cut between layers, for networks that are graphs.

usage: table.py [--cutpoint PATH] [DNN…]

Asks `cutpoint explain` for every network, phone and link, and prints a Markdown table of actual
latencies and energies of what the policies neurosurgeon and min_cut choose by prediction. A second
table has the largest gain at any of 61 bandwidths from 0.1 to 100 Mbit/s, at the radio power of LTE.
"""

import argparse
import json
import os
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
NETWORKS = ("googlenet", "resnet50", "mobilenetv2", "squeezenet", "darknet53", "bert-base")
PHONES = ("tk1-cpu", "tk1-gpu")
LINKS = ("wifi", "lte", "3g")

HEADER = """| network | phone | link | cut between layers | min_cut | latency | | cut between layers | min_cut | energy | |
|---|---|---|---|---|---|---|---|---|---|---|
"""


BANDWIDTHS = [10.0 ** (i / 20.0 - 1.0) for i in range(61)]  # Mbit/s

SWEEP_HEADER = """
| network | phone | bandwidths | largest gain in latency | at | bandwidths | largest gain in energy | at |
|---|---|---|---|---|---|---|---|
"""


def explain(cutpoint, dnn, phone, link, bandwidth=None):
    command = [cutpoint, "explain", "--dnn", dnn, "--mobile", phone, "--link", link, "--json"]
    if bandwidth is not None:
        command += ["--bandwidth", f"{bandwidth:.6g} Mbit/s"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def cells(answer, objective, unit, scale):
    chain = answer["cuts"][answer["chosen"][objective]]
    graph = answer["min_cut"][objective]
    costs = [scale * cut["actual"][objective] for cut in (chain, graph)]
    gain = 100.0 * (costs[1] / costs[0] - 1.0)
    same = chain["index"] == graph["index"] and chain["after"] == graph["after"]
    names = chain["after"], "the same" if same else graph["after"]
    change = "" if same else f"{gain:+.2f} %"
    return f" {names[0]} | {names[1]} | {costs[0]:.4g} → {costs[1]:.4g} {unit} | {change} |"


def sweep_cells(answers, objective):
    """At how many bandwidths min_cut differs, and where it gains most by belief and in truth."""
    gains = []
    for bandwidth, answer in answers:
        chain = answer["cuts"][answer["chosen"][objective]]
        graph = answer["min_cut"][objective]
        if (chain["index"], chain["after"]) != (graph["index"], graph["after"]):
            gains.append((1.0 - graph["actual"][objective] / chain["actual"][objective], bandwidth, graph["after"]))
    if not gains:
        return " 0 | | |"
    gain, bandwidth, after = max(gains)
    return f" {len(gains)} | {100.0 * gain:.2f} %, uploading {after} | {bandwidth:.3g} Mbit/s |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cutpoint", default=os.path.join(FOLDER, "..", "..", "build", "release", "cutpoint"))
    parser.add_argument("dnn", nargs="*", help="networks, in place of those of the zoo that are graphs")
    arguments = parser.parse_args()
    print(HEADER, end="")
    for dnn in arguments.dnn or NETWORKS:
        for phone in PHONES:
            for link in LINKS:
                answer = explain(arguments.cutpoint, dnn, phone, link)
                print(f"| {dnn} | {phone} | {link} |" + cells(answer, "latency", "ms", 1e3) +
                      cells(answer, "energy", "J", 1.0))
    print(SWEEP_HEADER, end="")
    for dnn in arguments.dnn or NETWORKS:
        for phone in PHONES:
            answers = [(b, explain(arguments.cutpoint, dnn, phone, "lte", b)) for b in BANDWIDTHS]
            print(f"| {dnn} | {phone} |" + sweep_cells(answers, "latency") + sweep_cells(answers, "energy"), flush=True)


if __name__ == "__main__":
    main()
