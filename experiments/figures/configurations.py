"""The 48 configurations: eight networks, the phone's CPU and GPU, three links."""

import numpy as np
from matplotlib.patches import Patch

import common

PHONES = {0.0: "phone's CPU", 1.0: "phone's GPU"}
LINK_NAMES = {"wifi": "Wi-Fi", "lte": "LTE", "3g": "3G"}
SIZES = {"nearest_sizes": "nearest sizes", "scenario": "suite's sizes"}
SIZES_LONG = {"nearest_sizes": "queries of 100 digits, 100 frames, 1 word",
              "scenario": "queries of 100 digits, 548 frames, 28 words"}
# What numbers prove: the nearest sizes were chosen by the published results.
CLASSES = {"nearest_sizes": "calibrated", "scenario": "predicted"}
AXES = ("gpu_share", "link", "application")


def ratio(array, policy, other):
    """One policy's values over another's."""
    return array.sel(policy=policy) / array.sel(policy=other)


def geometric_mean(values):
    return float(np.exp(np.log(values).mean()))


def draw_bars(data, ratios, size, y_label, levels, logarithmic=True):
    """One panel per phone, a group per network, a bar per link; `levels` has (label, value, style)."""
    ratios = ratios.transpose(*AXES)
    figure, grid = common.new_figure(5.6, f"{data.attrs['title']}: {SIZES_LONG[size]}", legend_rows=2, nrows=2,
                                     sharex=True, sharey=True)
    width = 0.26
    for axes, share in zip(grid[:, 0], ratios.gpu_share.values):
        for number, link in enumerate(ratios.link.values):
            at = np.arange(ratios.sizes["application"]) + (number - 1) * width
            axes.bar(at, ratios.sel(gpu_share=share, link=link).values, 0.92 * width, color=common.PALETTE[number])
        for _, value, style in levels:
            axes.axhline(value, zorder=4, **style)
        if logarithmic:
            axes.set_yscale("log")
            axes.yaxis.set_major_formatter("{x:g}")
        axes.set_ylabel(y_label)
        axes.set_title(PHONES[float(share)], loc="left")
        axes.set_xticks(range(ratios.sizes["application"]), list(ratios.application.values))
        axes.tick_params(axis="x", length=0)
    common.add_legend(figure, 0, [Patch(color=common.PALETTE[number], label=LINK_NAMES[str(link)])
                                  for number, link in enumerate(ratios.link.values)], "link")
    common.add_legend(figure, 1, [common.Line2D([], [], label=label, **style) for label, _, style in levels])
    return figure


def levels(mean, published, unit=""):
    """The lines at a mean found and a mean published."""
    return [(f"geometric mean: {mean:.3g}{unit}", mean, {"color": common.REFERENCE, "linewidth": 1.2}),
            (f"published mean: {published:g}{unit}", published,
             {"color": common.PUBLISHED, "linewidth": 1.2, "linestyle": (0, (3, 1.5))})]
