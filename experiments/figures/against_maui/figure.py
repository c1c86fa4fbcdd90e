"""Latency of MAUI, which places types of layers, over Neurosurgeon's in 48 configurations. H16."""

import configurations
from scoreboard import Claim, published


def ratios(data):
    return configurations.ratio(data.latency, "maui", "neurosurgeon")


def draw(results):
    mean = published()["H16.mean"]["value"]
    return {f"against_maui_{name}": configurations.draw_bars(
        data, ratios(data), name, "MAUI / Neurosurgeon (x)",
        configurations.levels(configurations.geometric_mean(ratios(data)), mean), logarithmic=False)
            for name, data in results.items()}


def claims(results):
    found = []
    for name, sizes in configurations.SIZES.items():
        values = ratios(results[name])
        kind = configurations.CLASSES[name]
        found += [Claim("H16.mean", kind, configurations.geometric_mean(values), sizes=sizes),
                  Claim("H16.maximum", kind, float(values.max()), sizes=sizes)]
    return found
