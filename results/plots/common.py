"""What every plot script shares: how a results file is read, how a picture looks and is saved.

Each script turns one results file (docs/results-schema.md) into one picture, prints nothing but
errors, and exits with 0, 2 (bad input or usage) or 3 (a file cannot be read or written).
"""

import argparse
import contextlib
import hashlib
import logging
import os
import secrets
import sys
import warnings

logging.getLogger("matplotlib").setLevel(logging.ERROR)  # No chatter about font caches.

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import units
import xarray
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

# The formats of pictures, and what keeps the date out of each.
UNDATED = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}

# Okabe and Ito's palette, made to be told apart by color-blind readers ("Color Universal Design",
# 2008), without black, which is kept for text and reference lines, and the pale yellow last.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
REFERENCE = "#000000"
PUBLISHED = "#A01C00"  # Dark enough to be read as small text.
MARKERS = "osD^vPX"
UNKNOWN_TEXT = "interval unknown"
OPEN = {"linestyle": "none", "marker": "o", "markersize": 6, "markerfacecolor": "white", "zorder": 6}

# Sizes in points and inches: a picture of this width fills a page and is readable at 100 %.
PAGE_WIDTH = 9.0
LEGEND_ROW = 0.25
LEGEND_COLUMNS = 8
PANEL_COLUMNS = 4
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.labelsize": 9,
    "legend.fontsize": 8.5,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.4,
    "lines.markersize": 4.5,
    "errorbar.capsize": 2.5,
    "hatch.linewidth": 0.7,
    "savefig.dpi": 150,
    "svg.hashsalt": "cutpoint",  # The same file gives the same picture, byte by byte.
    "pdf.fonttype": 42,
}


# The last layout of results files that is known here, and what stands behind the content of a file.
LAYOUT = 2
SEAL_START = b"cutpoint sha256\n"
SEAL_BYTES = 102


class UsageError(Exception):
    """The file does not have what was asked for, or the question is wrong. Exit code 2."""


class FileError(Exception):
    """A file cannot be read or written. Exit code 3."""


def arguments_parser(description, program=None):
    """A parser with the arguments that every script has; `program` is how it is called, if not by its file."""
    parser = argparse.ArgumentParser(prog=program, description=description, allow_abbrev=False)
    parser.add_argument("file", metavar="F.h5", help="results file")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="picture: .png, .svg or .pdf")
    add_reading_argument(parser)
    return parser


def add_reading_argument(parser):
    parser.add_argument("--verified-only", action="store_true",
                        help="refuse results files without a SHA-256, of earlier versions")


def known(names):
    """The end of a message about a name that is not known."""
    return "known: " + (", ".join(str(name) for name in names) or "none")


def read(path, verified_only=False):
    """The whole data set, in memory, of a file that is not damaged and of a known layout."""
    try:
        is_sealed = expect_seal(path, verified_only)
        with xarray.open_dataset(path, engine="h5netcdf") as dataset:
            data = dataset.load()
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if getattr(error, "errno", None) else "not a results file"
        raise FileError(f"{path}: error: cannot read: {reason}") from error
    version = data.attrs.get("schema_version", 0)
    if version > LAYOUT:
        raise FileError(f"{path}: error: written by a later Cutpoint: its layout has version {version}, and "
                        f"{LAYOUT} is the last one known here")
    if version > 1 and not is_sealed:
        raise FileError(f"{path}: error: damaged: the SHA-256 that should stand behind its content is not there")
    return data


def expect_seal(path, verified_only):
    """Whether a file ends with a SHA-256 of what is before that, as docs/results-schema.md describes; raises FileError
    if it is that of something else, or must be there and is not."""
    with open(path, "rb") as file:
        length = max(0, os.fstat(file.fileno()).st_size - SEAL_BYTES)
        digest, left = hashlib.sha256(), length
        while left > 0:
            piece = file.read(min(left, 1 << 20))
            if not piece:
                break
            digest.update(piece)
            left -= len(piece)
        seal = file.read()
    if not seal.startswith(SEAL_START):
        if verified_only:
            raise FileError(f"{path}: error: has no SHA-256 behind its content, so that nobody can tell whether it is "
                            "damaged; without --verified-only it is read all the same")
        return False
    if seal != SEAL_START + f"{length:020}\n{digest.hexdigest()}\n".encode():
        raise FileError(f"{path}: error: damaged: its content does not have the SHA-256 that stands behind it")
    return True


def overrides(path):
    """What --set put in place of values of the scenario, as KEY=VALUE. The file is one that read() has accepted."""
    try:
        with xarray.open_dataset(path, engine="h5netcdf", group="overrides") as group:
            return [f"{key}={value}" for key, value in zip(group.key.values, group.value.values)]
    except OSError:  # there is no such group
        return []


def variable_of(dataset, path, name):
    """The numeric variable of this name."""
    numeric = [key for key in dataset.data_vars if dataset[key].dtype.kind in "fi"]
    if name not in numeric:
        raise UsageError(f'{path}: error: no numeric variable "{name}"; {known(numeric)}')
    return dataset[name]


def scale_of(array):
    """The unit in which an array is shown: a factor and a name."""
    return units.scale_of(array.attrs.get("units", ""), array.values)


def axis_label(array):
    """'mean latency (ms)', and without the unit for a pure number."""
    return with_unit(plain(array.attrs.get("long_name") or array.name), array)


