#!/usr/bin/python3
"""Draws a variable over a numeric dimension, with 95 % intervals, one line per label of another."""

import sys

import numpy as np
from matplotlib.lines import Line2D

import common

UNBOUNDED = {"linestyle": "none", "marker": "^", "markersize": 8, "markerfacecolor": "white"}


def position_of(array, dimension, text, path):
    """Where the coordinate equals `text`, a label or a number."""
    values = list(array[dimension].values)
    for position, value in enumerate(values):
        if isinstance(value, str):
            if value == text:
                return position
        elif is_number(text) and np.isclose(value, float(text), rtol=1e-9, atol=0.0):
            return position
    names = common.known(common.text_of(value) for value in values)
    raise common.UsageError(f'{path}: error: "{dimension}" has no value "{text}"; {names}')


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def check_dimension(array, dimension, path):
    if dimension not in array.dims:
        raise common.UsageError(
            f'{path}: error: "{array.name}" has no dimension "{dimension}"; {common.known(array.dims)}')


def fixed_positions(array, arguments):
    """What --where fixes: positions by dimension."""
    positions = {}
    for condition in arguments.where:
        dimension, equals, value = condition.partition("=")
        if not equals:
            raise common.UsageError(f'error: --where "{condition}"; write DIM=VALUE')
        check_dimension(array, dimension, arguments.file)
        if dimension in (arguments.x, arguments.hue):
            raise common.UsageError(f'error: "{dimension}" is drawn, so --where cannot fix it')
        if dimension in positions:
            raise common.UsageError(f'error: --where fixes "{dimension}" twice')
        positions[dimension] = position_of(array, dimension, value, arguments.file)
    return positions


def chosen_slice(array, arguments):
    """The array over hue (if any) and x only."""
    for dimension in filter(None, (arguments.x, arguments.hue)):
        check_dimension(array, dimension, arguments.file)
    if arguments.hue == arguments.x:
        raise common.UsageError(f'error: "{arguments.x}" cannot be both --x and --hue')
    if array[arguments.x].dtype.kind not in "fi":
        raise common.UsageError(
            f'{arguments.file}: error: "{arguments.x}" has labels, not numbers, so it cannot be --x')
    positions = fixed_positions(array, arguments)
    open_dimensions = [d for d in array.dims if d not in (arguments.x, arguments.hue, *positions)]
    left = [d for d in open_dimensions if array.sizes[d] > 1]
    if left:
        raise common.UsageError(
            f'{arguments.file}: error: "{array.name}" also depends on {", ".join(left)};'
            f' fix each with --where DIM=VALUE or make one --hue')
    chosen = array.isel({**positions, **{d: 0 for d in open_dimensions}})
    return chosen.transpose(*filter(None, (arguments.hue, arguments.x))), positions


def draw_line(axes, x, values, half_widths, **style):
    """A line through the finite values; unbounded ones are open triangles at the top edge."""
    order = np.argsort(x)
    x, values, half_widths = x[order], values[order], half_widths[order]
    finite = np.where(np.isfinite(values), values, np.nan)
    axes.errorbar(x, finite, np.where(np.isfinite(half_widths), half_widths, 0.0), elinewidth=1.0, **style)
    unbounded = np.isposinf(values)
    if unbounded.any():
        axes.plot(x[unbounded], np.ones(unbounded.sum()), **UNBOUNDED, markeredgecolor=style["color"],
                  clip_on=False, zorder=5, transform=axes.get_xaxis_transform())


def subtitle(array, positions):
    """What is fixed, so that the picture says of what it is a part."""
    return ", ".join(f"{d} = {common.text_of(array[d].values[position])}" for d, position in positions.items())


def line_style(index, lines):
    """Color, marker and, once the colors are used up, dashes tell the lines apart.

    Later lines are drawn over earlier ones and are thinner, so that equal values do not hide each other.
    """
    on_top = min(lines - 1 - index, 3)
    return {"color": common.PALETTE[index % len(common.PALETTE)],
            "marker": common.MARKERS[index % len(common.MARKERS)],
            "linewidth": 1.2 + 0.9 * on_top,
            "markersize": 4.5 + 1.8 * on_top,
            "linestyle": ("-", "--", ":")[index // len(common.PALETTE) % 3]}


def legend_handles(chosen, hue):
    handles = []
    if hue:
        handles = [Line2D([], [], label=common.text_of(value), **line_style(index, chosen.sizes[hue]))
                   for index, value in enumerate(chosen[hue].values)]
    if np.isposinf(chosen.values).any():
        handles.append(Line2D([], [], **UNBOUNDED, markeredgecolor="#555555", label="unbounded"))
    return handles


def draw(dataset, arguments):
    array = common.variable_of(dataset, arguments.file, arguments.y)
    chosen, positions = chosen_slice(array, arguments)
    half_widths = np.nan * chosen
    if f"{arguments.y}_ci95" in dataset:
        half_widths, _ = chosen_slice(dataset[f"{arguments.y}_ci95"], arguments)

    handles = legend_handles(chosen, arguments.hue)
    legend_rows = -(-(len(handles) + 1) // common.LEGEND_COLUMNS) if handles else 0
    figure, grid = common.new_figure(4.6, dataset.attrs.get("title", ""), legend_rows)
    if handles:
        title = common.dimension_label(chosen[arguments.hue]) if arguments.hue else None
        common.add_legend(figure, 0, handles, title)
    axes = grid[0][0]
    lines = (-1, chosen.sizes[arguments.x])
    count = chosen.sizes[arguments.hue] if arguments.hue else 1
    for index, (values, widths) in enumerate(zip(chosen.values.reshape(lines), half_widths.values.reshape(lines))):
        draw_line(axes, chosen[arguments.x].values, values, widths, **line_style(index, count))
    axes.set_xlabel(common.dimension_label(chosen[arguments.x]))
    axes.set_ylabel(common.axis_label(array))
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.set_title(subtitle(array, positions), loc="left")
    return figure


def arguments_parser():
    parser = common.arguments_parser(__doc__)
    parser.add_argument("--x", required=True, metavar="DIM", help="numeric dimension along the axis")
    parser.add_argument("--y", default="latency_mean", metavar="VAR", help="variable (default: %(default)s)")
    parser.add_argument("--hue", metavar="DIM", help="one line per value of this dimension")
    parser.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="fix another dimension")
    return parser


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw))
