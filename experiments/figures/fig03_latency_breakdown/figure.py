"""Figure 3: where the time of an AlexNet query goes. H9, H10, H11 and the latencies of H12."""

import breakdown
import common
from scoreboard import Claim, published

PARTS = (("phone", None, "mobile_time"), ("upload", "upload_time", None), ("server", "server_time", None))


def draw(results):
    data = results["scenario"]
    rows = published()
    figure, grid = common.new_figure(3.8, data.attrs["title"], legend_rows=1)
    axes = grid[0][0]
    bars = breakdown.bars(data)
    breakdown.draw_stack(axes, [label for label, _, _ in bars], breakdown.stack(data, PARTS, 1e3), PARTS, "{:.0f}")
    ends = [rows[f"H9.{which}"]["value"] if in_cloud else rows[f"H10.{which.lower()}"]["value"]
            for _, in_cloud, which in bars]
    breakdown.draw_published(axes, dict(enumerate(ends)))
    axes.set_ylabel("latency of a query (ms)")
    handles, labels = axes.get_legend_handles_labels()
    common.add_legend(figure, 0, [handle for handle, label in zip(handles, labels) if label])
    axes.set_title("Published: the upload of each cloud bar, the whole of each phone bar.", loc="left")
    return {"fig03_latency_breakdown": figure}


def claims(results):
    data = results["scenario"]
    cloud = {link: breakdown.in_the_cloud(data, "latency", link) for link in data.link.values}
    phone = {which: breakdown.on_the_phone(data, "latency", which) for which in breakdown.PHONES}
    upload = {link: breakdown.in_the_cloud(data, "upload_time", link) for link in cloud}
    found = [Claim(f"H9.{link}", "calibrated", 1e3 * upload[link]) for link in cloud]
    found += [Claim(f"H10.{which.lower()}", "calibrated", 1e3 * phone[which]) for which in phone]
    found.append(Claim("H10.server", "calibrated", 1e3 * breakdown.in_the_cloud(data, "server_time", "wifi")))
    found.append(Claim("H11", "calibrated", 100.0 * upload["wifi"] / cloud["wifi"], note="follows from H9 and H10"))
    found.append(Claim(
        "H12", "qualitative", holds=phone["GPU"] < min(cloud["lte"], cloud["3g"])
        and max(cloud["wifi"], cloud["lte"]) < phone["CPU"],
        statement=f"latency: phone's GPU {1e3 * phone['GPU']:.0f} ms < cloud over LTE {1e3 * cloud['lte']:.0f} and 3G "
                  f"{1e3 * cloud['3g']:.0f}; cloud over Wi-Fi {1e3 * cloud['wifi']:.0f} and LTE "
                  f"{1e3 * cloud['lte']:.0f} < phone's CPU {1e3 * phone['CPU']:.0f} ms"))
    return found
