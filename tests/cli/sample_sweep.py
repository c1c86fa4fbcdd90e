"""A made-up data set that is as large and as varied as the sweep of a fleet."""

import numpy as np
import xarray


def sweep(loads=5, text="a sweep"):
    """200 points as a fleet has them: 4 policies x 10 bandwidths x `loads`, every text being `text` or with it."""
    coordinates = {"policy": ["cloud_only", "mobile_only", "neurosurgeon", f"oracle {text}"],
                   "bandwidth": np.geomspace(1e5, 1e8, 10), "load": np.linspace(0.1, 0.9, loads)}
    dimensions = tuple(coordinates)
    shape = tuple(len(values) for values in coordinates.values())
    random = np.random.default_rng(3)
    data = xarray.Dataset(coords={**coordinates, "application": ["imc", f"dig {text}"], "cut": np.arange(4.0)})
    data["bandwidth"].attrs["units"] = "bit/s"
    spans = [f"span_{name}_mean" for name in ("decision", "phone_wait", "phone_run", "uplink_wait", "upload",
                                               "server_wait", "server_run", "download")]
    metrics = ["latency_mean", "latency_p50", "latency_p95", "latency_p99", "server_sojourn_mean", "throughput",
               "utilization", "remote_share", "mobile_energy_mean", "server_energy_mean", *spans]
    for name in metrics:
        data[name] = (dimensions, random.uniform(0.05, 0.3, shape), {"units": "s", "long_name": f"{name} {text}"})
        data[f"{name}_ci95"] = (dimensions, random.uniform(0.001, 0.02, shape), {"units": "s"})
    data["latency_mean"][0, 0, 0] = np.inf
    data["latency_mean"][0, 1, 0] = np.nan
    data["latency_mean_ci95"][2, 4, loads // 2] = np.inf
    status = np.full(shape, "converged", object)
    status[0, 0, :] = "unstable"
    data["status"] = (dimensions, status)
    data["queries"] = (dimensions, np.full(shape, 1000))
    data["cut_share"] = ((*dimensions, "application", "cut"), random.dirichlet(np.ones(4), (*shape, 2)))
    data["cut_label"] = (("application", "cut"), np.full((2, 4), f"pool {text}", object))
    arrivals = np.cumsum(random.exponential(0.01, (*shape, 400)), axis=-1)
    data["query_arrival"] = ((*dimensions, "query"), arrivals, {"units": "s"})
    data["query_latency"] = ((*dimensions, "query"), random.exponential(0.2, arrivals.shape), {"units": "s"})
    data["query_busy"] = ((*dimensions, "query"), random.integers(0, 8, arrivals.shape).astype(float))
    data.attrs = {"schema_version": 1, "title": text, "experiment": "steady_state", "replications": 5, "jobs": 2,
                  "interval_method": "independent replications", "scenario": f"# {text}\nload = 0.3\n",
                  "wall_time_seconds": 75.0, "fingerprint": "00ff00ff00ff00ff",
                  "command_line": "cutpoint run a.toml --set load=0.3", f"note {text}".replace("/", ""): text}
    return data
