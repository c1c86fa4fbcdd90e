"""Which part of a variable a plot shows: along x, by hue, in panels by col, and what --where fixes."""

import dataclasses
import textwrap

import common
import numpy as np
import states
import units
import xarray

ROLES = ("x", "hue", "col")
DEFAULT_Y = "latency_mean"
TOLERANCES = (1e-9, 1e-5)  # Messages print six digits.
LABEL_WIDTH = 46  # characters beside an axis


@dataclasses.dataclass
class Drawn:
    """What a plot draws; values, half-widths and states are over (col, hue, x), of length 1 where not asked for."""

    array: xarray.DataArray   # the whole variable
    chosen: xarray.DataArray  # its slice
    positions: dict           # where the other dimensions are fixed
    values: np.ndarray
    half_widths: np.ndarray   # NaN where the file has none
    states: np.ndarray        # states.CONVERGED, …

    def decisive(self, arguments):
        """Which values say where the axis ends."""
        return states.decisive(self.values, self.states, "y" in arguments.log)


def add_arguments(parser, x_help, required=True):
    parser.add_argument("--x", required=required, metavar="DIM", help=x_help)
    parser.add_argument("--y", default=DEFAULT_Y, metavar="VAR", help=f"variable (default: {DEFAULT_Y})")
    parser.add_argument("--hue", metavar="DIM", help="one color per value of this dimension")
    parser.add_argument("--col", metavar="DIM", help="one panel per value of this dimension")
    parser.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="fix another dimension")
    parser.add_argument("--log", choices=("x", "y", "xy"), default="", help="axes with a logarithmic scale")


def position_of(array, dimension, text, path):
    """Where the coordinate equals `text`: a label, or a number as people write it or a page prints it."""
    coordinate = array[dimension]
    found = number_positions(coordinate, text) if is_numeric(array, dimension) else coordinate.values == text
    if np.any(found):
        return int(np.argmax(found))
    names = common.known(common.text_of(value) for value in coordinate.values)
    raise common.UsageError(f'{path}: error: "{dimension}" has no value "{text}"; {names}')


def number_positions(coordinate, text):
    """Which values of an axis a text stands for, by the closest of its meanings that fits any."""
    number = units.number_of(text, coordinate.attrs.get("units", ""))
    for tolerance in TOLERANCES if number is not None else ():
        found = np.isclose(coordinate.values, number, rtol=tolerance, atol=0.0)
        if found.any():
            return found
    unit = common.scale_of(coordinate)[1]
    return np.array([text in (printed, f"{printed} {unit}") for printed in common.value_texts(coordinate)])


def is_numeric(array, dimension):
    return array[dimension].dtype.kind in "fi"


def check_dimension(array, dimension, path):
    if dimension not in array.dims:
        raise common.UsageError(
            f'{path}: error: "{array.name}" has no dimension "{dimension}"; {common.known(array.dims)}')


def drawn_dimensions(array, arguments):
    """The dimensions that are drawn, by role."""
    drawn = {role: getattr(arguments, role) for role in ROLES if getattr(arguments, role)}
    for dimension in drawn.values():
        check_dimension(array, dimension, arguments.file)
    roles = list(drawn)
    for index, role in enumerate(roles):
        for other in roles[index + 1:]:
            if drawn[role] == drawn[other]:
                raise common.UsageError(f'error: "{drawn[role]}" cannot be both --{role} and --{other}')
    return drawn


def fixed_positions(array, arguments):
    """What --where fixes: positions by dimension."""
    positions = {}
    for condition in arguments.where:
        dimension, equals, value = condition.partition("=")
        if not equals:
            raise common.UsageError(f'error: --where "{condition}"; write DIM=VALUE')
        check_dimension(array, dimension, arguments.file)
        if dimension in (getattr(arguments, role) for role in ROLES):
            raise common.UsageError(f'error: "{dimension}" is drawn, so --where cannot fix it')
        if dimension in positions:
            raise common.UsageError(f'error: --where fixes "{dimension}" twice')
        positions[dimension] = position_of(array, dimension, value, arguments.file)
    return positions


def chosen_slice(array, arguments):
    """The array over col and hue (if asked for) and x, and the positions of what is fixed."""
    drawn = drawn_dimensions(array, arguments)
    positions = fixed_positions(array, arguments)
    open_dimensions = [d for d in array.dims if d not in (*drawn.values(), *positions)]
    left = [d for d in open_dimensions if array.sizes[d] > 1]
    if left:
        raise common.UsageError(
            f'{arguments.file}: error: "{array.name}" also depends on {", ".join(left)};'
            f' fix each with --where DIM=VALUE or make one --hue or --col')
    chosen = array.isel({**positions, **{d: 0 for d in open_dimensions}})
    return chosen.transpose(*(drawn[role] for role in reversed(ROLES) if role in drawn)), positions


