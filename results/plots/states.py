"""What came of the runs behind the values of a plot: whether they are estimates, and how a picture says so if not.

A run that ended at its budget gives an estimate that is less precise than was asked for, an unstable one none at
all. Neither belongs on a line or decides where an axis ends, unless there is nothing else to show.
"""

import common
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

CONVERGED, BUDGET, UNSTABLE = range(3)
OF_STATUS = {"budget": BUDGET, "unstable": UNSTABLE}
PARTS = ("saturation", "bounded")  # of throughput experiments: each has a status of its own

PALE = 0.4  # opacity of what ended at the budget
CROSS = {"linestyle": "none", "marker": "x", "markersize": 7, "markeredgewidth": 1.6, "clip_on": False, "zorder": 6}
BUDGET_TEXT = "ended at the budget"
UNSTABLE_TEXT = "unstable: no estimate"


def states_of(dataset, array):
    """The state of every cell of a variable, as an array like it; where the file does not say, it is CONVERGED."""
    states = array.astype(int) * 0 if array.dtype.kind != "f" else array.where(False, 0.0).astype(int)
    name = status_name(dataset, array.name)
    if name is None or array.dtype.kind != "f" or not set(dataset[name].dims) <= set(array.dims):
        return states
    known = dataset[name].copy(data=np.vectorize(lambda text: OF_STATUS.get(str(text), CONVERGED), otypes=[int])(
        dataset[name].values))
    return (states + known).transpose(*array.dims).rename(array.name)


def status_name(dataset, variable):
    names = [f"{part}_status" for part in PARTS if variable.startswith(f"{part}_")] + ["status"]
    return next((name for name in names if name in dataset.data_vars), None)


def decisive(values, states, logarithmic=False):
    """Which values say where an axis ends: those of converged runs, else those that ended at the budget, else all."""
    drawable = np.isfinite(values) & ((values > 0) | (not logarithmic))
    for worst in (CONVERGED, BUDGET, UNSTABLE):
        found = drawable & (states <= worst)
        if found.any():
            break
    return found


def fit(axes, at, values, half_widths, states, chosen):
    """Lets the axes have room for all places, and upwards for the values that are decisive."""
    there = ~np.isnan(values)
    axes.update_datalim(np.column_stack([at[there], np.zeros(there.sum())]), updatey=False)
    half_widths = np.where(np.isfinite(half_widths) & (states < UNSTABLE), half_widths, 0.0)
    for end in (values - half_widths, values + half_widths):
        axes.update_datalim(np.column_stack([at[chosen], end[chosen]]), updatex=False)
    axes.autoscale_view()


def draw_crosses(axes, at, values, states, color):
    """Crosses for what is unstable. To be called when the limits are fixed, as all that is at the edge."""
    unstable = (states == UNSTABLE) & np.isfinite(values)
    if unstable.any():
        axes.plot(at[unstable], at_edge(axes, at[unstable], values[unstable], color), markeredgecolor=color, **CROSS)


def at_edge(axes, at, values, color, points_above=8):
    """The values, those beyond the axis moved to its edge, where an arrow says so."""
    low, high = axes.get_ylim()
    for place in at[values > high]:
        axes.annotate("▲", (place, high), xytext=(0, points_above), textcoords="offset points", ha="center",
                      va="center", fontsize=6, color=color, annotation_clip=False, zorder=7)
    return np.clip(values, low, high)


def freeze(panels):
    """Nothing that is drawn from now on moves the axes."""
    for axes in panels:
        axes.autoscale(False)


def handles(values, states, bars=False):
    """The legend's entries for what did not converge, if there is any."""
    finite = np.isfinite(values)
    found = []
    if (finite & (states == BUDGET)).any():
        found.append(Patch(facecolor="#555555", alpha=PALE, label=BUDGET_TEXT) if bars else
                     Line2D([], [], linestyle="none", marker="o", color="#555555", alpha=PALE, label=BUDGET_TEXT))
    if (finite & (states == UNSTABLE)).any():
        found.append(Line2D([], [], **{**CROSS, "clip_on": True}, markeredgecolor=common.REFERENCE, label=UNSTABLE_TEXT))
    return found
