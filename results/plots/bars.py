#!/usr/bin/python3
"""Draws a variable as bars over the labels of a dimension, with 95 % intervals, one color per value of another."""

import sys

import common
import numpy as np
import slices
from matplotlib.patches import Patch

GROUP_WIDTH = 0.8  # of the distance between two labels
HATCH = "////"


def color(index):
    return common.PALETTE[index % len(common.PALETTE)]


def draw_group(axes, index, count, values, half_widths):
    """The bars of one hue; unbounded ones are hatched and reach the top edge, missing ones say so."""
    width = GROUP_WIDTH / count
    at = np.arange(len(values)) - GROUP_WIDTH / 2 + (index + 0.5) * width
    finite = np.isfinite(values)
    axes.bar(at[finite], values[finite], 0.92 * width, color=color(index))
    known = finite & np.isfinite(half_widths)
    axes.errorbar(at[known], values[known], half_widths[known], color=common.REFERENCE, linestyle="none",
                  elinewidth=0.9, zorder=5)
    common.draw_unknown(axes, at, values, half_widths, markeredgecolor=common.REFERENCE)
    for place in at[np.isposinf(values)]:
        axes.bar(place, 1.0, 0.92 * width, facecolor="none", edgecolor=color(index), hatch=HATCH,
                 transform=axes.get_xaxis_transform())
    for place in at[np.isnan(values)]:
        axes.text(place, 0.02, "n/a", ha="center", va="bottom", rotation=90, fontsize=8,
                  transform=axes.get_xaxis_transform())


def draw(dataset, arguments):
    if "x" in arguments.log:
        raise common.UsageError(f'error: "{arguments.x}" has labels, so only --log y is possible')
    array, chosen, positions, values, half_widths = slices.panels(dataset, arguments)
    handles = [] if not arguments.hue else [
        Patch(color=color(index), label=text) for index, text in enumerate(slices.hue_texts(chosen, values, arguments))]
    if np.isposinf(values).any():
        handles.append(Patch(facecolor="none", edgecolor="#555555", hatch=HATCH, label="unbounded"))
    handles += common.unknown_handles(values, half_widths)
    figure, panels = slices.new_panels(dataset, chosen, arguments, handles)
    for panel, axes in enumerate(panels):
        for index in range(values.shape[1]):
            draw_group(axes, index, values.shape[1], values[panel, index], half_widths[panel, index])
        axes.set_xticks(range(values.shape[2]), common.value_texts(chosen[arguments.x]))
        axes.tick_params(axis="x", length=0)
    slices.finish(panels, array, chosen, positions, arguments)
    return figure


def arguments_parser():
    parser = common.arguments_parser(__doc__)
    slices.add_arguments(parser, "dimension along the axis")
    return parser


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw))
