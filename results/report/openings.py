"""Where a figure opens: at the values of the other axes that show the most, as few readers look further."""

import numpy as np
import states


def map_opening(contents, metric, across, up):
    """Where a metric varies the most over two axes beyond its intervals; None if it nowhere does."""
    known = np.isfinite(metric.values) & (metric.states < states.UNSTABLE)
    half_widths = 0.0 if metric.half_widths is None else np.where(np.isnan(metric.half_widths), 0.0, metric.half_widths)
    lows = np.where(known, metric.values - half_widths, -np.inf).reshape(contents.shape)
    highs = np.where(known, metric.values + half_widths, np.inf).reshape(contents.shape)
    drawn = tuple(contents.axes.index(axis) for axis in (across, up))
    variation = lows.max(axis=drawn, keepdims=True) - highs.min(axis=drawn, keepdims=True)
    return best(contents, drawn, variation) if variation.max() > 0 else None


def cuts_opening(contents, applications, rows):
    """The number of the application, and where its queries are the least of one mind about the cut."""
    drawn = contents.axes.index(rows)
    scores = []
    for application in applications:
        shares = np.nan_to_num(np.array(application["shares"], float))
        divided = (shares.sum(axis=1) - shares.max(axis=1)).reshape(contents.shape)
        scores.append(divided.sum(axis=drawn, keepdims=True).round(3))
    number = int(np.argmax([score.max() for score in scores]))
    return number, best(contents, (drawn,), scores[number])


def best(contents, drawn, scores):
    """The positions of the highest score, the usual ones if theirs is as high; scores have length 1 over what is drawn."""
    usual = contents.default_positions()
    at = tuple(0 if i in drawn else usual[axis.name] for i, axis in enumerate(contents.axes))
    if scores[at] < scores.max():
        at = np.unravel_index(np.argmax(scores), scores.shape)
    return {axis.name: usual[axis.name] if i in drawn else int(at[i]) for i, axis in enumerate(contents.axes)}
