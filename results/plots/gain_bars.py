#!/usr/bin/python3
"""Draws throughput gains as grouped bars, after Fig. 16 of Kang et al. (ASPLOS 2017).

One row of panels per policy other than the file's attribute `baseline`, one panel per gain; a group
of bars per link, a bar per share of GPU users, with 95 % intervals. Per link: the geometric mean and
the published gain.
"""

import sys
import textwrap

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

import common
import states

GAINS = ("saturation_gain", "bounded_gain")
AXES = ("link", "gpu_share", "policy")
GROUP_WIDTH = 0.54  # of the distance between two links; the rest is for the numbers beside a group
HATCH = "////"
TITLE_WIDTH = 56  # characters above one of two panels
MEAN_LINE = {"color": common.REFERENCE, "linewidth": 1.6}
PUBLISHED_LINE = {"color": common.PUBLISHED, "linewidth": 1.4, "linestyle": (0, (3, 1.5)), "marker": "D",
                  "markersize": 4}
ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}


def gain_arrays(dataset, arguments):
    """The gains to draw, as arrays over (link, gpu_share, policy)."""
    arrays = []
    for name in [arguments.variable] if arguments.variable else GAINS:
        array = common.variable_of(dataset, arguments.file, name)
        if set(array.dims) != set(AXES):
            raise common.UsageError(
                f'{arguments.file}: error: "{name}" has the dimensions {", ".join(array.dims) or "none"};'
                f' a gain has {", ".join(AXES)}')
        arrays.append(array.transpose(*AXES))
    return arrays


def half_widths_of(dataset, array):
    """The half-widths of a gain's intervals, NaN if the file has none."""
    return dataset.get(f"{array.name}_ci95", np.nan * array).transpose(*AXES)


def states_of(dataset, array):
    """The states of a gain: the worse of its own throughput's and the baseline's."""
    own = states.states_of(dataset, array)
    baseline = own.where(own.policy == dataset.attrs["baseline"], states.CONVERGED).max("policy")
    return np.maximum(own, baseline).transpose(*AXES)


def compared_policies(dataset, arguments):
    if "baseline" not in dataset.attrs:
        raise common.UsageError(f"{arguments.file}: error: the file has no attribute \"baseline\"")
    policies = [policy for policy in dataset.policy.values if policy != dataset.attrs["baseline"]]
    if not policies:
        raise common.UsageError(
            f'{arguments.file}: error: no policy to compare with "{dataset.attrs["baseline"]}"')
    return policies


def axis_top(dataset, arrays):
    """Room for all that converged, intervals included, for means and for published values."""
    top = 1.0
    values = np.stack([array.values for array in arrays])
    decisive = states.decisive(values, np.stack([states_of(dataset, array).values for array in arrays]))
    for array, chosen in zip(arrays, decisive):
        half_width = dataset.get(f"{array.name}_ci95", 0.0 * array).transpose(*AXES)
        means = dataset[f"{array.name}_geometric_mean"].values if f"{array.name}_geometric_mean" in dataset else np.empty(0)
        for ends in (array.values[chosen], (array + half_width).values[chosen], means):
            top = max([top, *ends[np.isfinite(ends)]])
    if "published_throughput_gain" in dataset:
        top = max(top, float(dataset["published_throughput_gain"].max()))
    return 1.08 * top


def draw_bars(axes, values, half_widths, of_points, top):
    """One policy's bars; values, half-widths and states over (link, gpu_share)."""
    links, shares = values.shape
    width = GROUP_WIDTH / shares
    for share in range(shares):
        color = common.PALETTE[share % len(common.PALETTE)]
        for link in range(links):
            at = link - GROUP_WIDTH / 2 + (share + 0.5) * width
            value = values[link, share]
            if np.isnan(value):
                axes.text(at, 0.02 * top, "n/a", ha="center", va="bottom", rotation=90, fontsize=8)
            elif np.isinf(value):
                axes.bar(at, top, 0.92 * width, facecolor="white", edgecolor=color, hatch=HATCH)
                axes.text(at, 0.5 * top, "unbounded", ha="center", va="center", rotation=90, fontsize=8,
                          bbox=ON_WHITE, zorder=7)
            else:
                axes.bar(at, value, 0.92 * width, color=color,
                         alpha=None if of_points[link, share] == states.CONVERGED else states.PALE)
                states.at_edge(axes, np.array([at]), np.array([value]), common.REFERENCE, points_above=-8)
                if np.isposinf(half_widths[link, share]):
                    axes.plot([at], [value], **common.OPEN, markeredgecolor=common.REFERENCE)
                elif np.isfinite(half_widths[link, share]):
                    axes.errorbar(at, value, half_widths[link, share], color=common.REFERENCE, linewidth=0.9,
                                  zorder=5)