def dimension_label(coordinate):
    """'load' or 'bandwidth (Mbit/s)': an axis of the sweep by its short name; long_name has its full key."""
    return with_unit(plain(coordinate.name), coordinate)


def with_unit(text, array):
    unit = scale_of(array)[1] if array.dtype.kind in "fi" else ""
    return f"{text} ({plain(unit)})" if unit else text


def value_texts(coordinate):
    """The values of a dimension in the unit that dimension_label names."""
    if coordinate.dtype.kind not in "fi":
        return [plain(value) for value in coordinate.values]
    factor, _ = scale_of(coordinate)
    return units.axis_texts(coordinate.values / factor)


def plain(text):
    """A text of a file for matplotlib, to which dollar signs would mean formulas."""
    return str(text).replace("$", r"\$")


def text_of(value):
    """A coordinate as a reader writes it: 0.3, 1, wifi."""
    return value if isinstance(value, str) else f"{value:g}"


def format_axis(axes, which, factor=1.0, logarithmic=False):
    """Ticks in plain numbers of the unit shown; a logarithmic axis also has 2 and 5 if it is short."""
    axis = getattr(axes, f"{which}axis")
    if logarithmic:
        getattr(axes, f"set_{which}scale")("log")
        low, high = getattr(axes, f"get_{which}lim")()
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high < 200 * low else (1.0,)))
        axis.set_minor_formatter(NullFormatter())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / factor:g}"))


def new_figure(height, title, legend_rows=0, **subplots):
    """Axes below room for a title and rows of legends; a legend inside the axes would hide data."""
    figure, axes = plt.subplots(figsize=(PAGE_WIDTH, height), layout="constrained", squeeze=False, **subplots)
    figure.heading = 0.3 if title else 0.0
    top = figure.heading + 0.1 + LEGEND_ROW * legend_rows
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - top / height))
    figure.text(0.5, 1 - 0.1 / height, plain(title), ha="center", va="top", fontsize=11)
    return figure, axes


def draw_unknown(axes, x, values, half_widths, **style):
    """Open markers for values whose interval is infinite, because too little was seen to know it."""
    unknown = np.isfinite(values) & np.isposinf(half_widths)
    if unknown.any():
        axes.plot(x[unknown], values[unknown], **{**OPEN, **style})


def unknown_handles(values, half_widths):
    """The legend's entry for such markers, if there are any."""
    unknown = np.isfinite(values) & np.isposinf(half_widths)
    return [Line2D([], [], **OPEN, markeredgecolor="#555555", label=UNKNOWN_TEXT)] if unknown.any() else []


def add_legend(figure, row, handles, title=None):
    """Entries from one of the rows on that new_figure left free, with the title before the first."""
    if title:
        handles = [Line2D([], [], linestyle="none", label=f"{title}:"), *handles]
    from_top = (figure.heading + 0.04 + LEGEND_ROW * row) / figure.get_figheight()
    figure.legend(handles=handles, ncol=min(len(handles), LEGEND_COLUMNS), loc="upper center",
                  bbox_to_anchor=(0.5, 1 - from_top), borderpad=0, frameon=False, columnspacing=1.4, handlelength=2.2)


@contextlib.contextmanager
def written_whole(path):
    """Gives a new binary file beside `path` and renames it in the end, so that nobody sees half of one; what `path`
    links to is written."""
    target = os.path.realpath(path)
    part = f"{target}.{secrets.token_hex(8)}.part"
    try:
        if os.path.exists(target) and not (os.path.isfile(target) or os.path.isdir(target)):
            raise FileError(f"{path}: error: this is no regular file, so it is not overwritten; choose another name")
        with open(part, "xb") as file:  # "x": never what is there already, nor through a link
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                os.replace(part, target)
            except BaseException:
                os.remove(part)
                raise
    except OSError as error:
        raise FileError(f"{path}: error: cannot write: {error.strerror or error}") from error


def save(figure, path):
    kind = output_format(path)
    with written_whole(path) as file:
        figure.savefig(file, format=kind, metadata=UNDATED[kind])


def output_format(path):
    kind = os.path.splitext(path)[1].lstrip(".").lower()
    if kind not in UNDATED:
        raise UsageError(f'{path}: error: the name of a picture ends in .png, .svg or .pdf')
    return kind


def main(parser, draw, command_line=None, read_file=None):
    """Runs one script, by default on the process's arguments: draw(data, arguments) gives the figure.

    The data are what `read_file(path)` gives, by default the data set of a results file.
    """
    arguments = parser.parse_args(command_line)

    def picture():
        output_format(arguments.output)
        with plt.rc_context(STYLE):
            data = read_file(arguments.file) if read_file else read(arguments.file, arguments.verified_only)
            save(draw(data, arguments), arguments.output)

    return exit_code_of(picture)


def shown(text):
    """The text with what a terminal would obey, or not show, spelled out: as `cutpoint` itself does it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def exit_code_of(work):
    """Does the work; prints what the user did wrong, or what is wrong with a file, and gives the exit code."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Those of libraries would tell the user nothing.
            work()
    except UsageError as error:
        print(shown(str(error)), file=sys.stderr)
        return 2
    except FileError as error:
        print(shown(str(error)), file=sys.stderr)
        return 3
    except Exception as error:  # Of libraries, about content that nobody has thought of.
        reason = next(iter(str(error).splitlines()), "")
        print(f"error: the file cannot be shown: {type(error).__name__}: {shown(reason)}", file=sys.stderr)
        return 3
    return 0
