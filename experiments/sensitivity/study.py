#!/usr/bin/python3
"""Which of the constants that nobody published decide the headline numbers.

usage: study.py [--cutpoint PATH] [-o DIR] [--samples N] [--jobs N]

Every constant of `cutpoint models --catalog` that has a range and counts in the paper's figures is moved
to both ends of it, one at a time (a tornado plot per headline number), and all together by a Latin
hypercube (McKay, Beckman and Conover, 1979), uniform in the logarithm. Each evaluation is the 48
configurations of the paper, nearest query sizes unless they are varied, exact predictions: H7 and H8 show
that predictions do not matter. Throughput gains are those of the saturated pool, which are quotients of mean
service times. Writes DIR/images/*.png and DIR/tables.md.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(FOLDER, "..", name) for name in ("figures", "../results/plots")]

import matplotlib.pyplot as plt

import common
import configurations
import scoreboard

GPU_SHARES = (0.0, 0.3, 0.7, 1.0)
LINKS = ("wifi", "lte", "3g")
NEAREST = {"dig": 100, "asr": 100, "pos": 1, "ner": 1, "chk": 1}
WORDS = ("pos", "ner", "chk")  # One size for the three: a query's words are words.
UNUSED = ("downlink", "round_trip", "download_power_slope", "download_power_base")  # of links, in these figures
OF_ENERGY = ("compute_power", "memory_power", "idle_power")

# key: (axis label, published.toml's row)
HEADLINES = {"H1": ("mean speedup (x)", "H1"), "H2": ("largest speedup (x)", "H2"),
             "H3": ("mean energy saved (%)", "H3"), "H4": ("largest energy saved (%)", "H4"),
             "H5.maximum": ("largest finite throughput gain (x)", "H5.maximum"),
             "H6.wifi": ("throughput gain over Wi-Fi (x)", "H6.wifi"),
             "H6.lte": ("throughput gain over LTE (x)", "H6.lte"),
             "H6.3g": ("throughput gain over 3G (x)", "H6.3g"),
             "H14.saving": ("energy saved by AlexNet's best cut, GPU, Wi-Fi (%)", "H14.saving"),
             "H16.mean": ("MAUI over Neurosurgeon, mean (x)", "H16.mean")}


class Constant:
    """An uncertain constant: its name, value and range in the catalog's unit."""

    def __init__(self, entry):
        self.owner, self.name, self.unit = entry["of"], entry["constant"], entry["unit"]
        self.value, self.low, self.high = entry["value"], entry["low"], entry["high"]

    @property
    def label(self):
        return "words per query" if self.owner in WORDS else f"{self.owner} {self.name}"

    def text(self, value):
        """The value as a scenario takes it."""
        return f"{value!r} {self.unit}"


def constants_of(cutpoint):
    catalog = json.loads(subprocess.run([cutpoint, "models", "--catalog", "--json"], capture_output=True, check=True,
                                        text=True).stdout)
    chosen = []
    for entry in catalog:
        constant = Constant(entry)
        of_server_energy = constant.owner == "k40" and constant.name in OF_ENERGY
        is_twin = constant.owner in WORDS[1:]
        if constant.low < constant.high and constant.name not in UNUSED and not of_server_energy and not is_twin:
            if constant.name == "items":
                constant.value = NEAREST[constant.owner]
            chosen.append(constant)
    return chosen


def scenario_of(values):
    """`values`: by (owner, constant), as text or number of items."""
    items = dict(NEAREST)
    lines = []
    for owner, kind, base in (("tk1-cpu", "processor", "cpu"), ("tk1-gpu", "processor", "gpu"),
                              ("k40", "processor", "server"), *((link, "link", f"my-{link}") for link in LINKS)):
        lines.append(f'[{kind}.{base}]\nbase = "{owner}"')
        lines += [f'{name} = "{text}"' for (of, name), text in values.items() if of == owner]
    for (owner, name), number in values.items():
        if name == "items":
            items.update(dict.fromkeys(WORDS if owner in WORDS else (owner,), number))
    counts = ", ".join(f"{network} = {count}" for network, count in items.items())
    return f"""run.experiment = "decisions"
[clients]
link = ["my-wifi", "my-lte", "my-3g"]
cpu = "cpu"
gpu = "gpu"
gpu_share = [0, 1]
objective = ["latency", "energy"]
policy = ["cloud_only", "neurosurgeon", "maui"]
predictor = "exact"
idle_power = true
[queries]
items = {{ {counts} }}
[server]
processor = "server"
""" + "\n".join(lines) + "\n"


