"""How plots and the report write numbers: with a prefix that keeps them short, and no more digits than they deserve."""

import math

import numpy as np

# Prefixes of each unit, from large to small; a unit that is not here is written as it is.
PREFIXES = {
    "s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "J": ((1e3, "kJ"), (1.0, "J"), (1e-3, "mJ"), (1e-6, "µJ")),
    "W": ((1e3, "kW"), (1.0, "W"), (1e-3, "mW")),
    "B": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")),
    "B/s": ((1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"), (1.0, "B/s")),
    "bit/s": ((1e9, "Gbit/s"), (1e6, "Mbit/s"), (1e3, "kbit/s"), (1.0, "bit/s")),
}
WIDE = 50.0
MISSING = "–"
UNBOUNDED = "unbounded"


def scale_of(unit, values):
    """The factor and the name of the unit in which a typical one of the values is at least 1."""
    unit = "" if unit == "1" else unit
    values = np.abs(np.asarray(values, float)).ravel()
    values = values[np.isfinite(values) & (values > 0)]
    choices = PREFIXES.get(unit, ((1.0, unit),))
    typical = np.median(values) if len(values) else 1.0
    for factor, name in choices:
        if typical >= 0.9999 * factor:
            return factor, name
    return choices[-1]


def number_of(text, unit):
    """The number in `unit` that '1e7' or '10 Mbit/s' stands for; None if it is none."""
    unit = "" if unit == "1" else unit
    names = [(1.0, ""), *PREFIXES.get(unit, ((1.0, unit),))]
    for factor, name in sorted(names, key=lambda choice: -len(choice[1])):
        if text.endswith(name):
            try:
                return factor * float(text.removesuffix(name))
            except ValueError:
                return None
    return None


def is_wide(values):
    """Whether these are numbers of such different sizes that only a logarithmic scale shows them all."""
    values = np.asarray(values)[np.isfinite(values)]
    return bool(len(values) > 1 and values.min() > 0 and values.max() >= WIDE * values.min())


def number_text(value, digits=4):
    """1234, 0.3, 1.5e-07; whole numbers in full."""
    if np.isnan(value):
        return MISSING
    if np.isinf(value):
        return UNBOUNDED if value > 0 else "−" + UNBOUNDED
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value)}"
    return f"{value:.{digits}g}"


def axis_texts(values):
    """The values of an axis, as short as they can be told apart: 0.1778, 0.3162."""
    for digits in range(4, 12):
        texts = [number_text(value, digits) for value in values]
        if len(set(texts)) == len(values):
            break
    return texts


def estimate_text(value, half_width):
    """A value and its half-width, both to the second digit of the half-width, but no more than six of the value.

    An infinite half-width says that too little was seen to know the interval.
    """
    if not np.isfinite(value) or np.isnan(half_width):
        return number_text(value)
    if np.isinf(half_width):
        return f"{number_text(value)} ± ∞"
    if half_width <= 0:
        return f"{number_text(value)} ± 0"
    decimals = 1 - math.floor(math.log10(half_width))
    if value != 0:
        decimals = min(decimals, 5 - math.floor(math.log10(abs(value))))
    decimals = min(max(0, decimals), 9)
    return f"{value:.{decimals}f} ± {half_width:.{decimals}f}"


def duration_text(seconds):
    """'0.3 s', '5 min 12 s', '2 h 3 min'."""
    if seconds < 60:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def count_text(count, thing, things=None):
    """'1 point', '12,000 points'."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def json_number(value):
    """What JSON can hold: null for a missing value, and 'inf' for one without bound."""
    if np.isnan(value):
        return None
    if np.isinf(value):
        return "inf" if value > 0 else "-inf"
    rounded = float(f"{value:.6g}")
    return int(rounded) if rounded.is_integer() else rounded
