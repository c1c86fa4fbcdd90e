#!/usr/bin/python3
"""Compares the medians of bench_engine, bench_fleet or bench_partitioner and says which targets are met.

Usage: tests/bench/ratios.py FILE   with FILE from: bench_engine --benchmark_out=FILE
Exits with 1 if a target is missed.
"""

import json
import statistics
import sys

# What is measured, what it is measured against (None: nanoseconds), and the largest ratio that is
# accepted (None: only to know).
COMPARISONS = [
    ("mm1/engine", "mm1/recursion", 4.5),
    ("mm1/engine", "mm1/recursion_in_seconds", None),
    ("mm16/engine", "mm16/recursion", 2.5),
    ("mm16/engine", "mm16/recursion_in_seconds", None),
    ("hold/calendar/100", "hold/priority_queue/100", None),
    ("hold/calendar/10000", "hold/priority_queue/10000", None),
    ("hold/calendar/1000000", "hold/priority_queue/1000000", 0.2),
    ("10000x4/calendar", "10000x4/priority_queue", 0.5),
    ("fleet/10000/1000000", "hold/10000", 16.0),  # a query's life in holds
    ("fleet/1000000/5000000", "hold/1000000", 24.0),
    ("decision/table/vgg", "decision/search/vgg", 0.25),
    ("decision/table/resnet50", "decision/table/vgg", 1.0),
    ("decision/minimum_cut/resnet50", None, 2e6),
]
MOST_BYTES_PER_CLIENT = 200


def medians(path):
    with open(path, encoding="utf-8") as file:
        runs = json.load(file)["benchmarks"]
    values = {}
    for run in runs:
        if run.get("error_occurred"):
            sys.exit(f"{run['name']}: {run['error_message']}")
        if run["run_type"] == "iteration":
            value = run.get("ns_per_event", run.get("bytes_per_client", run["cpu_time"]))
            values.setdefault(run["run_name"], []).append(value)
    return {name: statistics.median(seen) for name, seen in values.items()}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    times = medians(sys.argv[1])
    missed = 0
    print(f"{'ns per event':>44}{'ratio':>8}  target")
    for subject, reference, target in COMPARISONS:
        if subject not in times or (reference and reference not in times):
            continue
        ratio = times[subject] / (times[reference] if reference else 1.0)
        verdict = "" if target is None else f"{target}  {'met' if ratio <= target else 'MISSED'}"
        missed += target is not None and ratio > target
        compared = f"\n  / {reference:<28}{times[reference]:12.1f}" if reference else ""
        print(f"{subject:<31}{times[subject]:13.1f}{compared}{ratio:8.2f}  {verdict}")
    for name, value in times.items():
        if name.startswith("memory/"):
            missed += value > MOST_BYTES_PER_CLIENT
            print(f"{name}: {value:.0f} bytes per client, target {MOST_BYTES_PER_CLIENT}")
    sys.exit(1 if missed else 0)


main()