def along_zipped(dataset, arguments):
    """The data set with those axes as dimensions that are drawn but only go together with another."""
    wanted = [getattr(arguments, role) for role in ROLES] + [condition.partition("=")[0] for condition in arguments.where]
    for name in wanted:
        if name in dataset.coords and name not in dataset.dims and dataset[name].ndim == 1:
            dataset = dataset.swap_dims({dataset[name].dims[0]: name})
    return dataset


def panels(dataset, arguments):
    """What a plot draws, as the arguments ask for it."""
    dataset = along_zipped(dataset, arguments)
    array = common.variable_of(dataset, arguments.file, arguments.y)
    chosen, positions = chosen_slice(array, arguments)
    half_widths = np.nan * chosen
    if f"{arguments.y}_ci95" in dataset:
        half_widths, _ = chosen_slice(dataset[f"{arguments.y}_ci95"], arguments)
    shape = tuple(chosen.sizes[d] if d else 1 for d in (arguments.col, arguments.hue, arguments.x))
    chosen_states, _ = chosen_slice(states.states_of(dataset, array), arguments)
    return Drawn(array, chosen, positions, chosen.values.reshape(shape), half_widths.values.reshape(shape),
                 chosen_states.values.reshape(shape))


def panel_title(array, chosen, positions, arguments, panel):
    """What is fixed in a panel, so that the picture says of what it is a part."""
    parts = [equation(array[d], position) for d, position in positions.items()]
    if arguments.col:
        parts.insert(0, equation(chosen[arguments.col], panel))
    return ", ".join(parts)


def equation(coordinate, position):
    """'load = 0.7', 'bandwidth = 12.8 Mbit/s'."""
    unit = common.scale_of(coordinate)[1] if coordinate.dtype.kind in "fi" else ""
    return f"{common.plain(coordinate.name)} = {common.value_texts(coordinate)[position]} {common.plain(unit)}".rstrip()


def hue_texts(chosen, values, arguments):
    """The legend's texts for the values of hue; they say of which nothing is drawn."""
    drawn = np.isposinf(values) | (np.isfinite(values) & ((values > 0) | ("y" not in arguments.log)))
    return [text if drawn[:, index].any() else f"{text} (no values)"
            for index, text in enumerate(common.value_texts(chosen[arguments.hue]))]


def new_panels(dataset, chosen, arguments, handles, marks):
    """A figure with a panel per value of col, and above them what colors and marks mean; gives it and its axes."""
    hue_rows = -(-(len(handles) + 1) // common.LEGEND_COLUMNS) if handles else 0
    legend_rows = hue_rows + bool(marks)
    columns = chosen.sizes[arguments.col] if arguments.col else 1
    rows = -(-columns // common.PANEL_COLUMNS)
    figure, grid = common.new_figure(1.2 + 3.4 * rows, dataset.attrs.get("title", ""), legend_rows, nrows=rows,
                                     ncols=min(columns, common.PANEL_COLUMNS), sharex=True, sharey=True)
    if handles:
        common.add_legend(figure, 0, handles, common.dimension_label(chosen[arguments.hue]))
    if marks:
        common.add_legend(figure, hue_rows, marks)
    axes = list(grid.ravel())
    for above, unused in zip(axes[columns - grid.shape[1]:], axes[columns:]):
        above.tick_params(labelbottom=True)
        unused.remove()
    return figure, axes[:columns]


def finish(panels, drawn, arguments):
    """Labels, scales and titles of the panels, whose limits then stay as they are."""
    array, chosen = drawn.array, drawn.chosen
    numeric = is_numeric(chosen, arguments.x)
    if numeric:
        common.format_axis(panels[0], "x", common.scale_of(chosen[arguments.x])[0], "x" in arguments.log)
    common.format_axis(panels[0], "y", common.scale_of(chosen)[0], "y" in arguments.log)
    if "y" not in arguments.log:
        panels[0].set_ylim(bottom=min(0.0, panels[0].get_ylim()[0]))
    label = common.with_unit(common.plain(array.attrs.get("long_name") or array.name), chosen)
    last = len(panels) - min(len(panels), common.PANEL_COLUMNS)
    for panel, axes in enumerate(panels):
        axes.set_title(panel_title(array, chosen, drawn.positions, arguments, panel), loc="left")
        if panel >= last:
            axes.set_xlabel(common.dimension_label(chosen[arguments.x]))
        if axes.get_subplotspec().is_first_col():
            axes.set_ylabel(textwrap.fill(label, LABEL_WIDTH))
    states.freeze(panels)
