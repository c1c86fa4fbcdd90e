"""The phone's energy that Neurosurgeon saves against cloud-only in 48 configurations. H3, H4."""

import configurations
from scoreboard import Claim, published


def remaining(data):
    """Neurosurgeon's energy over cloud-only's."""
    return configurations.ratio(data.energy, "neurosurgeon", "cloud_only")


def mean_saving(data):
    """In percent, of the geometric mean of what remains."""
    return 100.0 * (1.0 - configurations.geometric_mean(remaining(data)))


def draw(results):
    mean = published()["H3"]["value"]
    return {f"energy_saving_{name}": configurations.draw_bars(
        data, 100.0 * (1.0 - remaining(data)), name, "energy saved (%)",
        configurations.levels(mean_saving(data), mean, " %"), logarithmic=False) for name, data in results.items()}


def claims(results):
    found = []
    for name, sizes in configurations.SIZES.items():
        data = results[name]
        kind = configurations.CLASSES[name]
        found += [Claim("H3", kind, mean_saving(data), sizes=sizes),
                  Claim("H4", kind, 100.0 * float(1.0 - remaining(data).min()), sizes=sizes)]
    return found
