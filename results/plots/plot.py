#!/usr/bin/python3
"""Draws a results file: with --x a variable with 95 % intervals, as lines over numbers and bars over labels;
without it the gains of a throughput experiment."""

import sys

import bars
import common
import gain_bars
import lines
import slices

NEED_X = ("y", "hue", "col", "where", "log")


def draw(dataset, arguments):
    return (draw_over_x if arguments.x else draw_gains)(dataset, arguments)


def draw_over_x(dataset, arguments):
    if arguments.variable:
        raise common.UsageError("error: --variable is for gains without --x; with --x, --y says what is drawn")
    arguments.y = arguments.y or slices.DEFAULT_Y
    labels = arguments.x in dataset.coords and not slices.is_numeric(dataset, arguments.x)
    return (bars if labels else lines).draw(dataset, arguments)


def draw_gains(dataset, arguments):
    for option in NEED_X:
        if getattr(arguments, option):
            raise common.UsageError(f"error: --{option} needs --x DIM; without it gains are drawn")
    if dataset.attrs.get("experiment") != "throughput":
        axes = [name for name in dataset.dims if name not in ("application", "cut")]
        raise common.UsageError(
            f"{arguments.file}: error: say along which dimension to draw, e.g. --x DIM; {common.known(axes)}")
    return gain_bars.draw(dataset, arguments)


def arguments_parser():
    parser = common.arguments_parser(__doc__, "cutpoint plot")
    slices.add_arguments(parser, "dimension along the axis; without it, gains are drawn", required=False)
    parser.set_defaults(y=None)  # so that it is seen whether --y was given
    gain_bars.add_arguments(parser)
    return parser


if __name__ == "__main__":
    sys.exit(common.main(arguments_parser(), draw))
