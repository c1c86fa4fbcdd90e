"""Figure 16: throughput gains by link and share of GPU users. H5, H6."""

import argparse

import numpy as np

import configurations
import gain_bars
from scoreboard import Claim

GAIN = "bounded_gain"  # the largest rates within the bound; the saturated pool's are drawn beside


def draw(results):
    arguments = argparse.Namespace(variable=None, file="fig16")
    pictures = {}
    for name, data in results.items():
        data.attrs["title"] += f": {configurations.SIZES_LONG[name]}"
        pictures[f"fig16_throughput_{name}"] = gain_bars.draw(data, arguments)
    return pictures


def mean_of_links(data):
    """The geometric mean of the links' means, and its interval: the links' runs are independent."""
    means = data[f"{GAIN}_geometric_mean"].sel(policy="neurosurgeon")
    half_widths = data[f"{GAIN}_geometric_mean_ci95"].sel(policy="neurosurgeon")
    mean = configurations.geometric_mean(means)
    relative = float(np.sqrt(((half_widths / means) ** 2).sum())) / means.size
    return mean, mean * relative


def claims(results):
    found = []
    for name, sizes in configurations.SIZES.items():
        data = results[name]
        kind = configurations.CLASSES[name]
        mean, half_width = mean_of_links(data)
        gains = data[GAIN].sel(policy="neurosurgeon")
        largest = gains.isel(gains.argmax(...))
        interval = data[f"{GAIN}_ci95"].sel(policy="neurosurgeon").isel(gains.argmax(...))
        found.append(Claim("H5.mean", kind, mean, half_width, sizes=sizes))
        bounded = bool(np.isfinite(largest))
        finite = float(gains.where(np.isfinite(gains)).max())
        found.append(Claim("H5.maximum", kind, float(largest), float(interval) if bounded else None, sizes=sizes,
                           note="" if bounded else f"the largest finite gain is {finite:.2f}x"))
        for link in data.link.values:
            chosen = {"link": link, "policy": "neurosurgeon"}
            found.append(Claim(f"H6.{link}", kind, float(data[f"{GAIN}_geometric_mean"].sel(chosen)),
                               float(data[f"{GAIN}_geometric_mean_ci95"].sel(chosen)), sizes=sizes))
    return found
