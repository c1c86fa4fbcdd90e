#!/usr/bin/python3
"""Draws a variable as bars over the labels of a dimension, with 95 % intervals, one color per value of another."""

import sys

import common
import numpy as np
import slices
import states
from matplotlib.patches import Patch

GROUP_WIDTH = 0.8  # of the distance between two labels
HATCH = "////"


def color(index):
    return common.PALETTE[index % len(common.PALETTE)]


def places(index, count, labels):
    """Where the bars of one hue stand, and how far apart."""
    width = GROUP_WIDTH / count
    return np.arange(labels) - GROUP_WIDTH / 2 + (index + 0.5) * width, width


def draw_bars(axes, at, width, values, half_widths, **style):
    """Bars of estimates, with their intervals."""
    finite = np.isfinite(values)
    axes.bar(at[finite], values[finite], 0.92 * width, **style)
    known = finite & np.isfinite(half_widths)
    axes.errorbar(at[known], values[known], half_widths[known], color=common.REFERENCE, linestyle="none",
                  elinewidth=0.9, zorder=5)
    common.draw_unknown(axes, at, values, half_widths, markeredgecolor=common.REFERENCE)


def draw_apart(axes, at, width, values, half_widths, of_points, hue):
    """What did not converge: paler bars at the budget, outlines with a cross for unstable ones."""
    at_budget = of_points == states.BUDGET
    draw_bars(axes, at, width, np.where(at_budget, values, np.nan), half_widths, color=hue, alpha=states.PALE)
    states.at_edge(axes, at[at_budget], values[at_budget], common.REFERENCE, points_above=-8)
    unstable = (of_points == states.UNSTABLE) & np.isfinite(values)
    axes.bar(at[unstable], values[unstable], 0.92 * width, facecolor="none", edgecolor=hue, linestyle="--")
    states.draw_crosses(axes, at, values, of_points, common.REFERENCE)


def draw_others(axes, index, at, width, values):
    """Unbounded bars are hatched and reach the top edge, missing ones say so."""
    for place in at[np.isposinf(values)]:
        axes.bar(place, 1.0, 0.92 * width, facecolor="none", edgecolor=color(index), hatch=HATCH,
                 transform=axes.get_xaxis_transform())
    for place in at[np.isnan(values)]:
        axes.text(place, 0.02, "n/a", ha="center", va="bottom", rotation=90, fontsize=8,
                  transform=axes.get_xaxis_transform())


def draw(dataset, arguments):
    if "x" in arguments.log:
        raise common.UsageError(f'error: "{arguments.x}" has labels, so only --log y is possible')
    drawn = slices.panels(dataset, arguments)
    values, half_widths, of_points = drawn.values, drawn.half_widths, drawn.states
    handles = [] if not arguments.hue else [
        Patch(color=color(index), label=text)
        for index, text in enumerate(slices.hue_texts(drawn.chosen, values, arguments))]
    figure, panels = slices.new_panels(dataset, drawn.chosen, arguments, handles, mark_handles(drawn))
    decisive = drawn.decisive(arguments)
    groups = [places(index, values.shape[1], values.shape[2]) for index in range(values.shape[1])]
    for panel, axes in enumerate(panels):
        for index, (at, width) in enumerate(groups):
            bars = (values[panel, index], half_widths[panel, index])
            estimates = np.where(of_points[panel, index] == states.CONVERGED, bars[0], np.nan)
            draw_bars(axes, at, width, np.where(np.isfinite(estimates), estimates, np.nan), bars[1], color=color(index))
            draw_others(axes, index, at, width, bars[0])
            states.fit(axes, at, *bars, of_points[panel, index], decisive[panel, index])
        axes.set_xticks(range(values.shape[2]), common.value_texts(drawn.chosen[arguments.x]))
        axes.tick_params(axis="x", length=0)
    slices.finish(panels, drawn, arguments)
    for panel, axes in enumerate(panels):
        axes.set_xlim(-0.5, values.shape[2] - 0.5)
        for index, (at, width) in enumerate(groups):
            draw_apart(axes, at, width, values[panel, index], half_widths[panel, index], of_points[panel, index],
                       color(index))
    return figure


def mark_handles(drawn):
    handles = []
    if np.isposinf(drawn.values).any():
        handles.append(Patch(facecolor="none", edgecolor="#555555", hatch=HATCH, label="unbounded"))
    estimates = np.where(drawn.states < states.UNSTABLE, drawn.values, np.nan)
    return [*handles, *common.unknown_handles(estimates, drawn.half_widths),
            *states.handles(drawn.values, drawn.states, bars=True)]


def arguments_parser():
    parser = common.arguments_parser(__doc__)
    slices.add_arguments(parser, "dimension along the axis")
    return parser


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw))
