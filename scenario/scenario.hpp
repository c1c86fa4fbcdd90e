// A checked description of an experiment. After load_scenario() returns there is no invalid
// scenario.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/input_error.hpp"
#include "base/input_file.hpp"
#include "fleet/fleet_settings.hpp"
#include "partitioner/policy.hpp"
#include "sim/queues/queue_system.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/dnn/application.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {

/// What is measured at every point.
enum class ExperimentKind : std::uint8_t {
  SteadyState,  // one run at the given rate or load
  Throughput,   // the saturated pool, and the largest rate within a bound on its p95 sojourn
  Decisions,    // no run: what each cut costs one query that is alone, and where it is cut
};

/// "steady_state", "throughput", "decisions".
[[nodiscard]] std::string_view to_string(ExperimentKind kind);

struct PrecisionTarget {
  std::vector<std::string> metrics;  // each one of precision_metrics(); all must be precise
  double relative = 0.05;            // half-width / value
};

struct RunSettings {
  ExperimentKind kind = ExperimentKind::SteadyState;
  std::uint64_t seed = 1;
  PrecisionTarget precision;
  std::uint64_t max_observations = 10'000'000;  // queries of a fleet, jobs of bare queues
  std::uint32_t replications = 1;               // the same at every point
  std::uint32_t record = 0;  // of how many of the first queries the lives are kept; likewise
};

/// Which parts of the network time are counted beyond size / bandwidth. The paper counts none.
struct NetworkAccounting {
  bool round_trip = false;
  bool download = false;
  bool radio_states = false;  // promotions and tails of the radio
};

/// Which costs a policy that predicts is given.
enum class BelievedCosts : std::uint8_t {
  Best,      // of the form that predicts best, layer type by layer type
  Paper,     // of the paper's best form
  Physical,  // of our best form
  Exact,     // the actual ones; the load level and the rate are still only believed
};

/// How well clients predict.
struct PredictionSettings {
  BelievedCosts costs = BelievedCosts::Best;
  double profile_noise = 0.02;  // coefficient of variation of what predictors are fitted to
  double bias = 0.0;            // relative, of predicted times on the phone; above -1
  double noise = 0.0;           // coefficient of variation by which predicted times are off
};

/// How runs and uploads vary from query to query, and what clients know of it.
struct VariationSettings {
  double jitter = 0.0;       // coefficient of variation of runs on phone and server
  double link_jitter = 0.0;  // likewise of the rates of uploads
  RateBelief rate_belief = RateBelief::Exact;
  double estimator_weight = 0.0;  // of the newest upload in the rate believed, if averaged
  Seconds probe_period{1.0};      // if probed
};

struct ClientSettings {
  std::uint32_t count = 1000;
  Link link;
  Processor cpu;           // of the clients without a usable GPU
  Processor gpu;           // of the share `gpu_share` of the clients
  double gpu_share = 1.0;  // 0 … 1
  const Policy* policy = nullptr;
  Objective objective;
  std::optional<double> charge{};  // of all batteries, 0 … 1; none: spread evenly
  BytesPerSecond threshold{1e6};   // of policy threshold
  std::map<std::string, std::string> static_cuts{};  // of policy static: layers by application
  Seconds ping_period{1.0};
  Seconds ping_delay{0.05};
  LoadForm load_form = LoadForm::Slowdown;
  Seconds decision_overhead{};  // from a query's arrival to the choice of its cut
  NetworkAccounting accounting;
  bool idle_power =
      false;  // whether queries pay for the board's idle power while it works for them
  PredictionSettings prediction;
  VariationSettings variation;
};

struct MixEntry {
  std::shared_ptr<const Application> application;  // shared by the points, and built-in or not
  double weight = 1.0;
  QueryType query;  // items per query as the scenario has them
};

struct QuerySettings {
  std::variant<Rate, double> intensity = 0.5;  // queries per second, or offered load of cloud_only
  /// Their shape; the rate follows from the intensity.
  ArrivalProcess arrivals{google_search_interarrival()};
  /// Weights > 0; in the order of applications(), then files in that of the scenario.
  std::vector<MixEntry> mix;
};

/// Queries of other users, who run everything on the servers.
struct BackgroundSettings {
  double load = 0.0;  // that they alone offer the pool, below 1; at 0 there are none
  ArrivalProcess arrivals{Distribution{Exponential{Seconds{1.0}}}};  // their shape
  std::vector<MixEntry> mix;
};

struct ServerSettings {
  Processor processor;
  std::uint32_t servers = 1;
  std::uint32_t executors = 1;  // per server: queries that it serves at a time
  BackgroundSettings background;
};

/// How the simulated world differs from what a predictor can know.
struct ActualSettings {
  bool misfit = true;  // if not, the point's processors are without_misfit()
};

struct ThroughputSettings {
  Seconds sojourn_bound{0.1};           // p95 of the server sojourn time
  double rate_precision = 0.02;         // relative width of the final bracket
  std::string baseline = "cloud_only";  // policy that gains are measured against
};

