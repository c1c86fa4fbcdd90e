#!/usr/bin/python3
"""Turns a results file into one self-contained HTML page: figures, tables, scenario and provenance."""

import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(HERE, "..", "plots"))

import common
import contents as results
import description
import jinja2
import numpy as np
import openings
import pictures
import states
import units
from markupsafe import Markup

# Attributes that the page shows elsewhere.
SHOWN_ELSEWHERE = ("title", "scenario")
SCRIPTS = ("chart_parts.js", "charts.js", "page.js")


def figures(contents):
    """The figures that this file allows, with pictures of the slice to start from."""
    found = [gains_figure(contents), metric_figure(contents), map_figure(contents), spans_figure(contents),
             cuts_figure(contents), queries_figure(contents)]
    return [figure for figure in found if figure is not None]


def figure_of(kind, svg, text="", **places):
    """A figure as its description has it, with the picture of a slice and what its caption says of that."""
    described = description.FIGURES[kind]
    return {"id": kind, "title": described["title"], "text": text or described.get("text", ""),
            "svg": Markup(pictures.with_own_ids(svg, kind)), "caption": description.caption(kind, **places)}


def by_text(hue):
    return f", by {hue.label}" if hue else ""


def fixed_text(contents, *drawn, positions=None):
    """'; load = 0.7': where the other axes stand."""
    positions = positions or contents.default_positions()
    parts = [axis.equation(positions[axis.name]) for axis in contents.long_axes() if axis not in drawn]
    return "; " + ", ".join(parts) if parts else ""


def capitalized(text):
    return text[:1].upper() + text[1:]


def metric_figure(contents):
    x, hue = contents.default_x(), contents.default_hue()
    if x is None:
        return None
    metric = contents.default_metric()
    points = contents.slice_points(*filter(None, (x, hue)))
    unconverged = np.isfinite(metric.values[points]) & (metric.states[points] != states.CONVERGED)
    phrases = {"scale": units.is_wide(metric.decisive(points)), "intervals": metric.half_widths is not None,
               "unconverged": unconverged.any()}
    return figure_of("metrics", pictures.metric_picture(contents, metric, x, hue),
                     heading=capitalized(metric.heading), x=x.label, by=by_text(hue),
                     fixed=fixed_text(contents, x, hue),
                     **{name: description.PHRASES[name] for name, is_so in phrases.items() if is_so})


def gains_figure(contents):
    if contents.dataset.attrs.get("experiment") != "throughput":
        return None
    picture = pictures.gains_picture(contents)
    return None if picture is None else figure_of("gains", picture)


def map_figure(contents):
    if not contents.map_axes():
        return None
    across, up = contents.map_axes()
    metric = contents.default_metric()
    positions = openings.map_opening(contents, metric, across, up)
    if positions is None:
        return None
    return figure_of("map", pictures.map_picture(contents, metric, across, up, positions),
                     heading=capitalized(metric.heading), x=across.label, up=up.label,
                     fixed=fixed_text(contents, across, up, positions=positions))


def spans_figure(contents):
    rows = contents.default_rows()
    if rows is None or len(contents.spans()) < 2:
        return None
    return figure_of("spans", pictures.spans_picture(contents, rows), x=rows.label, fixed=fixed_text(contents, rows))


def cuts_figure(contents):
    rows = contents.default_rows()
    shares = results.cut_shares(contents)
    if rows is None or not shares:
        return None
    number, positions = openings.cuts_opening(contents, shares, rows)
    return figure_of("cuts", pictures.cuts_picture(contents, number, rows, positions), name=shares[number]["name"],
                     x=rows.label, fixed=fixed_text(contents, rows, positions=positions))


def queries_figure(contents):
    series = results.query_series(contents)
    if series is None:
        return None
    hue = contents.default_hue() or contents.default_x()
    shown, kept = series.arrivals.shape[1], contents.dataset.sizes["query"]
    text = (f"{shown:,} of the first {kept:,} queries of each point, evenly picked; warm-up included."
            if shown < kept else f"The first {kept:,} queries of each point, warm-up included.")
    return figure_of("queries", pictures.queries_picture(contents, series, hue), text,
                     heading=capitalized(series.metrics[0].heading), by=by_text(hue), fixed=fixed_text(contents, hue))


