"""Figure 4: the phone's energy for an AlexNet query. H13 and the energies of H12."""

import breakdown
import common
from scoreboard import Claim, published

PARTS = (("computing", None, "energy"), ("sending", "energy", None))


def draw(results):
    data = results["scenario"]
    figure, grid = common.new_figure(3.8, data.attrs["title"], legend_rows=1)
    axes = grid[0][0]
    bars = breakdown.bars(data)
    breakdown.draw_stack(axes, [label for label, _, _ in bars], breakdown.stack(data, PARTS, 1.0), PARTS, "{:.2f}")
    breakdown.draw_published(axes, {len(bars) - 1: published()["H13"]["value"]})
    axes.set_ylabel("energy of the phone's board for a query (J)")
    handles, labels = axes.get_legend_handles_labels()
    common.add_legend(figure, 0, [handle for handle, label in zip(handles, labels) if label])
    return {"fig04_energy": figure}


def claims(results):
    data = results["scenario"]
    cloud = {link: breakdown.in_the_cloud(data, "energy", link) for link in data.link.values}
    phone = {which: breakdown.on_the_phone(data, "energy", which) for which in breakdown.PHONES}
    return [Claim("H13", "calibrated", phone["GPU"]), Claim(
        "H12", "qualitative", holds=cloud["wifi"] < min(*phone.values(), cloud["lte"], cloud["3g"])
        and phone["GPU"] < min(cloud["lte"], cloud["3g"]),
        statement=f"energy: cloud over Wi-Fi {cloud['wifi']:.2f} J is the least; phone's GPU {phone['GPU']:.2f} J < cloud "
                  f"over LTE {cloud['lte']:.2f} and 3G {cloud['3g']:.2f} J")]
