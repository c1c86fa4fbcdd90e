"""AlexNet wholly in the cloud, link by link, beside AlexNet wholly on the phone: figures 3 and 4."""

import common

PHONES = ("CPU", "GPU")  # gpu_share 0 and 1
LINK_NAMES = {"3g": "3G", "lte": "LTE", "wifi": "Wi-Fi"}


def in_the_cloud(data, quantity, link):
    """A quantity of cloud-only over a link, which does not depend on the phone."""
    return float(data[quantity].sel(link=link, gpu_share=1, policy="cloud_only", application="imc"))


def on_the_phone(data, quantity, phone):
    """A quantity of mobile-only on a phone, which does not depend on the link."""
    return float(data[quantity].sel(gpu_share=PHONES.index(phone), policy="mobile_only", application="imc")[0])


def bars(data):
    """(label, whether in the cloud, link or phone) of the five bars."""
    cloud = [(f"cloud,\n{LINK_NAMES[link]}", True, link) for link in data.link.values]
    return cloud + [(f"phone's\n{phone}", False, phone) for phone in PHONES]


def stack(data, parts, scale):
    """Heights by part, bar by bar: `parts` has (label, variable of a cloud bar, variable of a phone bar)."""
    heights = []
    for _, cloud_variable, phone_variable in parts:
        row = []
        for _, in_cloud, which in bars(data):
            variable = cloud_variable if in_cloud else phone_variable
            value = 0.0
            if variable:
                value = in_the_cloud(data, variable, which) if in_cloud else on_the_phone(data, variable, which)
            row.append(scale * value)
        heights.append(row)
    return heights


def draw_stack(axes, labels, heights, parts, form):
    bottoms = [0.0] * len(labels)
    for number, (row, part) in enumerate(zip(heights, parts)):
        axes.bar(range(len(labels)), row, bottom=bottoms, color=common.PALETTE[number], width=0.62, label=part[0])
        bottoms = [bottom + height for bottom, height in zip(bottoms, row)]
    for at, total in enumerate(bottoms):
        axes.text(at, total, form.format(total), ha="center", va="bottom")
    axes.set_xticks(range(len(labels)), labels)
    axes.tick_params(axis="x", length=0)
    axes.margins(y=0.1)


def draw_published(axes, values):
    """A short line across each bar that has a published value: {bar: value}."""
    for number, (at, value) in enumerate(values.items()):
        axes.plot([at - 0.4, at + 0.4], [value, value], color=common.PUBLISHED, linestyle=(0, (3, 1.5)), marker="D",
                  markersize=4, markevery=[0], label="published (Kang et al. 2017)" if number == 0 else None, zorder=4)
