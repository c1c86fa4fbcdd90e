#!/usr/bin/python3
"""Draws predicted against measured layer times, both on logarithmic axes.

usage: accuracy.py REPORT.json -o PICTURE

REPORT.json is what `cutpoint fit PROFILE.csv --against NETWORKS.csv --json` prints. A layer on the
diagonal is predicted exactly; between the dotted lines it is within a factor of 1.25.
"""

import json
import os
import sys

import common
import numpy as np

BAND = 1.25


def arguments_parser():
    return common.arguments_parser(__doc__.splitlines()[0])


def read(path):
    """The layers of a report: type, measured and predicted time."""
    try:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
    except OSError as error:
        raise common.FileError(f"{path}: error: cannot read: {os.strerror(error.errno)}") from error
    except ValueError as error:
        raise common.FileError(f"{path}: error: cannot read: not JSON") from error
    if not report.get("rows"):
        raise common.UsageError(f"{path}: error: no rows; use what cutpoint fit --json prints")
    return report


def draw(report, arguments):
    rows = [row for row in report["rows"] if row["measured"] > 0 and row["predicted"] > 0]
    types = sorted({row["layer_type"] for row in rows})
    handles = []
    figure, grid = common.new_figure(5.2, report.get("device", ""), -(-(len(types) + 1) // common.LEGEND_COLUMNS))
    axes = grid[0][0]
    times = np.array([[row["measured"], row["predicted"]] for row in rows])
    ends = np.array([times.min() / 1.5, times.max() * 1.5])
    axes.plot(ends, ends, color=common.REFERENCE, linewidth=0.8)
    for factor in (BAND, 1.0 / BAND):
        axes.plot(ends, ends * factor, color=common.REFERENCE, linewidth=0.6, linestyle=":")
    for index, kind in enumerate(types):
        chosen = np.array([row["layer_type"] == kind for row in rows])
        style = {"color": common.PALETTE[index % len(common.PALETTE)],
                 "marker": common.MARKERS[index % len(common.MARKERS)], "linestyle": "none", "markersize": 4}
        axes.plot(times[chosen, 0], times[chosen, 1], **style)
        handles.append(common.Line2D([], [], label=kind.replace("_", " "), **style))
    common.add_legend(figure, 0, handles, "layers")
    axes.set(xscale="log", yscale="log", xlim=ends, ylim=ends, xlabel="measured (s)", ylabel="predicted (s)")
    axes.grid(True, axis="both")
    errors = np.abs(times[:, 1] / times[:, 0] - 1.0)
    axes.set_title(f"{len(rows)} layers, median error {100 * np.median(errors):.1f} %", loc="left")
    return figure


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw, read_file=read))
