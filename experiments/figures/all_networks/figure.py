"""Layers of the eight networks, and where each of 48 configurations is cut. H7, H8, H19."""

import numpy as np
from matplotlib.patches import Patch

import common
import configurations
from scoreboard import Claim

OBJECTIVES = ("latency", "energy")
PUBLISHED_LAYERS = {"imc": 24, "vgg": 46, "face": 10, "dig": 9, "asr": 13, "pos": 3, "ner": 3, "chk": 3}
KINDS = (("all in the cloud", common.PALETTE[4]), ("partitioned", common.PALETTE[1]),
         ("all on the phone", common.PALETTE[2]))
NAMED_LAYERS = 12  # more are numbered only


def layer_names(data, application):
    return [str(label) for label in data.cut_label.sel(application=application).values if label][1:]


def columns(data):
    """(share, link) of the six columns."""
    return [(share, link) for share in data.gpu_share.values for link in data.link.values]


def draw_cuts(data, size):
    """A table of cuts for each objective, colored by where the work is done."""
    figure, grid = common.new_figure(6.4, f"{data.attrs['title']}: {configurations.SIZES_LONG[size]}", legend_rows=1,
                                     nrows=2)
    common.add_legend(figure, 0, [Patch(color=color, label=label) for label, color in KINDS])
    networks = list(data.application.values)
    for axes, objective in zip(grid[:, 0], OBJECTIVES):
        for row, network in enumerate(networks):
            names = layer_names(data, network)
            for column, (share, link) in enumerate(columns(data)):
                cut = str(data.chosen_cut.sel(objective=objective, policy="neurosurgeon", gpu_share=share, link=link,
                                              application=network).item())
                kind = 0 if cut == "input" else 2 if cut == names[-1] else 1
                axes.barh(row, 0.96, 0.9, left=column + 0.02, color=KINDS[kind][1])
                axes.text(column + 0.5, row, cut if kind == 1 else "", ha="center", va="center", fontsize=8.5)
        axes.set_yticks(range(len(networks)), networks)
        axes.invert_yaxis()
        axes.grid(False)
        axes.tick_params(length=0)
        axes.set_xlim(0, len(columns(data)))
        axes.set_xticks([i + 0.5 for i in range(len(columns(data)))],
                        [f"{configurations.PHONES[float(share)]},\n{configurations.LINK_NAMES[str(link)]}"
                         for share, link in columns(data)])
        axes.set_title(f"cut for {objective}", loc="left")
    return figure


def draw_layers(data):
    """Time on the phone's GPU and size of the output, layer by layer, of every network."""
    figure, grid = common.new_figure(8.0, "The eight networks layer by layer on the phone's GPU", legend_rows=1, nrows=4,
                                     ncols=2)
    color = {"time": common.PALETTE[0], "size": common.PALETTE[5]}
    common.add_legend(figure, 0, [Patch(color=color["time"], label="latency (left axis)"),
                                  common.Line2D([], [], color=color["size"], marker=".", label="output (right axis)")])
    for axes, network in zip(grid.flat, data.application.values):
        names = layer_names(data, network)
        chosen = data.sel(gpu_share=1.0, application=network).isel(link=0, objective=0, policy=0)
        seconds = np.diff(chosen.cut_mobile_time.values[:len(names) + 1])
        sizes = chosen.cut_upload_bytes.values[:len(names) + 1]
        axes.bar(range(1, len(names) + 1), 1e3 * seconds, color=color["time"])
        right = axes.twinx()
        right.plot(range(len(names)), 1e-3 * sizes[:len(names)], color=color["size"], marker=".")
        right.spines["right"].set_visible(True)
        right.set_ylim(bottom=0)
        right.grid(False)
        axes.set_title(network, loc="left")
        axes.set_ylabel("ms")
        right.set_ylabel("KB")
        if len(names) <= NAMED_LAYERS:
            axes.set_xticks(range(len(names) + 1), ["input", *names], rotation=30, ha="right", fontsize=8)
    return figure


def draw(results):
    pictures = {f"all_networks_{name}": draw_cuts(data, name) for name, data in results.items()}
    pictures["all_networks_layers"] = draw_layers(results["scenario"])
    return pictures


def optimal(data, objective):
    """How many configurations are cut as well as the oracle cuts them."""
    ratios = configurations.ratio(data[objective].sel(objective=objective), "neurosurgeon", "oracle")
    return int((ratios <= 1.0 + 1e-9).sum())


def claims(results):
    found = []
    for name, sizes in configurations.SIZES.items():
        data = results[name]
        latency = data.latency.sel(objective="latency")
        share = configurations.geometric_mean(configurations.ratio(latency, "oracle", "neurosurgeon"))
        kind = configurations.CLASSES[name]
        found.append(Claim("H7", kind, 100.0 * share, sizes=sizes))
        found += [Claim(f"H8.{objective}", kind, optimal(data, objective), sizes=sizes)
                  for objective in OBJECTIVES]
    layers = {network: len(layer_names(results["scenario"], network)) for network in PUBLISHED_LAYERS}
    found.append(Claim("H19", "qualitative", holds=layers == PUBLISHED_LAYERS,
                       statement=", ".join(f"{network} {count}" for network, count in layers.items())))
    return found
