#include "experiments/scenario/starter.hpp"

namespace cutpoint {

std::string starter_scenario() {
  return R"toml(# A Cutpoint scenario. Every key that is left out has a default (docs/scenario.md).
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
}

}  // namespace cutpoint
