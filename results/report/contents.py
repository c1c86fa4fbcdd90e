"""What a results file contains, in the shape that the report shows: axes, metrics, spans, cuts, the rest."""

import dataclasses
import math
import re

import numpy as np
import openings
import states
from units import (MISSING, axis_texts, count_text, estimate_text, is_wide, json_number, number_text, scale_of)

# Tables of the report: a variable belongs to the first whose expression its name matches.
TABLES = (
    ("Key metrics", r"(saturation|bounded)_(throughput|gain)|latency(_mean|_p95|_p99)?|sojourn_time_(mean|p95|p99)"
                    r"|throughput|utilization|energy|mobile_energy_mean|upload_bytes|chosen_cut"),
    ("Latency and time in the system", r"latency_.*|sojourn_time_.*|waiting_time_.*|queue_length.*|jobs_in_system.*"
                                       r"|predicted_latency"),
    ("Spans of a query", r"span_.*|(mobile|upload|server|download)_time"),
    ("Servers", r"server_.*|remote_share|blocked_share"),
    ("Energy and regret", r".*energy.*|regret_.*"),
    ("Runs", r"queries|jobs|events|discarded_share|fingerprint|.*_status"),
    ("Other metrics", r".*"),
)
# The parts of a query's life, in its order, with colors: a wait and what it waits for are related.
SPANS = {
    "span_decision_mean": "#8C8C8C", "span_phone_wait_mean": "#F0E442", "span_phone_run_mean": "#E69F00",
    "span_uplink_wait_mean": "#56B4E9", "span_upload_mean": "#0072B2", "span_server_wait_mean": "#CC79A7",
    "span_server_run_mean": "#D55E00", "span_download_mean": "#009E73",
    "mobile_time": "#E69F00", "upload_time": "#0072B2", "server_time": "#D55E00", "download_time": "#009E73",
}
PREFERRED_METRICS = ("saturation_gain", "saturation_throughput", "latency_mean", "sojourn_time_mean", "latency")
MOST_LINES = 7
# What is drawn of single queries over the time of their arrival, and how many numbers the page may spend on it.
QUERY_VARIABLES = ("query_latency", "query_load_level", "query_load_wait", "query_waiting", "query_busy",
                   "query_uplink", "query_believed_uplink", "query_mobile_energy")
MOST_QUERY_NUMBERS = 60_000
MOST_QUERIES = 600  # of one point
NOT_RUN = ("", "not run", "excluded")  # statuses of points without numbers


@dataclasses.dataclass
class Axis:
    """An axis of the sweep, in the unit that is shown."""

    name: str
    unit: str
    values: list
    texts: list

    @property
    def label(self):
        return f"{self.name} ({self.unit})" if self.unit else self.name

    def equation(self, position):
        """'load = 0.7', 'bandwidth = 12.8 Mbit/s'."""
        return f"{self.name} = {self.texts[position]} {self.unit}".rstrip()

    @property
    def numeric(self):
        return not isinstance(self.values[0], str)

    @property
    def logarithmic(self):
        return self.numeric and len(self.values) > 2 and is_wide(self.values)


@dataclasses.dataclass
class Metric:
    """A number of every point, in the unit that is shown; values and half-widths run over the points."""

    name: str
    label: str
    unit: str
    values: np.ndarray
    factor: float  # of that unit, to the one of the file
    half_widths: object  # an array, or None for what is no estimate
    states: np.ndarray   # of the points: states.CONVERGED, …

    @property
    def heading(self):
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def decisive(self, points):
        """The values of these points by which scales go: of those that converged, if any did."""
        return self.values[points][states.decisive(self.values[points], self.states[points])]

    def cell(self, point):
        if self.half_widths is None:
            return number_text(self.values[point])
        return estimate_text(self.values[point], self.half_widths[point])


@dataclasses.dataclass
class TextColumn:
    """A text of every point, such as a fingerprint."""

    name: str
    heading: str
    texts: list

    def cell(self, point):
        return self.texts[point]


