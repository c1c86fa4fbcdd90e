"""What the figures of a report show: the one description from which pictures.py draws for readers without
scripts, and charts.js for all others. Which slice of the sweep is drawn is no part of it; readers choose that.
"""

import collections

import common
import matplotlib
import numpy as np
import states
import units
from contents import SPANS, cut_shares

# Per figure its title, its text and its caption, in whose places names, headings and the phrases below stand.
FIGURES = {
    "gains": {"title": "Throughput gains",
              "caption": "Throughput over that of the baseline policy, with 95 % confidence intervals, geometric means "
                         "and, where there are any, published values."},
    "metrics": {"title": "Metrics over an axis",
                "caption": "{heading}{scale} over {x}{by}{fixed}.{intervals}{unconverged}"},
    "map": {"title": "A metric over two axes", "caption": "{heading} over {x} and {up}{fixed}. Darker is smaller."},
    "spans": {"title": "Where the latency goes",
              "text": "A query's life from left to right; the parts add up to its mean latency.",
              "caption": "Mean latency by span in ms, one bar per {x}{fixed}."},
    "cuts": {"title": "Where networks are cut",
             "text": "What is uploaded: the input if everything runs on a server; of the last layer, nothing is.",
             "caption": "Share of the queries of {name} by cut, one bar per {x}{fixed}."},
    "queries": {"title": "Single queries over time", "x": "time of arrival (s)",
                "caption": "{heading} over the time of arrival (s){by}{fixed}."},
}
# What captions say in the place of their name, if it is so.
PHRASES = {
    "scale": ", on a logarithmic scale,",
    "intervals": " Error bars are 95 % confidence intervals; open points are unbounded or without one.",
    "unconverged": " What did not converge is on no line, and the scale does not go by it.",
}
MARKS = {"pale": states.PALE, "budget": states.BUDGET_TEXT, "unstable": states.UNSTABLE_TEXT,
         "unknown": common.UNKNOWN_TEXT}
COLOR_MAP = "cividis"  # looks the same to readers with and without color blindness
COLOR_STOPS = 6


def caption(kind, **places):
    """The caption of a figure; what is not given is left out."""
    return FIGURES[kind]["caption"].format_map(collections.defaultdict(str, places))


def part(text, index, values, color=None):
    """One part of stacked bars: its values over all points. Colors that come a second time are paler."""
    count = len(common.PALETTE)
    return {"text": text, "color": color or common.PALETTE[index % count],
            "opacity": 1.0 if color or index < count else 0.5, "values": values}


def stacks(contents):
    """The stacked bars of the file by figure: what they are of, the parts from left to right, the label of their
    axis, the unit of a part, where the axis ends (None: behind the longest bar) and the states of the points."""
    spans = contents.spans()
    parts = [part(span.label, index, span.values * span.factor / 1e-3, SPANS[span.name])
             for index, span in enumerate(spans)]
    found = {"spans": [{"name": "", "label": "mean time of a query (ms)", "unit": "ms", "end": None, "parts": parts,
                        "states": spans[0].states}] if spans else [],
             "cuts": []}
    for application in cut_shares(contents):
        shares = np.array(application["shares"], float).reshape(contents.points, len(application["cuts"]))
        found["cuts"].append({
            "name": application["name"], "label": "share of the queries", "unit": "", "end": 1.0,
            "parts": [part(cut, index, shares[:, index]) for index, cut in enumerate(application["cuts"])],
            "states": np.zeros(contents.points, int)})
    return found


def as_json(contents):
    """The description as charts.js reads it."""
    def plain(stack):
        parts = [{**part, "values": [units.json_number(value) for value in part["values"]]} for part in stack["parts"]]
        return {**stack, "parts": parts, "states": stack["states"].tolist()}

    colors = matplotlib.colormaps[COLOR_MAP](np.linspace(0.0, 1.0, COLOR_STOPS))
    return {"figures": FIGURES, "phrases": PHRASES, "marks": MARKS, "palette": list(common.PALETTE),
            "wide": units.WIDE, "colors": np.round(255 * colors[:, :3]).astype(int).tolist(),
            "stacks": {kind: [plain(stack) for stack in found] for kind, found in stacks(contents).items()}}
