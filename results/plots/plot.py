#!/usr/bin/python3
"""Draws a results file: lines over --x if it is given, else what suits the experiment."""

import sys

import common
import gain_bars
import lines


def main(arguments):
    if any(argument == "--x" or argument.startswith("--x=") for argument in arguments):
        return common.main(lines.arguments_parser(), lines.draw)
    parser = gain_bars.arguments_parser()
    parser.epilog = "For a line plot over a numeric dimension give --x DIM; --x DIM --help tells more."
    return common.main(parser, draw_default)


def draw_default(dataset, arguments):
    if dataset.attrs.get("experiment") != "throughput":
        numeric = [name for name, axis in dataset.coords.items() if axis.dtype.kind in "fi" and name != "cut"]
        raise common.UsageError(
            f"{arguments.file}: error: say along which dimension to draw, e.g. --x DIM; {common.known(numeric)}")
    return gain_bars.draw(dataset, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