def draw_levels(axes, values, top, side, line):
    """A short line across each link's group, with its number on one side (-1 left, 1 right)."""
    for link, value in enumerate(values):
        if np.isnan(value):
            continue
        axes.plot([link - GROUP_WIDTH / 2, link + GROUP_WIDTH / 2], [value, value], zorder=4, markevery=[0], **line)
        axes.text(link + side * (GROUP_WIDTH / 2 + 0.035), value, f"{value:.2f}",
                  ha="left" if side > 0 else "right", va="center", fontsize=8, color=line["color"],
                  bbox=ON_WHITE, zorder=6)


def add_legends(figure, dataset, arrays):
    shares = [Patch(color=common.PALETTE[i % len(common.PALETTE)], label=f"{100 * share:g} %")
              for i, share in enumerate(dataset.gpu_share.values)]
    common.add_legend(figure, 0, shares, "share of GPU users")
    lines = []
    means = [dataset[name] for name in (f"{array.name}_geometric_mean" for array in arrays) if name in dataset]
    if means:  # Its long name says what became of unbounded gains.
        lines.append(Line2D([], [], **MEAN_LINE, label=common.plain(means[0].attrs.get("long_name") or "geometric mean")))
    if "published_throughput_gain" in dataset:
        lines.append(Line2D([], [], **PUBLISHED_LINE, label="published (Kang et al. 2017)"))
    if any(np.isinf(array.values).any() for array in arrays):
        lines.append(Patch(facecolor="white", edgecolor="#555555", hatch=HATCH,
                           label="unbounded: no query reaches the servers"))
    if lines:
        common.add_legend(figure, 1, lines)
    marks = mark_handles(dataset, arrays)
    if marks:
        common.add_legend(figure, 2, marks)


def mark_handles(dataset, arrays):
    gains = np.stack(arrays)
    return (common.unknown_handles(gains, np.stack([half_widths_of(dataset, array) for array in arrays]))
            + states.handles(gains, np.stack([states_of(dataset, array) for array in arrays]), bars=True))


def draw_panel(axes, dataset, array, policy, top):
    axes.set_ylim(0.0, top)
    draw_bars(axes, *(over.sel(policy=policy).values for over in
                      (array, half_widths_of(dataset, array), states_of(dataset, array))), top)
    if f"{array.name}_geometric_mean" in dataset:
        means = dataset[f"{array.name}_geometric_mean"].transpose("link", "policy")
        draw_levels(axes, means.sel(policy=policy).values, top, 1, MEAN_LINE)
    if "published_throughput_gain" in dataset:
        draw_levels(axes, dataset["published_throughput_gain"].values, top, -1, PUBLISHED_LINE)
    axes.axhline(1.0, color=common.REFERENCE, linewidth=0.8, zorder=3)
    title = f"{policy}: {array.attrs.get('long_name') or array.name}"
    axes.set_title(textwrap.fill(common.plain(title), TITLE_WIDTH))
    axes.set_xticks(range(array.sizes["link"]), common.value_texts(array.link))
    axes.tick_params(axis="x", length=0)
    axes.set_xlim(-0.57, array.sizes["link"] - 0.43)


def draw(dataset, arguments):
    arrays = gain_arrays(dataset, arguments)
    policies = compared_policies(dataset, arguments)
    top = axis_top(dataset, arrays)
    height = 1.0 + 2.9 * len(policies)
    legend_rows = 2 + bool(mark_handles(dataset, arrays))
    figure, grid = common.new_figure(height, dataset.attrs.get("title", ""), legend_rows,
                                     nrows=len(policies), ncols=len(arrays), sharey=True)
    for row, policy in zip(grid, policies):
        for axes, array in zip(row, arrays):
            draw_panel(axes, dataset, array, policy, top)
        row[0].set_ylabel(f"throughput gain over {common.plain(dataset.attrs['baseline'])}")
    add_legends(figure, dataset, arrays)
    return figure


def arguments_parser():
    parser = common.arguments_parser(__doc__.splitlines()[0])
    add_arguments(parser)
    return parser


def add_arguments(parser):
    parser.add_argument("--variable", metavar="NAME", help=f"draw this gain only (default: {', '.join(GAINS)})")


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw))
