#!/usr/bin/python3
"""Draws a variable over a numeric dimension, with 95 % intervals, one line per label of another."""

import sys

import common
import numpy as np
import slices
import states
from matplotlib.lines import Line2D

UNBOUNDED = {"linestyle": "none", "marker": "^", "markersize": 8, "markerfacecolor": "white"}


def draw_line(axes, x, values, half_widths, converged, **style):
    """A line through the finite values that converged; unbounded ones are open triangles at the top edge.

    Those whose interval is unknown have open markers.
    """
    estimates = np.isfinite(values) & converged
    if estimates.any():
        axes.errorbar(x, np.where(estimates, values, np.nan), np.where(np.isfinite(half_widths), half_widths, 0.0),
                      elinewidth=1.0, **style)
    draw_unknown(axes, x, np.where(converged, values, np.nan), half_widths, style)
    unbounded = np.isposinf(values)
    if unbounded.any():
        axes.plot(x[unbounded], np.ones(unbounded.sum()), **UNBOUNDED, markeredgecolor=style["color"],
                  clip_on=False, zorder=5, transform=axes.get_xaxis_transform())


def draw_unknown(axes, x, values, half_widths, style):
    common.draw_unknown(axes, x, values, half_widths, marker=style["marker"], markeredgecolor=style["color"],
                        markersize=style["markersize"])


def draw_apart(axes, x, values, half_widths, of_points, **style):
    """What did not converge, beside the lines: paler points at the budget, crosses for unstable ones."""
    at_budget = (of_points == states.BUDGET) & np.isfinite(values)
    if at_budget.any():
        x_there, there = x[at_budget], values[at_budget]
        known = np.where(np.isfinite(half_widths), half_widths, 0.0)[at_budget]
        pale = {**style, "linestyle": "none", "alpha": states.PALE}
        axes.errorbar(x_there, there, known, elinewidth=1.0, **{**pale, "marker": "none"})
        axes.plot(x_there, states.at_edge(axes, x_there, there, style["color"]), clip_on=False, **pale)
        draw_unknown(axes, x_there, there, half_widths[at_budget], style)
    states.draw_crosses(axes, x, values, of_points, style["color"])


def line_style(index, lines):
    """Color, marker and, once the colors are used up, dashes tell the lines apart.

    Later lines are drawn over earlier ones and are thinner, so that equal values do not hide each other.
    """
    on_top = min(lines - 1 - index, 3)
    return {"color": common.PALETTE[index % len(common.PALETTE)],
            "marker": common.MARKERS[index % len(common.MARKERS)],
            "linewidth": 1.2 + 0.6 * on_top,
            "markersize": 4.5 + 1.3 * on_top,
            "linestyle": ("-", "--", ":")[index // len(common.PALETTE) % 3]}


def hue_handles(drawn, arguments):
    if not arguments.hue:
        return []
    return [Line2D([], [], label=text, **line_style(index, drawn.values.shape[1]))
            for index, text in enumerate(slices.hue_texts(drawn.chosen, drawn.values, arguments))]


def mark_handles(drawn):
    handles = []
    if np.isposinf(drawn.values).any():
        handles.append(Line2D([], [], **UNBOUNDED, markeredgecolor="#555555", label="unbounded"))
    estimates = np.where(drawn.states < states.UNSTABLE, drawn.values, np.nan)
    return [*handles, *common.unknown_handles(estimates, drawn.half_widths), *states.handles(drawn.values, drawn.states)]


def check_numeric(dataset, arguments):
    if arguments.x in dataset.coords and not slices.is_numeric(dataset, arguments.x):
        raise common.UsageError(
            f'{arguments.file}: error: "{arguments.x}" has labels, not numbers, so it cannot be --x')


def draw(dataset, arguments):
    common.variable_of(dataset, arguments.file, arguments.y)  # A wrong variable is complained about first.
    check_numeric(dataset, arguments)
    drawn = slices.panels(dataset, arguments)
    figure, panels = slices.new_panels(dataset, drawn.chosen, arguments, hue_handles(drawn, arguments), mark_handles(drawn))
    order = np.argsort(drawn.chosen[arguments.x].values)
    x = drawn.chosen[arguments.x].values[order]
    values, half_widths, of_points = (over[..., order] for over in (drawn.values, drawn.half_widths, drawn.states))
    decisive = drawn.decisive(arguments)[..., order]
    lines = range(values.shape[1])
    for panel, axes in enumerate(panels):
        for index in lines:
            line = (x, values[panel, index], half_widths[panel, index])
            draw_line(axes, *line, of_points[panel, index] == states.CONVERGED, **line_style(index, len(lines)))
            states.fit(axes, *line, of_points[panel, index], decisive[panel, index])
    slices.finish(panels, drawn, arguments)
    for panel, axes in enumerate(panels):
        for index in lines:
            draw_apart(axes, x, values[panel, index], half_widths[panel, index], of_points[panel, index],
                       **line_style(index, len(lines)))
    return figure


def arguments_parser():
    parser = common.arguments_parser(__doc__)
    slices.add_arguments(parser, "numeric dimension along the axis")
    return parser


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw))