def tables(contents):
    """The metrics of all points, by theme."""
    by_title = {title: [] for title, _ in results.TABLES}
    for metric in [*contents.metrics, *(column for column in contents.texts if column.name != "status")]:
        by_title[results.table_of(metric.name)].append(metric)
    by_title["Where networks are cut"] = results.cut_columns(contents)
    found = []
    for title, metrics in by_title.items():
        if not metrics:
            continue
        rows = [{"position": contents.position_texts(point),
                 "status": contents.status[point] if contents.status else "",
                 "cells": [metric.cell(point) for metric in metrics]} for point in range(contents.points)]
        found.append({"title": title, "metrics": metrics, "rows": rows,
                      "statuses": contents.status is not None and not found})
    return found


def small_tables(contents):
    """Numbers that lie over some of the axes or none, and what else the file has."""
    found = []
    rows = []
    for name, array in results.other_arrays(contents):
        for point, value in enumerate(array.values.ravel()):
            rows.append((name, results.position_text(contents, array, point),
                         results.value_text(contents, array, point), array.attrs.get("long_name", "")))
    if rows:
        found.append({"title": "Numbers over some of the axes", "caption": "Numbers that do not lie over all axes",
                      "headings": ("variable", "where", "value", "meaning"), "rows": rows})
    rows = [(name, ", ".join(array.dims), array.attrs.get("units", ""), array.attrs.get("long_name", ""))
            for name, array in contents.dataset.data_vars.items() if not name.endswith("_ci95")]
    found.append({"title": "Variables of the file", "caption": "What the results file has, shown here or not",
                  "headings": ("variable", "over", "unit", "meaning"), "rows": rows})
    return found


def facts(contents):
    """The numbers to see first."""
    attributes = contents.dataset.attrs
    found = [("points", f"{contents.points:,}")]
    if contents.status:
        run = [status for status in contents.status if status not in results.NOT_RUN]
        found.append(("converged", f"{run.count('converged'):,} of {len(run):,}"))
    for name in ("queries", "jobs", "events"):
        if name in contents.dataset.data_vars:
            found.append((name, f"{int(contents.dataset[name].sum()):,}"))
    if "wall_time_seconds" in attributes:
        found.append(("time of the last command", units.duration_text(float(attributes["wall_time_seconds"]))))
    return found


def embedded_json(value):
    """JSON that cannot end the script element that holds it, nor start a comment in it."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def resource(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def page(dataset, path):
    """The whole page as text."""
    contents = results.Contents(dataset)
    if not contents.metrics:
        raise common.UsageError(f"{path}: error: no numbers to report; use what cutpoint run writes")
    attributes = dataset.attrs
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(resource("page.html")).render(
        title=attributes.get("title") or os.path.basename(path), summary=results.summary(contents),
        facts=facts(contents), figures=figures(contents), axes=contents.axes, tables=tables(contents),
        small_tables=small_tables(contents), scenario=attributes.get("scenario", ""),
        overrides=common.overrides(path),
        command_line=attributes.get("command_line", ""),
        provenance=[(name, value) for name, value in attributes.items() if name not in SHOWN_ELSEWHERE],
        file=os.path.basename(path), data=embedded_json({**results.as_json(contents), **description.as_json(contents)}), missing=units.MISSING,
        style=Markup(resource("page.css")), script=Markup("".join(map(resource, SCRIPTS))))


def save(text, path):
    """Writes the page beside its place and renames it, so that nobody sees half of one."""
    with common.written_whole(path) as file:
        file.write(text.encode())


def main(command_line=None):
    parser = argparse.ArgumentParser(prog="cutpoint report", description=__doc__, allow_abbrev=False)
    parser.add_argument("file", metavar="F.h5", help="results file")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.html", help="page to write")
    common.add_reading_argument(parser)
    arguments = parser.parse_args(command_line)

    def write():
        if not arguments.output.endswith((".html", ".htm")):
            raise common.UsageError(f"{arguments.output}: error: the name of a report ends in .html")
        save(page(common.read(arguments.file, arguments.verified_only), arguments.file), arguments.output)

    return common.exit_code_of(write)


if __name__ == "__main__":
    sys.exit(main())
