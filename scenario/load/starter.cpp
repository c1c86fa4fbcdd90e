#include "scenario/load/starter.hpp"

#include <array>

namespace cutpoint {
namespace {

/// The scenario that `cutpoint init` writes; tests load it, also with its commented lines in force.
constexpr const char* kFleet =
    R"toml(# A Cutpoint scenario. Every key that is left out has a default (docs/scenario.md).
#   cutpoint check FILE            shows the points and every resolved value
#   cutpoint run FILE -o FILE.h5   simulates them
title = "LTE clients, one K40"

[run]
seed = 1                      # the same seed and scenario give the same numbers, bit for bit
max_queries = 2_000_000       # per point: give up there if the precision is not reached
# Stop when the 95 % confidence interval of this metric is within this share of its value.
precision = { metric = "latency_mean", relative = "2 %" }

[clients]
count = 1000
link = "lte"                  # wifi, lte, 3g, or a [link.NAME] of your own, see below
# A list is a sweep: this scenario has 3 x 4 = 12 points.
policy = ["cloud_only", "neurosurgeon", "oracle"]   # also mobile_only
# bandwidth = "12.8 Mbit/s"   # in place of the link's own uplink
gpu_share = 0.5               # of the phones can use their GPU; the rest compute on the CPU
objective = "latency"         # or "energy" of the phone
ping = { period = "1 s", delay = "50 ms" }          # how clients hear of the servers' load

[queries]
load = [0.3, 0.5, 0.7, 0.9]   # of the servers, if nothing ran on the phones; or rate = "200 /s"
arrivals = "google_search"    # or "poisson", "deterministic"
# What is asked for, and how often relative to each other. Without this line: all alike.
mix = { imc = 1, vgg = 1, face = 1, dig = 1, asr = 1, pos = 1, ner = 1, chk = 1 }
# items = { dig = 100 }       # images, digits, frames or words per query

[server]
processor = "k40"
servers = 1
executors = 8                 # queries that one server works on at a time

# A link of your own. What is not given is taken from its base.
# [link.my-5g]
# base = "lte"
# uplink = "40 Mbit/s"

# A processor of your own.
# [processor.my-phone]
# base = "tk1-gpu"
# conv_rate = "150 GFLOP/s"
)toml";

constexpr const char* kQueue =
    R"toml(# Bare queues, without phones and networks (docs/scenario.md): jobs arrive at the source and visit
# the stations in the order of the file.
title = "Two stations in line"

[run]
precision = { metric = "sojourn_time_mean", relative = "2 %" }
replications = 2              # intervals come from the spread between independent runs

[source]
arrivals = "poisson"          # or a law, as below, and mmpp, schedule, trace
load = [0.5, 0.7, 0.9]        # of the busiest station; or rate = "200 /s"

[station.front]
service = { law = "exponential", mean = "10 ms" }
servers = 2

[station.back]
service = { law = "lognormal", mean = "8 ms", cv = 1.5 }
servers = 2
discipline = "processor_sharing"    # or fcfs, lcfs_preemptive, priority
# capacity = 50               # who finds it full is lost
)toml";

constexpr const char* kFigure =
    R"toml(# How many more queries a data center serves when phones partition their networks: the largest rate
# at which the 95th percentile of the time in the data center keeps within a bound, policy by policy.
title = "Throughput of one K40"

[run]
experiment = "throughput"     # it finds the rates, so [queries] has neither load nor rate
precision = { metric = "throughput", relative = "5 %" }
max_queries = 200_000         # for every rate that is tried

[clients]
count = 5000
link = ["wifi", "lte", "3g"]
policy = ["cloud_only", "neurosurgeon"]

[queries]
mix = { imc = 1, dig = 1 }

[throughput]
sojourn_bound = "100 ms"
rate_precision = "5 %"
baseline = "cloud_only"       # gains are over this policy

# A picture: cutpoint plot FILE.h5 --x link --y bounded_gain --hue policy -o FILE.svg
# Published values appear beside the simulated ones in tables and reports:
# [published.throughput_gain]
# axis = "link"
# values = { wifi = 1.04, lte = 1.43, 3g = 2.36 }
# source = "where they were published"
)toml";

constexpr const char* kSweep =
    R"toml(# A sweep: lists and ranges are axes, and every combination of their values is a point.
title = "Latency over bandwidth and load"

[run]
replications = 3
precision = { metric = "latency_mean", relative = "10 %" }
max_queries = 20_000

[clients]
count = 2000
link = ["3g", "lte"]
# Advances with the link, see zip: 3g has 1 Mbit/s, lte 10 Mbit/s.
bandwidth = ["1 Mbit/s", "10 Mbit/s"]
policy = ["neurosurgeon", "maui"]

[queries]
load = { from = 0.1, to = 0.9, step = 0.2 }   # or steps = 5; with log = true for equal ratios
mix = { imc = 1, dig = 1 }

[sweep]
zip = [["clients.link", "clients.bandwidth"]]

[[sweep.exclude]]             # points that have all of these are left out
policy = "maui"
load = 0.9

[variant.quick]               # cutpoint run FILE --variant quick
run.replications = 1
run.max_queries = 2000
)toml";

constexpr std::array<ScenarioTemplate, 4> kTemplates{{
    {"fleet", "phones that share servers, by policy and load", kFleet},
    {"queue", "bare queues in line, without phones", kQueue},
    {"figure", "the throughput that partitioning gains, as in figures of papers", kFigure},
    {"sweep", "ranges, zipped axes, exclusions and a variant", kSweep},
}};

}  // namespace

std::span<const ScenarioTemplate> scenario_templates() { return kTemplates; }

std::string starter_scenario() { return kFleet; }

}  // namespace cutpoint