/// One combination of axis values, fully resolved.
struct Point {
  std::vector<std::size_t> position;  // along each axis
  bool is_excluded = false;           // by [[sweep.exclude]]: described, but not to be run
  RunSettings run;
  std::optional<QueueSystem> queues;  // bare queues; then the sections below do not count
  ClientSettings clients;
  QuerySettings queries;
  ServerSettings server;
  ActualSettings actual;
  ThroughputSettings throughput;
};

/// A key of the scenario that was given as a list or a range: a dimension of the results.
struct Axis {
  std::string name;  // last part of the key: "link"; the whole key if that is not unique
  std::string key;   // "clients.link"
  std::variant<std::vector<std::string>, std::vector<double>> values;  // doubles in base units
  std::string unit;  // of the numbers: "s", "bit/s", "1/s"; empty for names and plain numbers
  std::vector<Axis> zipped{};  // that advance together with it; of the same size
};

/// Published values that simulated ones are shown beside: one per label of an axis.
struct Published {
  std::string name;            // "throughput_gain"
  std::string axis;            // "link"
  std::vector<double> values;  // one per label of that axis, NaN if not published
  std::string source;
  std::optional<double> maximum{};  // the largest value of all, where that was published too
};

/// What is allowed and yet odd, with the place where it is written.
struct Warning {
  SourceLocation where;
  std::string message;

  friend bool operator==(const Warning&, const Warning&) = default;
};

/// "path:line:column: warning: message".
[[nodiscard]] std::string to_string(const Warning& warning);

/// One `--set key=value`.
struct Override {
  std::string key;
  std::string value;

  friend bool operator==(const Override&, const Override&) = default;
};

/// A file that a scenario was put together from, or that it uses.
struct ScenarioInput {
  std::string name;  // as seen from the folder of the scenario: "phone.json", "../base.toml"
  InputKind kind = InputKind::Scenario;
  std::uint64_t size = 0;  // bytes
  std::string sha256;
  std::optional<std::string> bytes{};  // the content, if it is kept

  friend bool operator==(const ScenarioInput&, const ScenarioInput&) = default;
};

/// Files other than the scenario's own are kept up to this size, unless the caller says otherwise.
inline constexpr std::uint64_t kMostKeptBytes = 1'000'000;

/// All that a scenario was loaded from besides its path: enough to load it again.
struct ScenarioSource {
  std::string variant;  // empty: none
  std::vector<Override> overrides;
  std::vector<ScenarioInput> inputs;  // in the order of reading, its own file first
  /// Whether the inputs are all that there were. Else what is not among them is taken as it is.
  bool is_complete = true;

  friend bool operator==(const ScenarioSource&, const ScenarioSource&) = default;
};

struct Scenario {
  std::filesystem::path path;
  std::string title;
  std::string text;       // as in the file, or all its files put together; before the overrides
  ScenarioSource source;  // what it was loaded from
  std::map<std::string, SourceLocation> origins{};  // where values are written, by full key
  std::vector<std::string> variants{};              // that it has, whichever was chosen
  std::vector<Axis> axes;
  std::vector<Point> points;  // row-major over the axes, the last axis fastest; excluded ones too
  std::vector<Published> published;
  std::vector<Warning> warnings{};
};

/// An axis or what is zipped to one, and the dimension along which it lies.
struct Coordinate {
  const Axis* axis;
  std::size_t dimension;  // position in Scenario::axes and in Point::position
};

/// All coordinates of a scenario: each axis, followed by what is zipped to it.
[[nodiscard]] std::vector<Coordinate> coordinates(const std::vector<Axis>& axes);

/// Reads and checks a TOML scenario, with the files that it extends and includes and one of its
/// variants, none if that is empty. Of the files that it uses, those of up to `most_kept` bytes are
/// kept. Throws: InputError with file:line:column.
[[nodiscard]] Scenario load_scenario(const std::filesystem::path& path,
                                     const std::vector<Override>& overrides = {},
                                     const std::string& variant = {},
                                     std::uint64_t most_kept = kMostKeptBytes);

/// The same of a text that is already in memory; `path` names it in messages,
/// and its folder is where other files are looked for.
[[nodiscard]] Scenario parse_scenario(const std::string& text,
                                      const std::filesystem::path& path,
                                      const std::vector<Override>& overrides = {},
                                      const std::string& variant = {});

/// The scenario whose path and source these were. What is kept is taken from there; other files are
/// read as if the path were that of a file, and must be what they were. The same bytes are kept
/// again, or those of files of up to `most_kept` bytes. Throws: as load_scenario.
[[nodiscard]] Scenario restore_scenario(const std::filesystem::path& path,
                                        const ScenarioSource& source,
                                        std::optional<std::uint64_t> most_kept = std::nullopt);

/// What is in force in that scenario, a line per value: "clients.count = 10". The same for
/// scenarios that say the same in other words or files. Throws: InputError.
[[nodiscard]] std::vector<std::string> settings_of(const std::filesystem::path& path,
                                                   const ScenarioSource& source);

/// Names that `precision.metric` may have, of fleets or of bare queues.
[[nodiscard]] std::vector<std::string> precision_metrics(bool of_queues);

}  // namespace cutpoint
