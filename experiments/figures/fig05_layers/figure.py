"""Figure 5: latency and output of AlexNet's layers on the phone's GPU. H15."""

import numpy as np

import common
from scoreboard import Claim


def layers_of(data, application="imc"):
    """Names, seconds on the phone and bytes of output of the layers, and the bytes of the input."""
    chosen = data.sel(application=application)
    names = [str(label) for label in chosen.cut_label.values if label]
    seconds = np.diff(chosen.cut_mobile_time.values[:len(names)])
    sizes = chosen.cut_upload_bytes.values[:len(names)]
    return names[1:], seconds, sizes[1:], sizes[0]


def draw(results):
    data = results["scenario"]
    names, seconds, sizes, input_size = layers_of(data)
    figure, grid = common.new_figure(5.4, data.attrs["title"], nrows=2, sharex=True)
    time, size = grid[0][0], grid[1][0]
    time.bar(range(1, len(names) + 1), 1e3 * seconds, color=common.PALETTE[0])
    share = 100.0 * seconds[names.index("fc6")] / seconds.sum()
    time.annotate(f"fc6: {share:.0f} % of the time (published: 45 %)", (names.index("fc6") + 1.5, 1e3 * seconds.max()),
                  xytext=(4, -2), textcoords="offset points", va="top")
    time.set_ylabel("latency (ms)")
    size.bar(range(len(names) + 1), 1e-3 * np.append(input_size, sizes), color=common.PALETTE[1])
    size.axhline(1e-3 * input_size, color=common.REFERENCE, linewidth=0.8)
    size.annotate("input", (len(names), 1e-3 * input_size), xytext=(0, 3), textcoords="offset points", ha="right")
    size.set_ylabel("output (KB)")
    size.set_xticks(range(len(names) + 1), ["input", *names], rotation=60, ha="right", rotation_mode="anchor")
    size.set_xlim(-0.7, len(names) + 0.7)
    return {"fig05_layers": figure}


def claims(results):
    names, seconds, sizes, _ = layers_of(results["scenario"])
    pool5 = names.index("pool5")
    return [Claim("H15.fc6", "calibrated", 100.0 * seconds[names.index("fc6")] / seconds.sum()),
            Claim("H15.pool5", "predicted", sizes[pool5 - 1] / sizes[pool5])]
