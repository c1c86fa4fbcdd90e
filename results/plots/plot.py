#!/usr/bin/python3
"""Draws a results file: over --x if it is given, lines over numbers and bars over labels; else gains as bars."""

import sys

import bars
import common
import gain_bars
import lines
import slices


def main(arguments):
    if any(argument == "--x" or argument.startswith("--x=") for argument in arguments):
        parser = lines.arguments_parser()
        parser.description = "Draws a variable with 95 % intervals: lines over numbers, bars over labels."
        return common.main(parser, draw_over_x, arguments)
    parser = gain_bars.arguments_parser()
    parser.description = "Draws the gains of a throughput experiment as bars, or with --x any variable."
    parser.epilog = "For any variable over a dimension give --x DIM; --x DIM --help tells more."
    return common.main(parser, draw_default, arguments)


def draw_over_x(dataset, arguments):
    labels = arguments.x in dataset.coords and not slices.is_numeric(dataset, arguments.x)
    return (bars if labels else lines).draw(dataset, arguments)


def draw_default(dataset, arguments):
    if dataset.attrs.get("experiment") != "throughput":
        axes = [name for name in dataset.dims if name not in ("application", "cut")]
        raise common.UsageError(
            f"{arguments.file}: error: say along which dimension to draw, e.g. --x DIM; {common.known(axes)}")
    return gain_bars.draw(dataset, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
