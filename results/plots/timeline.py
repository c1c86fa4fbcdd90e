#!/usr/bin/python3
"""Turns the single queries of one point (run.record, --trace N) into a timeline, in the trace event format of Chrome.

Perfetto (ui.perfetto.dev) and chrome://tracing open it. A row per client for its phone, one for its uplink
and one for the servers as it meets them; an event per part of a query's life, with the network and its cut.
"""

import argparse
import json
import sys

import common
import numpy as np
import slices

# Where each part of a query's life takes place, in its order.
SPANS = {"decision": "phone", "phone_wait": "phone", "phone_run": "phone", "uplink_wait": "uplink", "upload": "uplink",
         "server_wait": "servers", "server_run": "servers", "download": "uplink"}
PLACES = ("phone", "uplink", "servers")


def chosen_point(dataset, arguments):
    """The queries of the point that --where names."""
    if "query_arrival" not in dataset:
        raise common.UsageError(f"{arguments.file}: error: no single queries; run the scenario with --trace N")
    dataset = slices.along_zipped(dataset, arguments)
    array = dataset["query_arrival"]
    positions = slices.fixed_positions(array, arguments)
    left = [d for d in array.dims if d not in ("query", *positions) and array.sizes[d] > 1]
    if left:
        raise common.UsageError(f"{arguments.file}: error: there are several points; fix {', '.join(left)}, each with "
                                f"--where DIM=VALUE")
    return dataset.isel({**positions, **{d: 0 for d in array.dims if d not in ("query", *positions)}})


def events_of(point):
    """The events, in microseconds; queries that had not ended are left out."""
    events = []
    clients = sorted({int(client) for client in point.query_client.values if np.isfinite(client)})
    for pid, place in enumerate(PLACES, start=1):
        events.append({"name": "process_name", "ph": "M", "pid": pid, "args": {"name": place}})
        events += [{"name": "thread_name", "ph": "M", "pid": pid, "tid": client, "args": {"name": f"client {client}"}}
                   for client in clients]
    for query in range(point.sizes["query"]):
        one = point.isel(query=query)
        if not np.isfinite(one.query_latency):
            continue
        at = float(one.query_arrival)
        details = {"query": query, "network": str(one.query_application.item()), "cut": str(one.query_cut.item())}
        for span, place in SPANS.items():
            length = float(one[f"query_span_{span}"])
            if length > 0.0:
                events.append({"name": span.replace("_", " "), "cat": details["network"], "ph": "X", "ts": 1e6 * at,
                               "dur": 1e6 * length, "pid": PLACES.index(place) + 1, "tid": int(one.query_client),
                               "args": details})
            at += length
    return events


def write(path, events):
    with common.written_whole(path) as file:
        file.write(json.dumps({"displayTimeUnit": "ms", "traceEvents": events}).encode())


def main():
    parser = argparse.ArgumentParser(prog="cutpoint trace", description=__doc__.split("\n\n", maxsplit=1)[0],
                                     allow_abbrev=False)
    parser.add_argument("file", metavar="F.h5", help="results file with single queries")
    parser.add_argument("-o", "--output", required=True, metavar="F.json", help="where to write the timeline")
    parser.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="which point, if there are several")
    common.add_reading_argument(parser)
    arguments = parser.parse_args()
    arguments.x = arguments.hue = arguments.col = None  # Nothing is drawn.

    def convert():
        data = common.read(arguments.file, arguments.verified_only)
        write(arguments.output, events_of(chosen_point(data, arguments)))

    return common.exit_code_of(convert)


if __name__ == "__main__":
    sys.exit(main())
