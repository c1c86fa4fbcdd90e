"""Pictures of the default slice, for readers without scripts; with scripts the page draws any slice itself."""

import argparse
import io
import re

import bars
import common
import description
import gain_bars
import lines
import matplotlib.pyplot as plt
import numpy as np
import states
import units
from matplotlib.patches import Patch

# Texts stay texts, and what is black takes the color of the page's text, which differs between light and dark.
STYLE = {**common.STYLE, "svg.fonttype": "none", "font.family": "sans-serif", "savefig.transparent": True,
         "grid.color": "#888888", "grid.alpha": 0.35}
BLACK = re.compile(r"#000000\b")
ROW_HEIGHT = 0.34
PARTS_PER_LEGEND_ROW = 4


def metric_picture(contents, metric, x, hue):
    """A metric over an axis, as `cutpoint plot` draws it."""
    positions = contents.default_positions()
    where = [f"{axis.name}={contents.dataset[axis.name].values[positions[axis.name]]}"
             for axis in contents.long_axes() if axis not in (x, hue) and axis.name in contents.dataset.coords]
    values = metric.decisive(contents.slice_points(*filter(None, (x, hue))))
    log = "x" * x.logarithmic + "y" * units.is_wide(values)
    arguments = argparse.Namespace(file="the file", x=x.name, y=metric.name, hue=hue and hue.name, col=None,
                                   where=where, log=log)
    return svg(lambda: (lines if x.numeric else bars).draw(untitled(contents.dataset), arguments))


def gains_picture(contents):
    """The gains of a throughput experiment; None if the file has none with the usual axes."""
    try:
        return svg(lambda: gain_bars.draw(untitled(contents.dataset), argparse.Namespace(file="", variable=None)))
    except common.UsageError:
        return None


def spans_picture(contents, rows):
    """The spans of the latency as stacked bars, one per value of an axis."""
    stack = description.stacks(contents)["spans"][0]
    return svg(lambda: stacked(rows, stack, contents.slice_points(rows)))


def cuts_picture(contents, application, rows, positions):
    """The shares of the cuts of an application, given by number, as stacked bars, one per value of an axis."""
    stack = description.stacks(contents)["cuts"][application]
    return svg(lambda: stacked(rows, stack, contents.slice_points(rows, positions=positions)))


def stacked(rows, stack, points):
    """Bars from left to right as the description has them, one per row; unstable ones may leave the axis."""
    parts = [part for part in stack["parts"] if np.nansum(part["values"][points]) > 0]
    of_rows = stack["states"][points]
    legend_rows = -(-len(parts) // PARTS_PER_LEGEND_ROW)
    figure, grid = common.new_figure(1.0 + 0.25 * legend_rows + ROW_HEIGHT * len(rows.values), "", legend_rows)
    axes = grid[0][0]
    left = np.zeros(len(rows.values))
    for part in parts:
        values = np.where(np.isfinite(part["values"][points]), part["values"][points], 0.0)
        axes.barh(range(len(values)), values, left=left, height=0.7, color=part["color"], alpha=part["opacity"])
        left += values
    axes.set_xlim(0.0, stack["end"] or 1.05 * left[states.decisive(left, of_rows)].max() or 1.0)
    axes.set_yticks(range(len(rows.texts)), [common.plain(text) + (" (unstable)" if state == states.UNSTABLE else "")
                                             for text, state in zip(rows.texts, of_rows)])
    axes.invert_yaxis()
    axes.set(xlabel=stack["label"], ylabel=common.plain(rows.label))
    axes.grid(False, axis="y")
    axes.grid(True, axis="x")
    handles = [Patch(color=part["color"], alpha=part["opacity"], label=common.plain(part["text"])) for part in parts]
    for row in range(legend_rows):
        start = row * PARTS_PER_LEGEND_ROW
        common.add_legend(figure, row, handles[start:start + PARTS_PER_LEGEND_ROW])
    return figure


def queries_picture(contents, series, hue):
    """A number of single queries over the time of their arrival, a color per value of an axis."""
    points = contents.slice_points(hue) if hue else contents.slice_points()
    texts = hue.texts if hue else [""]
    metric = series.metrics[0]

    def draw():
        figure, grid = common.new_figure(3.6, "", legend_rows=1 if hue else 0)
        axes = grid[0][0]
        for index, point in enumerate(points):
            axes.plot(series.arrivals[point], metric.values[point], linestyle="none", marker="o",
                      markersize=1.5 + 1.2 * min(len(points) - 1 - index, 3), markeredgewidth=0,
                      color=common.PALETTE[index % len(common.PALETTE)], label=common.plain(texts[index]))
        axes.set(xlabel=description.FIGURES["queries"]["x"], ylabel=common.plain(metric.heading))
        if hue:
            common.add_legend(figure, 0, axes.get_legend_handles_labels()[0], common.plain(hue.name))
        return figure

    return svg(draw)


def map_picture(contents, metric, across, up, positions):
    """A metric over two axes, as colors."""
    points = contents.slice_points(up, across, positions=positions).reshape(len(up.values), len(across.values))

    def draw():
        figure, grid = common.new_figure(1.2 + ROW_HEIGHT * len(up.values), "")
        axes = grid[0][0]
        estimates = np.isfinite(metric.values[points]) & (metric.states[points] < states.UNSTABLE)
        values = np.where(estimates, metric.values[points], np.nan)
        decisive = metric.decisive(points)
        ends = (decisive.min(), decisive.max()) if decisive.size else (None, None)
        image = axes.pcolormesh(values, cmap=description.COLOR_MAP, edgecolors="white", linewidth=0.5, vmin=ends[0], vmax=ends[1])
        for row, column in zip(*np.nonzero(metric.states[points] == states.UNSTABLE)):
            axes.text(column + 0.5, row + 0.5, "×", ha="center", va="center")
        axes.set_xticks(np.arange(len(across.texts)) + 0.5, [common.plain(text) for text in across.texts])
        axes.set_yticks(np.arange(len(up.texts)) + 0.5, [common.plain(text) for text in up.texts])
        axes.set(xlabel=common.plain(across.label), ylabel=common.plain(up.label))
        axes.grid(False)
        figure.colorbar(image, label=common.plain(metric.unit))
        return figure

    return svg(draw)


def untitled(dataset):
    """The page has a title already."""
    copy = dataset.copy()
    copy.attrs["title"] = ""
    return copy


def svg(draw):
    """What `draw` gives, to stand inside a page: no header, no size of its own, no style for other elements."""
    with plt.rc_context(STYLE):
        figure = draw()
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
        plt.close(figure)
    text = file.getvalue()
    text = text[text.index("<svg"):]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<style.*?</style>", "", text, flags=re.S)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    return BLACK.sub("currentColor", text)


def with_own_ids(text, prefix):
    """Several pictures share a page, so each needs names of its own."""
    text = re.sub(r'\bid="', f'id="{prefix}-', text)
    text = re.sub(r'xlink:href="#', f'xlink:href="#{prefix}-', text)
    return re.sub(r"url\(#", f"url(#{prefix}-", text)