def throughput_gains(data):
    """The gains of the saturated pool over (link, share); infinite where nothing reaches the servers."""
    service = data.server_time.sel(objective="latency").mean("application")
    gains = np.empty((len(LINKS), len(GPU_SHARES)))
    for number, share in enumerate(GPU_SHARES):
        mixed = share * service.sel(gpu_share=1) + (1.0 - share) * service.sel(gpu_share=0)
        with np.errstate(divide="ignore"):
            gains[:, number] = configurations.ratio(mixed, "cloud_only", "neurosurgeon").values
    return gains


def headlines(data):
    latency = data.latency.sel(objective="latency")
    energy = data.energy.sel(objective="energy")
    speedup = configurations.ratio(latency, "cloud_only", "neurosurgeon")
    remaining = configurations.ratio(energy, "neurosurgeon", "cloud_only")
    gains = throughput_gains(data)
    finite = np.where(np.isfinite(gains), gains, np.nan)
    means = np.exp(np.nanmean(np.log(finite), axis=1))
    maui = configurations.ratio(latency, "maui", "neurosurgeon")
    alexnet = remaining.sel(link="my-wifi", gpu_share=1, application="imc")
    return {"H1": configurations.geometric_mean(speedup), "H2": float(speedup.max()),
            "H3": 100.0 * (1.0 - configurations.geometric_mean(remaining)),
            "H4": 100.0 * (1.0 - float(remaining.min())), "H5.maximum": float(np.nanmax(finite)),
            "H6.wifi": means[0], "H6.lte": means[1], "H6.3g": means[2],
            "H14.saving": 100.0 * (1.0 - float(alexnet)), "H16.mean": configurations.geometric_mean(maui)}


def evaluate(cutpoint, values):
    with tempfile.TemporaryDirectory() as folder:
        scenario, output = os.path.join(folder, "s.toml"), os.path.join(folder, "s.h5")
        with open(scenario, "w", encoding="utf-8") as file:
            file.write(scenario_of(values))
        subprocess.run([cutpoint, "run", scenario, "-o", output, "-q", "--jobs", "1"], check=True)
        return headlines(common.read(output))


def setting(constant, value):
    key = (constant.owner, constant.name)
    return {key: max(1, round(value))} if constant.name == "items" else {key: constant.text(value)}


def hypercube(constants, samples, random):
    """One value per constant and sample: each stratum of each range is hit once."""
    rows = [{} for _ in range(samples)]
    for constant in constants:
        places = (random.permutation(samples) + random.random(samples)) / samples
        low = constant.low if constant.low > 0.0 else 1e-3 * constant.high
        for row, place in zip(rows, places):
            row.update(setting(constant, float(low * (constant.high / low) ** place)))
    return rows


def run_all(cutpoint, jobs, settings):
    done, start = [], time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(lambda values: evaluate(cutpoint, values), settings):
            done.append(result)
            if sys.stderr.isatty():
                left = (time.monotonic() - start) / len(done) * (len(settings) - len(done))
                print(f"\r{len(done)}/{len(settings)}, about {left:.0f} s left ", end="", file=sys.stderr)
    return done


def draw_tornado(key, base, swings, published):
    """The constants that move the number most, from low end to high end."""
    ranked = sorted(swings.items(), key=lambda item: -max(abs(end[key] - base[key]) for end in item[1]))
    ranked = [item for item in ranked if any(end[key] != base[key] for end in item[1])][:12]
    figure, grid = common.new_figure(0.9 + 0.3 * max(4, len(ranked)), HEADLINES[key][0])
    axes = grid[0][0]
    for row, (constant, ends) in enumerate(ranked):
        for end, number, color in ((ends[0], constant.low, common.PALETTE[0]), (ends[1], constant.high, common.PALETTE[1])):
            axes.barh(row, end[key] - base[key], left=base[key], color=color, height=0.7)
            axes.annotate(f"{number:.4g}", (end[key], row), xytext=(3 if end[key] >= base[key] else -3, 0), fontsize=7.5,
                          textcoords="offset points", ha="left" if end[key] >= base[key] else "right", va="center")
    axes.set_yticks(range(len(ranked)), [f"{constant.label} ({constant.unit})" for constant, _ in ranked])
    axes.invert_yaxis()
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.axvline(base[key], color=common.REFERENCE, linewidth=0.9)
    axes.axvline(published, color=common.PUBLISHED, linestyle=(0, (3, 1.5)))
    axes.margins(x=0.12)
    axes.set_xlabel("blue: low end of the range, orange: high end; black: our value, dashed: published")
    return figure


