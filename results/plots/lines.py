#!/usr/bin/python3
"""Draws a variable over a numeric dimension, with 95 % intervals, one line per label of another."""

import sys

import common
import numpy as np
import slices
from matplotlib.lines import Line2D

UNBOUNDED = {"linestyle": "none", "marker": "^", "markersize": 8, "markerfacecolor": "white"}


def draw_line(axes, x, values, half_widths, **style):
    """A line through the finite values; unbounded ones are open triangles at the top edge.

    Those whose interval is unknown have open markers.
    """
    order = np.argsort(x)
    x, values, half_widths = x[order], values[order], half_widths[order]
    finite = np.where(np.isfinite(values), values, np.nan)
    if np.isfinite(values).any():
        axes.errorbar(x, finite, np.where(np.isfinite(half_widths), half_widths, 0.0), elinewidth=1.0, **style)
    common.draw_unknown(axes, x, values, half_widths, marker=style["marker"], markeredgecolor=style["color"],
                        markersize=style["markersize"])
    unbounded = np.isposinf(values)
    if unbounded.any():
        axes.plot(x[unbounded], np.ones(unbounded.sum()), **UNBOUNDED, markeredgecolor=style["color"],
                  clip_on=False, zorder=5, transform=axes.get_xaxis_transform())


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


def legend_handles(chosen, arguments, values, half_widths):
    handles = []
    if arguments.hue:
        handles = [Line2D([], [], label=text, **line_style(index, values.shape[1]))
                   for index, text in enumerate(slices.hue_texts(chosen, values, arguments))]
    if np.isposinf(values).any():
        handles.append(Line2D([], [], **UNBOUNDED, markeredgecolor="#555555", label="unbounded"))
    return handles + common.unknown_handles(values, half_widths)


def check_numeric(dataset, arguments):
    if arguments.x in dataset.coords and not slices.is_numeric(dataset, arguments.x):
        raise common.UsageError(
            f'{arguments.file}: error: "{arguments.x}" has labels, not numbers, so it cannot be --x')


def draw(dataset, arguments):
    common.variable_of(dataset, arguments.file, arguments.y)  # A wrong variable is complained about first.
    check_numeric(dataset, arguments)
    array, chosen, positions, values, half_widths = slices.panels(dataset, arguments)
    handles = legend_handles(chosen, arguments, values, half_widths)
    figure, panels = slices.new_panels(dataset, chosen, arguments, handles)
    x = chosen[arguments.x].values
    for panel, axes in enumerate(panels):
        for index in range(values.shape[1]):
            draw_line(axes, x, values[panel, index], half_widths[panel, index], **line_style(index, values.shape[1]))
    slices.finish(panels, array, chosen, positions, arguments)
    return figure


def arguments_parser():
    parser = common.arguments_parser(__doc__)
    slices.add_arguments(parser, "numeric dimension along the axis")
    return parser


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw))
