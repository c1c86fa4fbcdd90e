"""Figure 15: latency while others load the server. H18."""

import numpy as np

import common
from scoreboard import Claim

LOADS = (0.0, 0.9)
WORSE_BY = 0.03  # than the better of cloud-only and the phone
PUBLISHED_CEILING = 0.380  # s
FORMS = {"slowdown": "Neurosurgeon, load as a slowdown", "wait": "Neurosurgeon, load as a wait"}


def load_axis(data):
    """The axis of the background's load, whatever it is called in the file."""
    return next(name for name in data.dims if name.endswith("load"))


def curves(data):
    """(label, latency, half-width) over the load."""
    mean, half_width = data.latency_mean, data.latency_mean_ci95
    chosen = [("cloud-only", {"policy": "cloud_only", "load_form": "slowdown"}),
              ("all on the phone", {"policy": "mobile_only", "load_form": "slowdown"})]
    chosen += [(label, {"policy": "neurosurgeon", "load_form": form}) for form, label in FORMS.items()]
    return [(label, mean.sel(at).values, half_width.sel(at).values) for label, at in chosen]


def published_formula(load):
    """105 + 72 r / (1 - r) ms fits the two published ends and where they cross the phone's CPU."""
    return 0.105 + 0.072 * load / (1.0 - load)


def draw_shares(axes, data, loads):
    """Where Neurosurgeon's queries ran."""
    remote = data.remote_share.sel(policy="neurosurgeon", load_form="wait").values
    axes.bar(loads, remote, 0.07, color=common.PALETTE[4], label="remote or partitioned")
    axes.bar(loads, 1.0 - remote, 0.07, bottom=remote, color=common.PALETTE[2], label="local")
    axes.set_ylabel("share of queries")
    axes.set_title("where Neurosurgeon, load as a wait, runs them", loc="left")
    axes.set_ylim(0, 1)


def draw(results):
    data = results["scenario"]
    axis = load_axis(data)
    loads = data[axis].values
    figure, grid = common.new_figure(6.0, data.attrs["title"], legend_rows=2, nrows=2, sharex=True, height_ratios=(2, 0.8))
    latency, share = grid[:, 0]
    handles = []
    for number, (label, values, half_widths) in enumerate(curves(data)):
        handles.append(latency.errorbar(loads, 1e3 * values, 1e3 * half_widths, color=common.PALETTE[(0, 3, 5, 1)[number]],
                                        marker=common.MARKERS[number], label=label))
    smooth = np.linspace(*LOADS, 91)
    handles += latency.plot(smooth, 1e3 * published_formula(smooth), color=common.PUBLISHED, linestyle=(0, (3, 1.5)),
                            label="cloud-only as published (formula through its ends)")
    latency.plot(LOADS, 1e3 * published_formula(np.array(LOADS)), color=common.PUBLISHED, marker="D", linestyle="none")
    latency.set_ylabel("mean latency (ms)")
    latency.set_ylim(bottom=0)
    common.add_legend(figure, 0, handles[:2] + handles[4:])
    draw_shares(share, data, loads)
    common.add_legend(figure, 1, handles[2:4] + list(share.get_legend_handles_labels()[0]))
    share.set_xlabel("load of the server by others")
    return {"fig15_server_load": figure}


def claims(results):
    data = results["scenario"]
    loads = data[load_axis(data)].values
    named = {label: (values, half_widths) for label, values, half_widths in curves(data)}
    cloud, cloud_ci = named["cloud-only"]
    best = np.minimum(cloud, named["all on the phone"][0])
    worst = {form: float((named[label][0] / best).max()) for form, label in FORMS.items()}
    largest = max(float(named[label][0].max()) for label in FORMS.values())
    holds = worst["wait"] <= 1.0 + WORSE_BY and largest <= PUBLISHED_CEILING
    busy = int(np.argmin(np.abs(loads - LOADS[1])))
    return [
        Claim("H18.idle", "calibrated", 1e3 * cloud[0], 1e3 * cloud_ci[0], note="follows from H9 and H10"),
        Claim("H18.busy", "predicted", 1e3 * cloud[busy], 1e3 * cloud_ci[busy]),
        Claim("H18.flat", "qualitative", holds=bool(holds), statement=(
            f"with load as a wait at most {worst['wait']:.3f} times the better of cloud-only and the phone at any load (as a "
            f"slowdown {worst['slowdown']:.3f}); largest {1e3 * largest:.0f} ms (published: below 380 ms)"))]