class Contents:
    """A data set, read once."""

    def __init__(self, dataset):
        self.dataset = dataset
        self.dimensions = axis_names(dataset)
        self.axes = [axis_of(dataset, name) for name in self.dimensions]
        self.shape = tuple(len(axis.values) for axis in self.axes)
        self.metrics = [metric_of(dataset, name, self.dimensions) for name in dataset.data_vars
                        if is_metric(dataset, name, self.dimensions)]
        self.texts = [TextColumn(name, array.attrs.get("long_name") or name, texts_of(array, self.dimensions))
                      for name, array in dataset.data_vars.items() if is_text(array, self.dimensions)]
        self.status = next((column.texts for column in self.texts if column.name == "status"), None)

    @property
    def points(self):
        return int(np.prod(self.shape, dtype=int))

    def axis(self, name):
        return next(axis for axis in self.axes if axis.name == name)

    def metric(self, name):
        return next((metric for metric in self.metrics if metric.name == name), None)

    def spans(self):
        """The parts of the latency that any point has."""
        found = [self.metric(name) for name in SPANS]
        return [metric for metric in found if metric is not None and np.nansum(metric.values) > 0]

    def default_metric(self):
        estimates = [metric for metric in self.metrics if metric.half_widths is not None] or self.metrics
        preferred = [self.metric(name) for name in PREFERRED_METRICS if self.metric(name) is not None]
        return (preferred or estimates)[0]

    def long_axes(self):
        """Axes with more than one value."""
        return [axis for axis in self.axes if len(axis.values) > 1]

    def default_x(self):
        """The numeric axis with the most values, else the axis of labels with the most."""
        axes = self.long_axes()
        numeric = [axis for axis in axes if axis.numeric]
        return max(numeric or axes, key=lambda axis: len(axis.values), default=None)

    def default_hue(self):
        """The policy, else the axis of labels, else of numbers, that gives the most lines that can be told apart."""
        axes = [axis for axis in self.long_axes() if axis is not self.default_x() and len(axis.values) <= MOST_LINES]
        return max(axes, key=lambda axis: (axis.name == "policy", not axis.numeric, len(axis.values)), default=None)

    def default_positions(self):
        """Where the axes stand that are not drawn: in the middle."""
        return {axis.name: len(axis.values) // 2 for axis in self.axes}

    def default_rows(self):
        """The axis whose values are compared side by side: the lines', or else the only one."""
        return self.default_hue() or self.default_x()

    def map_axes(self):
        """The two numeric axes with the most values; empty if there are not two."""
        axes = sorted((axis for axis in self.long_axes() if axis.numeric), key=lambda axis: -len(axis.values))
        return axes[:2] if len(axes) > 1 else []

    def slice_points(self, *axes, positions=None):
        """The points over some axes in row-major order, the others in these positions, by default the usual ones."""
        positions = positions or self.default_positions()
        where = [slice(None) if axis in axes else positions[axis.name] for axis in self.axes]
        points = np.arange(self.points).reshape(self.shape)[tuple(where)]
        order = [axis for axis in self.axes if axis in axes]
        return np.transpose(points, [order.index(axis) for axis in axes]).ravel()

    def position_texts(self, point):
        return [axis.texts[i] for axis, i in zip(self.axes, np.unravel_index(point, self.shape))] if self.axes else []


def axis_names(dataset):
    """The dimensions that the points lie over: those of `status`, or else of the first variable."""
    first = next(iter(dataset.data_vars), None)
    main = "status" if "status" in dataset.data_vars else first
    return [] if main is None else [name for name in dataset[main].dims if name != "cut"]


def axis_of(dataset, name):
    size = dataset.sizes[name]
    coordinate = dataset[name] if name in dataset.coords else None
    if coordinate is None or coordinate.dtype.kind not in "fi":
        texts = [str(value) for value in coordinate.values] if coordinate is not None else [
            str(i) for i in range(size)]
        return Axis(name, "", texts, with_zipped(dataset, name, texts))
    factor, unit = scale_of(coordinate.attrs.get("units", ""), coordinate.values)
    values = [float(f"{value / factor:.12g}") for value in coordinate.values]
    texts = with_zipped(dataset, name, axis_texts(values))
    return Axis(name, unit, values, texts)


def with_zipped(dataset, name, texts):
    """Adds what varies together with an axis: other coordinates over the same dimension."""
    for key, coordinate in dataset.coords.items():
        if key == name or coordinate.dims != (name,):
            continue
        values = coordinate.values
        if coordinate.dtype.kind in "fi":
            factor, unit = scale_of(coordinate.attrs.get("units", ""), values)
            values = [f"{number_text(value / factor)} {unit}".strip() for value in values]
        texts = [f"{text}, {key} {value}" for text, value in zip(texts, values)]
    return texts


def is_metric(dataset, name, dimensions):
    return (dataset[name].dtype.kind in "fiu" and set(dataset[name].dims) == set(dimensions)
            and not name.endswith("_ci95") and not (dataset[name].dtype.kind == "f" and dataset[name].isnull().all()))


def metric_of(dataset, name, dimensions):
    array = dataset[name].transpose(*dimensions)
    values = array.values.astype(float).ravel()
    factor, unit = scale_of(array.attrs.get("units", ""), values)
    half_widths = None
    if f"{name}_ci95" in dataset and set(dataset[f"{name}_ci95"].dims) == set(dimensions):
        half_widths = dataset[f"{name}_ci95"].transpose(*dimensions).values.astype(float).ravel() / factor
    return Metric(name, array.attrs.get("long_name") or name, unit, values / factor, factor, half_widths,
                  states.states_of(dataset, array).values.ravel())


def is_text(array, dimensions):
    return array.dtype.kind not in "fiub" and set(array.dims) == set(dimensions)


def texts_of(array, dimensions):
    return [str(value) for value in array.transpose(*dimensions).values.ravel()]


def status_text(statuses):
    """'118 points converged, 58 ended at the budget', in the order of their first occurrence."""
    counts = {status: statuses.count(status) for status in dict.fromkeys(statuses) if status}
    parts = []
    for status, count in counts.items():
        be = "was" if count == 1 else "were"
        what = {"converged": "converged", "budget": "ended at the budget"}.get(status, f"{be} {status}")
        parts.append(f"{count_text(count, 'point') if not parts else f'{count:,}'} {what}")
    return ", ".join(parts)


def table_of(name):
    return next(title for title, expression in TABLES if re.fullmatch(expression, name))


def summary(contents):
    """A paragraph: what was run, how many points, and what came of them."""
    dataset = contents.dataset
    attributes = dataset.attrs
    kind = {"steady_state": "Steady state", "throughput": "Throughput", "decisions": "Single decisions"}.get(
        attributes.get("experiment"), "Results")
    shape = " × ".join(f"{axis.name} ({len(axis.values)})" for axis in contents.axes)
    sentences = [f"{kind} of {count_text(contents.points, 'point')}" + (f": {shape}." if shape else ".")]
    if "interval_method" in attributes:
        sentences.append("Intervals of 95 % by " + (
            f"{count_text(int(attributes.get('replications', 1)), 'independent replication')} of each point."
            if attributes.get("replications", 1) > 1 else f"{attributes['interval_method']}."))
    if contents.status:
        words = status_text(contents.status)
        sentences.append(f"{words}." if words else "")
    done = [count_text(int(dataset[name].sum()), name[:-3] + "y" if name == "queries" else name[:-1], name)
            for name in ("queries", "jobs", "events") if name in dataset]
    sentences.append(f"{' and '.join(done)}." if done else "")
    return " ".join(filter(None, sentences))


def other_arrays(contents):
    """Numbers that lie over some of the axes only, or none, such as geometric means and published values."""
    main = set(contents.dimensions)
    return [(name, array) for name, array in contents.dataset.data_vars.items()
            if set(array.dims) < main or (not array.dims and main) if not name.endswith("_ci95")]


def position_text(contents, array, point):
    """'link = lte, policy = oracle': where a value of such an array stands."""
    indices = np.unravel_index(point, array.shape) if array.dims else ()
    return ", ".join(contents.axis(name).equation(index) for name, index in zip(array.dims, indices))


def value_text(contents, array, point):
    value = array.values.ravel()[point]
    if array.dtype.kind not in "fiu":
        return str(value)
    factor, unit = scale_of(array.attrs.get("units", ""), array.values)
    name = f"{array.name}_ci95"
    half_widths = contents.dataset.get(name)
    half_width = half_widths.transpose(*array.dims).values.ravel()[point] if half_widths is not None else math.nan
    return f"{estimate_text(value / factor, half_width / factor)} {unit}".rstrip()


def cut_shares(contents):
    """Per application and point the cuts that were used: [[cut, share], …]; empty without such a variable."""
    dataset = contents.dataset
    if "cut_share" not in dataset or set(dataset.cut_share.dims) != {*contents.dimensions, "application", "cut"}:
        return []
    array = dataset.cut_share.transpose("application", *contents.dimensions, "cut").values
    labels = dataset.cut_label.transpose("application", "cut").values if "cut_label" in dataset else None
    found = []
    for index, name in enumerate(dataset.application.values):
        shares = array[index].reshape(-1, array.shape[-1])
        used = [int(cut) for cut in np.flatnonzero(np.nansum(shares, axis=0) > 0)]
        found.append({
            "name": str(name),
            "cuts": [str(labels[index, cut]) if labels is not None else str(cut) for cut in used],
            "shares": [[json_number(value) for value in row[used]] for row in shares]})
    return found


def cut_columns(contents):
    """The same as texts, a column per application: 'input 45 %, pool5 55 %'."""
    columns = []
    for application in cut_shares(contents):
        texts = []
        for shares in application["shares"]:
            used = [(cut, share) for cut, share in zip(application["cuts"], shares) if share]
            texts.append(", ".join(f"{cut} {100 * share:.3g} %" for cut, share in used) or MISSING)
        columns.append(TextColumn("cut_share", application["name"], texts))
    return columns


@dataclasses.dataclass
class QuerySeries:
    """Numbers of single queries, evenly picked: arrivals and each metric's values over (point, query)."""

    arrivals: np.ndarray  # s
    metrics: list


def query_series(contents):
    """What the file has of single queries; None if nothing."""
    dataset = contents.dataset
    shape = {*contents.dimensions, "query"}
    names = [name for name in QUERY_VARIABLES if name in dataset and set(dataset[name].dims) == shape
             and dataset[name].notnull().any()]
    if "query_arrival" not in dataset or not names:
        return None
    count = min(MOST_QUERIES, MOST_QUERY_NUMBERS // (contents.points * (len(names) + 1)))
    picked = dataset.isel(query=slice(None, None, -(-dataset.sizes["query"] // max(count, 1))))

    def over_points(name):
        array = picked[name].transpose(*contents.dimensions, "query")
        return array.values.astype(float).reshape(contents.points, -1)

    metrics = []
    for name in names:
        values = over_points(name)
        factor, unit = scale_of(picked[name].attrs.get("units", ""), values)
        metrics.append(Metric(name, picked[name].attrs.get("long_name") or name, unit, values / factor, factor, None,
                              np.zeros_like(values, int)))
    return QuerySeries(over_points("query_arrival"), metrics)


def series_json(series):
    if series is None:
        return None
    rows = [[json_number(value) for value in row] for row in series.arrivals]
    return {"arrivals": rows, "metrics": [
        {"name": metric.name, "label": metric.label, "unit": metric.unit,
         "values": [[json_number(value) for value in row] for row in metric.values]} for metric in series.metrics]}


def as_json(contents):
    """What the script of the page draws from."""
    x, hue, rows = contents.default_x(), contents.default_hue(), contents.default_rows()
    applications, application, places = cut_shares(contents), 0, {}
    if applications and rows:
        application, places["cuts"] = openings.cuts_opening(contents, applications, rows)
    if contents.map_axes():
        places["map"] = openings.map_opening(contents, contents.default_metric(), *contents.map_axes())
    return {
        "axes": [{"name": axis.name, "label": axis.label, "unit": axis.unit, "values": axis.values, "texts": axis.texts,
                  "numeric": axis.numeric, "logarithmic": axis.logarithmic} for axis in contents.axes],
        "metrics": [{"name": metric.name, "label": metric.label, "unit": metric.unit,
                     "values": [json_number(value) for value in metric.values],
                     "halfWidths": None if metric.half_widths is None else
                     [json_number(value) for value in metric.half_widths],
                     "states": metric.states.tolist()} for metric in contents.metrics],
        "status": contents.status,
        "queries": series_json(query_series(contents)),
        "start": {"metric": contents.default_metric().name, "x": x and x.name, "hue": hue and hue.name,
                  "rows": rows and rows.name, "map": [axis.name for axis in contents.map_axes()],
                  "positions": contents.default_positions(), "openings": places, "application": application},
    }
