#!/usr/bin/python3
"""Whether 95 % intervals hold the truth in 95 % of runs: many seeds of queues that theory solves.

usage: study.py [--quick | --only CASE] [--cutpoint PATH] [-o TABLE.md]

Runs every case with the seeds 1 … n and counts how often the interval of the mean, the 95th and the
99th percentile of the sojourn time holds the exact value. All three are targets of the stop rule.
Copies of a queue share one run, replications share the precision; each of the two, and both, have cases of
their own. --quick runs few seeds and fails (exit code 1) if a coverage cannot be 93 to 97 %.
"""

import argparse
import collections
import json
import math
import os
import subprocess
import sys
import time

import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
METRICS = ("sojourn_time_mean", "sojourn_time_p95", "sojourn_time_p99")
Z = 1.959963984540054


def quantile(tail, probability):
    """Where the decreasing function `tail` falls to 1 - probability."""
    low, high = 0.0, 1.0
    while tail(high) > 1.0 - probability:
        high *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if tail(middle) > 1.0 - probability else (low, middle)
    return high


def mmk(servers, load):
    """Mean and tail of the sojourn time, mean service 1 (Gross and Harris 1998, sec. 2.3)."""
    offered = servers * load
    erlang_b = 1.0
    for k in range(1, servers + 1):
        erlang_b = offered * erlang_b / (k + offered * erlang_b)
    erlang_c = erlang_b / (1.0 - load * (1.0 - erlang_b))
    spare = servers - 1.0 - offered

    def tail(t):
        # The limit spare -> 0 does not occur among the cases.
        return math.exp(-t) * (1.0 + erlang_c * (1.0 - math.exp(-spare * t)) / spare)

    return 1.0 + erlang_c / (servers - offered), tail


def mm1(load):
    return 1.0 / (1.0 - load), lambda t: math.exp(-(1.0 - load) * t)


def mh2(load, cv=2.0):
    """M/H2/1 with balanced means: Pollaczek–Khinchine's transform has two poles."""
    share = 0.5 * (1.0 + math.sqrt((cv * cv - 1.0) / (cv * cv + 1.0)))
    shares, rates = np.array([share, 1.0 - share]), 2.0 * np.array([share, 1.0 - share])
    service = np.polyadd(shares[0] * rates[0] * np.array([1.0, rates[1]]), shares[1] * rates[1] * np.array([1.0, rates[0]]))
    both = np.polymul([1.0, rates[0]], [1.0, rates[1]])
    denominator = np.polyadd(np.polymul([1.0, -load], both), load * service)
    poles = np.polydiv(denominator, [1.0, 0.0])[0]
    roots = np.roots(poles)
    residues = [(1.0 - load) * np.polyval(service, s) / np.polyval(np.polyder(poles), s) for s in roots]
    mean = 1.0 + load * (1.0 + cv * cv) / 2.0 / (1.0 - load)
    return mean, lambda t: float(sum(r / -s * math.exp(s * t) for r, s in zip(residues, roots)))


SOLUTIONS = {"mm1": mm1, "mm16": lambda load: mmk(16, load), "mh2": mh2}

# The precision is in percent.
Case = collections.namedtuple("Case", "queue load precision seeds copies replications", defaults=(1, 1))

FULL = [Case("mm1", load, 5, 2000) for load in (0.5, 0.8, 0.9, 0.95)]
FULL += [Case("mm16", 0.8, 5, 2000), Case("mh2", 0.8, 5, 2000)]
FULL += [Case("mm1", load, 1, 400) for load in (0.5, 0.8, 0.9)]
SHARED = {
    "copies": Case("mm1", 0.9, 5, 100, copies=1000),
    "replications": Case("mm1", 0.9, 5, 200, replications=10),
    "both": Case("mm1", 0.9, 5, 200, copies=1000, replications=10),
}
QUICK = [Case("mm1", 0.5, 5, 300), Case("mm1", 0.8, 5, 100), Case("mm16", 0.8, 5, 200)]
QUICK += [Case("mm1", 0.8, 5, 100, copies=20, replications=10)]


def run_case(cutpoint, case):
    command = [cutpoint, "run", os.path.join(FOLDER, case.queue + ".toml"), "--json", "--progress", "none",
               "--set", f"source.load={case.load}", "--set", f"run.precision.relative={case.precision} %",
               "--set", f"source.copies={case.copies}", "--set", f"run.replications={case.replications}",
               "--set", f"run.seed={list(range(1, case.seeds + 1))}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # Replications that were each precise enough may together just miss it; their intervals count all the same.
    if done.returncode not in ((0,) if case.replications == 1 else (0, 4)):
        sys.exit(f"{case}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)["points"]


def judge(points, case):
    mean, tail = SOLUTIONS[case.queue](case.load)
    truths = (mean, quantile(tail, 0.95), quantile(tail, 0.99))
    row = {**case._asdict(), "seeds": len(points)}
    jobs = np.array([point["completed"] for point in points], dtype=float)
    demanded = []
    for metric, truth in zip(METRICS, truths):
        values = np.array([point["metrics"][metric]["value"] for point in points])
        widths = np.array([point["metrics"][metric]["ci95"] for point in points])
        row[metric] = float(np.mean(np.abs(values - truth) <= widths))
        # The asymptotic variance per job, as the spread between the runs shows it.
        variance = float(np.mean(jobs * (values / truth - 1.0) ** 2))
        demanded.append(Z * Z * variance / (case.precision / 100.0) ** 2)
    row["jobs"] = float(np.mean(jobs))
    row["excess"] = row["jobs"] / max(demanded)
    return row


HEADER = """| queue | load | copies | replications | target | seeds | mean | p95 | p99 | jobs in all | times the jobs demanded |
|---|---|---|---|---|---|---|---|---|---|---|
"""


def line(row):
    covered = " | ".join(f"{100 * row[metric]:.1f} %" for metric in METRICS)
    return (f"| {row['queue']} | {row['load']} | {row['copies']} | {row['replications']} | {row['precision']} % | "
            f"{row['seeds']} | {covered} | {row['jobs']:.3g} | {row['excess']:.2f} |\n")


def is_possible(row):
    """Whether coverages of 93 to 97 % could have given what was counted (three standard errors)."""
    slack = 3.0 * math.sqrt(0.05 * 0.95 / row["seeds"])
    return all(0.93 - slack <= row[metric] <= 0.97 + slack for metric in METRICS)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--quick", action="store_true", help="few seeds, for the tests")
    choice.add_argument("--only", choices=SHARED, help="one of the cases that share the work")
    parser.add_argument("--cutpoint", default=os.path.join(FOLDER, "..", "..", "..", "build", "release", "cutpoint"))
    parser.add_argument("-o", "--output", help="write the table there as well")
    arguments = parser.parse_args()
    rows = []
    print(HEADER, end="")
    start = time.monotonic()
    cases = [SHARED[arguments.only]] if arguments.only else QUICK if arguments.quick else [*FULL, *SHARED.values()]
    for case in cases:
        rows.append(judge(run_case(arguments.cutpoint, case), case))
        print(line(rows[-1]), end="", flush=True)
        print(f"{case.queue} at {case.load}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    if arguments.output:
        with open(arguments.output, "w", encoding="utf-8") as file:
            file.write(HEADER + "".join(map(line, rows)))
    return 1 if arguments.quick and not all(map(is_possible, rows)) else 0


if __name__ == "__main__":
    sys.exit(main())
