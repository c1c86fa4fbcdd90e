"""Figure 6: latency and energy of AlexNet at every cut, phone's GPU, Wi-Fi. H14."""

import numpy as np

import common
from scoreboard import Claim

PARTS = (("phone", "cut_mobile_time"), ("upload", "cut_upload_time"), ("server", "cut_server_time"))
BEST = {"edgecolor": common.REFERENCE, "linewidth": 1.6, "facecolor": "none", "zorder": 4}


def cuts_of(data):
    chosen = data.sel(application="imc").isel(objective=0)
    names = [str(label) for label in chosen.cut_label.values if label]
    return chosen.isel(cut=slice(len(names))), names


def draw(results):
    data = results["scenario"]
    chosen, names = cuts_of(data)
    figure, grid = common.new_figure(5.8, data.attrs["title"], legend_rows=1, nrows=2, sharex=True)
    at = np.arange(len(names))
    bottom = np.zeros(len(names))
    handles = []
    for number, (label, variable) in enumerate(PARTS):
        values = 1e3 * chosen[variable].values
        handles.append(grid[0][0].bar(at, values, bottom=bottom, color=common.PALETTE[number], label=label))
        bottom += values
    grid[1][0].bar(at, chosen.cut_energy.values, color=common.PALETTE[3])
    for axes, values in ((grid[0][0], bottom), (grid[1][0], chosen.cut_energy.values)):
        handles.append(axes.bar(at[values.argmin()], values.min(), **BEST, label="best cut"))
    common.add_legend(figure, 0, handles[:len(PARTS) + 1])
    grid[0][0].set_ylabel("latency (ms)")
    grid[1][0].set_ylabel("energy of the board (J)")
    labels = ["input (cloud)", *names[1:-1], f"{names[-1]} (phone)"]
    grid[1][0].set_xticks(at, labels, rotation=60, ha="right", rotation_mode="anchor")
    grid[1][0].set_xlabel("last layer on the phone")
    grid[1][0].set_xlim(-0.7, len(names) - 0.3)
    return {"fig06_partition_points": figure}


def claims(results):
    chosen, names = cuts_of(results["scenario"])
    latency, energy = chosen.cut_latency.values, chosen.cut_energy.values
    best = {"latency": latency.argmin(), "energy": energy.argmin()}
    last = len(names) - 1
    return [
        Claim("H14.cut", "qualitative", holds=names[best["latency"]] == "pool5" and 0 < best["energy"] < last,
              statement=f"best for latency after {names[best['latency']]} ({1e3 * latency.min():.0f} ms; cloud "
                        f"{1e3 * latency[0]:.0f}, phone {1e3 * latency[last]:.0f}), for energy after "
                        f"{names[best['energy']]}, both interior"),
        Claim("H14.saving", "predicted", 100.0 * (1.0 - energy.min() / energy[0]))]
