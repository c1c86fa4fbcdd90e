"""Latency of cloud-only over Neurosurgeon's in 48 configurations. H1, H2."""

import configurations
from scoreboard import Claim, published


def speedups(data):
    return configurations.ratio(data.latency, "cloud_only", "neurosurgeon")


def draw(results):
    mean = published()["H1"]["value"]
    return {f"latency_speedup_{name}": configurations.draw_bars(
        data, speedups(data), name, "speedup (x)",
        configurations.levels(configurations.geometric_mean(speedups(data)), mean)) for name, data in results.items()}


def claims(results):
    found = []
    for name, sizes in configurations.SIZES.items():
        values = speedups(results[name])
        kind = configurations.CLASSES[name]
        found += [Claim("H1", kind, configurations.geometric_mean(values), sizes=sizes),
                  Claim("H2", kind, float(values.max()), sizes=sizes)]
    return found