def draw_samples(samples, base, rows):
    """Where the headline numbers lie when everything uncertain moves at once."""
    figure, grid = common.new_figure(9.0, f"{len(samples)} samples of all uncertain constants", nrows=5, ncols=2)
    for axes, (key, (label, row)) in zip(grid.flat, HEADLINES.items()):
        values = np.array([sample[key] for sample in samples])
        low, high = np.quantile(values, (0.005, 0.995))  # A few gains are nearly unbounded.
        axes.hist(values, bins=40, range=(low, high), color=common.PALETTE[4])
        axes.axvline(base[key], color=common.REFERENCE, linewidth=0.9)
        axes.axvline(rows[row]["value"], color=common.PUBLISHED, linestyle=(0, (3, 1.5)))
        axes.set_xlabel(f"{key}: {label}")
        axes.set_ylabel("samples")
    return figure


def tables(base, swings, samples, rows):
    lines = []
    for key, (label, row) in HEADLINES.items():
        values = np.array([sample[key] for sample in samples])
        published = rows[row]["value"]
        near = np.mean(np.abs(values / published - 1.0) <= scoreboard.AGREES_WITHIN)
        ranked = sorted(swings.items(), key=lambda item: -max(abs(end[key] - base[key]) for end in item[1]))[:3]
        most = "; ".join(f"{constant.label}: {ends[0][key]:.3g} to {ends[1][key]:.3g}" for constant, ends in ranked)
        low, median, high = np.quantile(values, (0.05, 0.5, 0.95))
        lines.append([key, label, f"{published:g}", f"{base[key]:.3g}", f"{low:.3g}", f"{median:.3g}", f"{high:.3g}",
                      f"{100 * near:.0f} %", most])
    return scoreboard.markdown_table(("", "number", "published", "ours", "5 %", "median", "95 %", "within 10 %",
                                      "moved most by, one at a time"), lines)


def given_mean_speedup(samples, rows):
    """Where the other numbers lie in the samples whose mean speedup is about the published one."""
    published = rows["H1"]["value"]
    chosen = [sample for sample in samples if abs(sample["H1"] / published - 1.0) <= scoreboard.AGREES_WITHIN]
    lines = []
    for key, (label, row) in HEADLINES.items():
        quantiles = np.quantile([sample[key] for sample in chosen], (0.05, 0.5, 0.95)) if chosen else [np.nan] * 3
        lines.append([key, label, f"{rows[row]['value']:g}", *(f"{quantile:.3g}" for quantile in quantiles)])
    return (f"{len(chosen)} of {len(samples)} samples have a mean speedup within 10 % of the published one. Among them:\n\n" +
            scoreboard.markdown_table(("", "number", "published", "5 %", "median", "95 %"), lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cutpoint", default=os.path.join(FOLDER, "..", "..", "build", "release", "cutpoint"))
    parser.add_argument("-o", "--output", default="results/runs/sensitivity", metavar="DIR")
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    images = os.path.join(arguments.output, "images")
    os.makedirs(images, exist_ok=True)

    constants = constants_of(arguments.cutpoint)
    single = [setting(constant, end) for constant in constants for end in (constant.low, constant.high)]
    together = hypercube(constants, arguments.samples, np.random.default_rng(1))
    results = run_all(arguments.cutpoint, arguments.jobs, [{}, *single, *together])
    base, singles, samples = results[0], results[1:1 + len(single)], results[1 + len(single):]
    swings = {constant: singles[2 * number:2 * number + 2] for number, constant in enumerate(constants)}

    rows = scoreboard.published()
    with plt.rc_context(common.STYLE):
        for key, (_, row) in HEADLINES.items():
            common.save(draw_tornado(key, base, swings, rows[row]["value"]),
                        os.path.join(images, f"tornado_{key.replace('.', '_')}.png"))
        common.save(draw_samples(samples, base, rows), os.path.join(images, "sensitivity_samples.png"))
    text = tables(base, swings, samples, rows) + "\n" + given_mean_speedup(samples, rows)
    with open(os.path.join(arguments.output, "tables.md"), "w", encoding="utf-8") as file:
        file.write(text)
    print(text)


if __name__ == "__main__":
    main()
