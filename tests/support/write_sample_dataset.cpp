// Writes one of two made-up results files through write_dataset, for tests of what reads such
// files:
//   write_sample_dataset gains|fleet PATH
// The numbers are invented; what matters is that every kind of dimension, variable, attribute and
// missing or unbounded cell of docs/results-schema.md occurs.
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include "results/store/dataset.hpp"

namespace cutpoint {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kUnbounded = std::numeric_limits<double>::infinity();

const std::vector<double> kLoads = {0.1, 0.3, 0.5, 0.7, 0.9};
const std::vector<std::string> kGainAxes = {"link", "gpu_share", "policy"};

/// Gains of three policies; the baseline's are 1. One cell is unbounded and one is missing.
void add_gain(Dataset& dataset,
              const std::string& name,
              const std::string& long_name,
              double factor) {
  std::vector<double> gains;
  std::vector<double> intervals;
  for (const double link_gain : {0.04, 0.3, 1.1}) {
    for (const double gpu_share : {0.0, 0.3, 0.7, 1.0}) {
      const double gain = 1.0 + factor * link_gain * (0.5 + 3.0 * gpu_share * gpu_share);
      gains.insert(gains.end(), {1.0, gain, 1.1 * gain});
      intervals.insert(intervals.end(), {0.0, 0.04 * gain, 0.02 * gain});
    }
  }
  gains[34] = kUnbounded;  // 3g, all GPU users, neurosurgeon
  intervals[34] = kMissing;
  gains[13] = kMissing;  // lte, no GPU users, neurosurgeon
  intervals[13] = kMissing;
  dataset.variables.push_back({name, kGainAxes, gains, "", long_name});
  dataset.variables.push_back({name + "_ci95", kGainAxes, intervals, "", "95 % half-width"});
  dataset.variables.push_back(
      {name + "_geometric_mean",
       {"link", "policy"},
       std::vector<double>{1.0, 1.05, 1.1, 1.0, 1.5, 1.7, 1.0, 2.1, kMissing},
       "",
       "geometric mean of the finite gains"});
}

Dataset gains() {
  Dataset dataset;
  dataset.dimensions = {
      {"link", std::vector<std::string>{"wifi", "lte", "3g"}, "", "link of the clients"},
      {"gpu_share", std::vector<double>{0.0, 0.3, 0.7, 1.0}, "", "share of clients with a GPU"},
      {"policy",
       std::vector<std::string>{"cloud_only", "neurosurgeon", "oracle"},
       "",
       "partitioning policy"}};
  add_gain(dataset,
           "saturation_gain",
           "throughput over that of the baseline policy, with the pool kept busy",
           1.0);
  add_gain(dataset,
           "bounded_gain",
           "throughput over that of the baseline policy, within the bound on the server sojourn",
           1.6);
  dataset.variables.push_back({"published_throughput_gain",
                               {"link"},
                               std::vector<double>{1.04, 1.43, 2.36},  // Kang et al. 2017, fig. 16
                               "",
                               "published throughput gain"});
  dataset.attributes = {{"title", "Throughput gain (invented numbers)"},
                        {"baseline", "cloud_only"}};
  return dataset;
}

/// Latency of two policies over load and link; at the last load cloud_only is unstable.
void add_points(Dataset& dataset) {
  const std::vector<std::string> axes = {"policy", "link", "load"};
  std::vector<double> latencies;
  std::vector<double> intervals;
  std::vector<std::string> statuses;
  std::vector<std::string> fingerprints;
  std::vector<std::int64_t> queries;
  for (std::size_t i = 0; i < 20; ++i) {  // row-major
    const double saving = i < 10 ? 0.0 : 0.6;
    const double upload = i / 5 % 2 == 0 ? 0.095 : 0.18;
    const double load = kLoads[i % 5];
    const bool is_unstable = saving == 0.0 && load == 0.9;
    const double wait = (1.0 - saving) * 0.05 / (1.0 - load);
    latencies.push_back(is_unstable ? kUnbounded : upload + wait);
    intervals.push_back(is_unstable ? kMissing : 0.1 * wait);
    statuses.emplace_back(is_unstable ? "unstable" : "converged");
    fingerprints.emplace_back(is_unstable ? "" : "00ff00ff00ff00ff");
    queries.push_back(is_unstable ? 9'007'199'254'740'993 : 20'000);  // 2^53 + 1: no double
  }
  dataset.variables = {
      {"latency_mean", axes, latencies, "s", "mean latency"},
      {"latency_mean_ci95", axes, intervals, "s", "95 % half-width of the mean latency"},
      {"status", axes, statuses, "", "how the run of the point ended"},
      {"fingerprint", axes, fingerprints, "", "hash of all events of the point"},
      {"queries", axes, queries, "", "queries simulated"}};
}

Dataset fleet() {
  Dataset dataset;
  dataset.dimensions = {
      {"policy", std::vector<std::string>{"cloud_only", "neurosurgeon"}, "", "partitioning policy"},
      {"link", std::vector<std::string>{"wifi", "réseau-3g"}, "", "link of the clients"},
      {"load", kLoads, "", "offered load of cloud_only"},
      {"application", std::vector<std::string>{"imc", "dig"}, "", "network"},
      {"cut", std::vector<double>{0.0, 1.0, 2.0}, "", "layers before the cut"}};
  add_points(dataset);
  dataset.variables.insert(
      dataset.variables.end(),
      {{"cut_share",
        {"application", "cut"},
        std::vector<double>{0.25, 0.5, 0.25, 0.75, 0.25, kMissing},
        "",
        "share of the queries with this cut"},
       {"cut_label",
        {"application", "cut"},
        std::vector<std::string>{"input", "pool5", "prob", "input", "prob", ""},
        "",
        "layer before the cut"},
       {"executors", {}, std::vector<std::int64_t>{8}, "", "executors of the pool"},
       {"ping_period", {}, std::vector<double>{1.5}, "s", "time between load pings"},
       {"discipline", {}, std::vector<std::string>{"FCFS"}, "", "order of service"}});
  dataset.groups = {
      {"runs",
       {{"run", std::vector<double>{0.0, 1.0}, "", "number of the run"}},
       {{"policy", {"run"}, std::vector<std::string>{"oracle", ""}, "", "policy"},
        {"latency_mean", {"run"}, std::vector<double>{0.25, 0.5}, "s", "latency"}}},
      {"records",
       {{"byte", Length{4}, "", ""}},
       {{"bytes", {"byte"}, std::vector<std::uint8_t>{0, 1, 254, 255}, "", "bytes"}}}};
  dataset.attributes = {{"title", "Latency over load (invented numbers)"},
                        {"note", "größer"},
                        {"empty", ""},
                        {"scenario_text", std::string(200'000, 'x')},
                        {"wall_time", 12.5},
                        {"seed", std::int64_t{9'007'199'254'740'993}}};
  return dataset;
}

}  // namespace
}  // namespace cutpoint

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 2 || (arguments[0] != "gains" && arguments[0] != "fleet")) {
    std::cerr << "usage: write_sample_dataset gains|fleet PATH\n";
    return 2;
  }
  cutpoint::write_dataset(arguments[1],
                          arguments[0] == "gains" ? cutpoint::gains() : cutpoint::fleet());
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 3;
}
