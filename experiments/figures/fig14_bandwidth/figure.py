"""Figure 14: single queries while the bandwidth varies. H17."""

import numpy as np
from matplotlib.patches import Patch

import common
from scoreboard import Claim

POLICIES = {"cloud_only": "cloud-only", "mobile_only": "all on the phone", "neurosurgeon": "Neurosurgeon"}
KINDS = {"remote": common.PALETTE[4], "partitioned": common.PALETTE[1], "local": common.PALETTE[2]}
TYPICAL = (10, 90)  # percentiles
FLAT = 1.1  # times the phone alone
SPIKE = 3.0  # times cloud-only's own median


def kinds_of(queries):
    """Whether each query ran remote, local, or on both sides."""
    phone, server = queries.query_span_phone_run.values, queries.query_span_server_run.values
    return np.where(server == 0.0, "local", np.where(phone == 0.0, "remote", "partitioned"))


def draw(results):
    data = results["scenario"]
    figure, grid = common.new_figure(6.4, data.attrs["title"], legend_rows=2, nrows=3, sharex=True,
                                     height_ratios=(2, 0.25, 1.2))
    latency, kind, rate = grid[:, 0]
    lines = []
    for number, (policy, label) in enumerate(POLICIES.items()):
        queries = data.sel(policy=policy)
        lines += latency.plot(queries.query_arrival, queries.query_latency, color=common.PALETTE[(0, 3, 5)[number]], label=label,
                              marker="." if policy == "neurosurgeon" else None, zorder=3 + number)
    common.add_legend(figure, 0, lines)
    latency.set_yscale("log")
    latency.yaxis.set_major_formatter("{x:g}")
    latency.set_ylabel("latency (s)")
    chosen = data.sel(policy="neurosurgeon")
    for name, color in KINDS.items():
        kind.bar(chosen.query_arrival[kinds_of(chosen) == name], 1.0, width=1.0, color=color)
    kind.set_yticks([])
    kind.grid(False)
    kind.set_ylabel("cut", rotation=0, ha="right", va="center")
    common.add_legend(figure, 1, [Patch(color=color, label=name) for name, color in KINDS.items()], "Neurosurgeon's cut")
    rate.step(chosen.query_arrival, 8e-6 * chosen.query_uplink, where="post", color=common.REFERENCE, linewidth=1.0)
    rate.set_ylabel("bandwidth (Mbit/s)")
    rate.set_xlabel("time (s)")
    rate.set_ylim(bottom=0)
    return {"fig14_bandwidth": figure}


def claims(results):
    data = results["scenario"]
    latency = {policy: data.query_latency.sel(policy=policy).dropna("query").values for policy in POLICIES}
    kinds = kinds_of(data.sel(policy="neurosurgeon").dropna("query", subset=["query_latency"]))
    found = {name: int((kinds == name).sum()) for name in KINDS}
    alone = float(np.median(latency["mobile_only"]))
    cloud, ours = latency["cloud_only"], latency["neurosurgeon"]
    high = float(np.percentile(ours, 99))
    holds = (min(found.values()) > 0 and high <= FLAT * alone and cloud.max() > SPIKE * np.median(cloud)
             and np.median(ours) <= np.median(cloud))
    return [Claim("H17", "qualitative", holds=bool(holds), statement=(
        f"cloud-only spikes to {cloud.max():.1f} s ({cloud.max() / np.median(cloud):.0f} times its median of "
        f"{1e3 * np.median(cloud):.0f} ms); Neurosurgeon cuts {found['remote']} queries remote, {found['partitioned']} partitioned, "
        f"{found['local']} local and stays within {1e3 * high:.0f} ms for 99 % of them (phone alone: {1e3 * alone:.0f} ms; "
        f"largest: {1e3 * ours.max():.0f} ms)"))]
