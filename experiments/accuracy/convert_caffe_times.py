#!/usr/bin/python3
"""Turns a log of Caffe's layer times into a profile (docs/profiles.md).

usage: convert_caffe_times.py TIMES.csv [--threads N] [--batches extreme|between] [--type TYPE]
                              -o PROFILE.csv

TIMES.csv has the columns platform, library, net, batch, threads, layer, forward_ms_min and
forward_ms_mean, with the layers of bvlc-alexnet or deepscale-squeezenet-1.1 (forward passes of whole
batches). Their shapes are worked out here. Layers that only copy or join tensors are left out.
"""

import argparse
import csv
import sys

COLUMNS = ("type", "kernel", "stride", "pad", "group", "in_channels", "in_height", "in_width", "out_channels",
           "out_height", "out_width", "items", "threads", "time_median_ms", "time_min_ms", "time_mean_ms", "repeats",
           "network", "layer")


class Shapes:
    """The layers of a network, by name, each with the shape that the one before left."""

    def __init__(self, side):
        self.shape = (3, side, side)
        self.layers = {}

    def add(self, name, kind, shape, kernel=1, stride=1, pad=0, group=1):
        self.layers[name] = (kind, kernel, stride, pad, group, *self.shape, *shape)
        self.shape = shape

    def convolution(self, name, filters, kernel, stride=1, pad=0, group=1):
        side = (self.shape[1] + 2 * pad - kernel) // stride + 1
        self.add(name, "convolution", (filters, side, side), kernel, stride, pad, group)

    def pooling(self, name, kernel=3, stride=2):
        side = -(-(self.shape[1] - kernel) // stride) + 1  # Caffe rounds up
        self.add(name, "pooling", (self.shape[0], side, side), kernel, stride)

    def keep(self, name, kind):
        self.add(name, kind, self.shape)

    def fully_connected(self, name, neurons):
        self.add(name, "fully_connected", (neurons, 1, 1))


def alexnet():
    net = Shapes(227)
    for number, (filters, kernel, stride, pad, group) in enumerate(
            ((96, 11, 4, 0, 1), (256, 5, 1, 2, 2), (384, 3, 1, 1, 1), (384, 3, 1, 1, 2), (256, 3, 1, 1, 2)), 1):
        net.convolution(f"conv{number}", filters, kernel, stride, pad, group)
        net.keep(f"relu{number}", "relu")
        if number <= 2:
            net.keep(f"norm{number}", "normalization")
        if number in (1, 2, 5):
            net.pooling(f"pool{number}")
    for number, neurons in ((6, 4096), (7, 4096), (8, 1000)):
        net.fully_connected(f"fc{number}", neurons)
        if number < 8:
            net.keep(f"relu{number}", "relu")
    net.keep("prob", "softmax")
    return net.layers


def squeezenet():
    net = Shapes(227)
    net.convolution("conv1", 64, 3, 2)
    net.keep("relu_conv1", "relu")
    net.pooling("pool1")
    for number, squeeze in ((2, 16), (3, 16), (4, 32), (5, 32), (6, 48), (7, 48), (8, 64), (9, 64)):
        fire = f"fire{number}/"
        net.convolution(fire + "squeeze1x1", squeeze, 1)
        net.keep(fire + "relu_squeeze1x1", "relu")
        squeezed = net.shape
        for name, kernel in (("expand1x1", 1), ("expand3x3", 3)):
            net.shape = squeezed
            net.convolution(fire + name, 4 * squeeze, kernel, pad=kernel // 2)
            net.keep(fire + "relu_" + name, "relu")
        net.shape = (8 * squeeze, *squeezed[1:])
        if number in (3, 5):
            net.pooling(f"pool{number}")
    net.convolution("conv10", 1000, 1)
    net.keep("relu_conv10", "relu")
    net.pooling("pool10", kernel=net.shape[1], stride=1)
    net.keep("prob", "softmax")
    return net.layers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times")
    parser.add_argument("--threads", help="only the rows with so many threads")
    parser.add_argument("--batches", choices=("extreme", "between"),
                        help="only the smallest and the largest batch, or only those between")
    parser.add_argument("--type", help="only layers of this type, e.g. fully_connected")
    parser.add_argument("-o", "--output", required=True)
    arguments = parser.parse_args()
    nets = {"bvlc-alexnet": alexnet(), "deepscale-squeezenet-1.1": squeezenet()}
    with open(arguments.times, encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if arguments.threads in (None, row["threads"])]
    sizes = {int(row["batch"]) for row in rows}
    extremes = {min(sizes), max(sizes)} if sizes else set()
    if arguments.batches:
        rows = [row for row in rows if (int(row["batch"]) in extremes) == (arguments.batches == "extreme")]
    if not rows:
        sys.exit(f"{arguments.times}: no rows with {arguments.threads} threads")
    with open(arguments.output, "w", encoding="utf-8") as out:
        out.write(f"# cutpoint profile 1\n# device: {rows[0]['platform']}\n# library: Caffe, {rows[0]['library']}\n")
        out.write(",".join(COLUMNS) + "\n")
        for row in rows:
            layer = nets[row["net"]].get(row["layer"])
            if layer and arguments.type in (None, layer[0]):
                # The logs keep no median; of three repeats the mean is nearest to it.
                times = (row["forward_ms_mean"], row["forward_ms_min"], row["forward_ms_mean"], row["repeats"])
                out.write(",".join(map(str, (*layer, row["batch"], row["threads"] or 1, *times, row["net"],
                                             row["layer"]))) + "\n")


main()
