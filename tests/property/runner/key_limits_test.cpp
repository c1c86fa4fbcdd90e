// Whatever `check` accepts, `run` finishes and writes: every key at its documented limits and past
// them, alone and in pairs. The keys and their limits are those of the reference, so a new key is
// tried as soon as it is described.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "base/instrumented.hpp"
#include "runner/execute/run_scenario.hpp"
#include "runner/keep/results_dataset.hpp"
#include "runner/kinds/fleet_assembly.hpp"
#include "runner/kinds/representable.hpp"
#include "scenario/keys/reference.hpp"
#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

// The costs are exact, as fitting predictors takes longer than all else together.
constexpr const char* kFleet = R"(
run.max_queries = 20
clients.count = 10
clients.predictor = 'exact'
queries.mix = { dig = 1, imc = 1 }
)";

/// A scenario with a tiny budget in which some keys have a meaning.
const std::vector<std::string>& surroundings() {
  static const std::string fleet{kFleet};
  static const std::string link = fleet + "clients.link = 'NAME'\n";
  static const std::string queue = "run.max_jobs = 20\nstation.NAME.service = ";
  static const std::vector<std::string> all{
      fleet,
      fleet + "queries.load = 0.3\n",
      fleet + "queries.rate = '1 /s'\n",
      fleet + "clients.objective = 'weighted'\n",
      fleet + "clients.objective = 'battery'\n",
      fleet + "clients.objective = 'energy'\n",
      fleet + "clients.estimator = 'ewma'\nclients.link_jitter = '10 %'\n",
      fleet + "clients.policy = ['threshold', 'neurosurgeon']\n",
      fleet + "server.background = { load = 0.1, mix = { imc = 1 } }\n",
      link +
          "clients.estimator = 'probe'\nlink.NAME.trace = { rates = ['1 Mbit/s', "
          "'2 Mbit/s'], lengths = ['1 s', '2 s'] }\n",
      link +
          "[link.NAME.trace]\nmean = '1 Mbit/s'\nvariation = 0.1\ncorrelation_time = '1 s'\n"
          "outages = { share = '1 %', length = '1 s' }\nduration = '1 s'\n",
      "run = { experiment = 'throughput', max_queries = 20 }\nclients.count = 10\n"
      "clients.policy = ['cloud_only', 'neurosurgeon']\nqueries.mix.imc = 1\n",
      queue + "{ law = 'gamma', mean = '10 ms', cv = 0.5 }\nsource.rate = '1 /s'\n",
      queue + "{ law = 'lognormal', mean = '10 ms', cv = 0.5 }\nsource.load = 0.5\n",
      queue + "{ law = 'hyperexponential', mean = '10 ms', cv = 2 }\nsource.load = 0.5\n",
      queue + "{ law = 'weibull', mean = '10 ms', shape = 0.5 }\nsource.load = 0.5\n",
      queue + "{ law = 'erlang', mean = '10 ms', phases = 2 }\nsource.load = 0.5\n",
      queue +
          "{ law = 'bounded_pareto', shape = 1, low = '1 ms', high = '2 s' }\n"
          "source.load = 0.5\n",
      queue +
          "{ law = 'exponential', mean = '10 ms' }\nstation.NAME.capacity = 5\n"
          "station.NAME.discipline = 'processor_sharing'\nsource.load = 0.5\n",
      queue +
          "{ law = 'exponential', mean = '10 ms' }\nstation.NAME.discipline = 'priority'\n"
          "source = { load = 0.5, classes = [1, 2] }\n",
      queue +
          "{ law = 'exponential', mean = '10 ms' }\n"
          "source.arrivals = { law = 'mmpp', rates = ['1 /s', '2 /s'], "
          "holding = ['1 s', '2 s'] }\n",
      queue +
          "{ law = 'exponential', mean = '10 ms' }\n"
          "source.arrivals = { law = 'schedule', rates = ['1 /s', '2 /s'], every = '1 s' }\n",
      queue +
          "{ law = 'exponential', mean = '10 ms' }\n"
          "source.arrivals = { law = 'gamma', mean = '1 s', cv = 2 }\n",
      queue +
          "{ law = 'exponential', mean = '10 ms' }\n"
          "source.arrivals = { law = 'erlang', mean = '1 s', phases = 2 }\n",
      queue +
          "{ law = 'exponential', mean = '10 ms' }\n"
          "source.arrivals = { law = 'bounded_pareto', shape = 1, low = '1 ms', high = '2 s' }\n",
  };
  return all;
}

/// Of these the upper limit takes gigabytes or minutes, and is only looked at.
bool is_large(const std::string& key) {
  static const std::vector<std::string> kLarge{
      "run.replications", "run.max_queries", "run.max_jobs", "run.record", "clients.count"};
  return std::ranges::find(kLarge, key) != kLarge.end();
}

/// A key with a number, and the values at and past its limits as the reference writes them.
struct LimitedKey {
  std::string name;
  std::array<std::string, 2> within;
  std::array<std::string, 2> past;
};

/// "1e6 s" times a factor and more by an amount: as a value of TOML.
std::string value_of(const ReferenceKey& key, const std::string& text, double factor, double more) {
  static const std::regex kParts{"(-?[0-9.e+-]+)(\\^[0-9]+)?(.*)"};
  std::smatch parts;
  REQUIRE(std::regex_match(text, parts, kParts));
  const bool is_power = parts[2].length() > 0;
  const double number =
      is_power ? std::ldexp(1.0, std::stoi(parts[2].str().substr(1))) : std::stod(parts[1].str());
  const bool is_as_written = factor == 1.0 && more == 0.0 && !is_power;
  std::string value = is_as_written ? parts[1].str() : std::to_string(factor * number + more);
  if (!is_as_written && factor * number + more == std::trunc(factor * number + more)) {
    value.erase(value.find('.'));
  }
  if (const std::string unit = parts[3].str(); !unit.empty()) {
    value = '"' + value + unit + '"';
  }
  return key.type.starts_with("list") ? '[' + value + ", " + value + ']' : value;
}

/// Nothing of a key whose values are no numbers. REQUIREs that those of the others are understood.
std::optional<LimitedKey> limits_of(const ReferenceKey& key) {
  static const std::regex kLimits{"(from|above) ([^,;:]+?),? (?:up )?to ([^,;:]+)[,;:]?.*"};
  static const std::vector<std::string> kNumbers{
      "number", "whole number", "time", "bandwidth", "rate", "energy", "%"};
  const bool is_number = std::ranges::find(kNumbers, key.type) != kNumbers.end();
  std::smatch limits;
  if (!std::regex_match(key.values, limits, kLimits)) {
    const bool has_limits = key.values.find_first_of("0123456789") != std::string::npos;
    CHECK_FALSE((is_number && has_limits));
    return std::nullopt;
  }
  LimitedKey limited;
  limited.name = key.section + '.' + (key.key == "NAME" ? "imc" : key.key);
  const std::string low = limits[2];
  const std::string high = limits[3];
  limited.within = {value_of(key, low, 1.0, 0.0), value_of(key, high, 1.0, 0.0)};
  const bool is_negative = low.starts_with('-');
  limited.past = {value_of(key, low, is_negative ? 1.5 : 0.5, low.starts_with('0') ? -1.0 : 0.0),
                  value_of(key, high, 1.5, 0.0)};
  return limited;
}

std::vector<LimitedKey> limited_keys() {
  std::vector<LimitedKey> keys;
  for (const ReferenceKey& key : reference_keys()) {
    CAPTURE(key.section, key.key, key.type, key.values);
    if (auto limited = limits_of(key)) {
      keys.push_back(*std::move(limited));
    }
  }
  return keys;
}

/// What `check` says; nothing if it accepts. A complaint has a place.
std::optional<std::string> complaint_about(const std::string& text,
                                           const std::vector<Override>& overrides) {
  try {
    expect_representable(parse_scenario(text, "s.toml", overrides));
  } catch (const InputError& error) {
    const std::string message = error.what();
    CHECK((message.starts_with("s.toml:") || message.starts_with("--set ")));
    return message;
  }
  return std::nullopt;
}

/// Interrupts a run that takes longer than anybody would wait for so few queries.
class Watchdog {
 public:
  Watchdog() : thread_{[this] { watch(); }} {}
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog() {
    {
      const std::lock_guard lock{mutex_};
      is_done_ = true;
    }
    done_.notify_one();
    thread_.join();
  }
  [[nodiscard]] const std::atomic<bool>& has_barked() const { return has_barked_; }

 private:
  void watch() {
    std::unique_lock lock{mutex_};
    has_barked_ = !done_.wait_for(lock, std::chrono::seconds{60}, [this] { return is_done_; });
  }

  std::mutex mutex_;
  std::condition_variable done_;
  bool is_done_ = false;
  std::atomic<bool> has_barked_{false};
  std::thread thread_;
};

/// Runs what `check` has accepted, and writes the results.
void run_and_write(const std::string& text, const std::vector<Override>& overrides) {
  const Scenario scenario = parse_scenario(text, "s.toml", overrides);
  const Watchdog watchdog;
  const ScenarioResult result = run_scenario(scenario, {.interrupted = &watchdog.has_barked()});
  CHECK_FALSE(watchdog.has_barked());
  for (const PointResult& point : result.points) {
    CHECK((point.status == PointStatus::Converged || point.status == PointStatus::Budget ||
           point.status == PointStatus::Unstable));
    CHECK((point.status == PointStatus::Unstable) ==
          (point.end.limit == RunLimit::Line && point.status != PointStatus::Budget));
  }
  const TemporaryFile file{"", ".h5"};
  write_dataset(file.path(), to_dataset(scenario, result, {}));
}

TEST_CASE("what check accepts of a key's limits runs to an end and is written") {
  constexpr std::size_t kEnough = 2;  // surroundings in which both limits have been tried
  const ThrowingContracts contracts;
  for (const LimitedKey& key : limited_keys()) {
    std::array<std::size_t, 2> accepted{};
    for (const std::string& text : surroundings()) {
      for (std::size_t end = 0; end < 2; ++end) {
        const std::vector<Override> at_limit{{key.name, key.within[end]}};
        CAPTURE(text, key.name, key.within[end]);
        if (accepted[end] == kEnough || complaint_about(text, at_limit)) {
          continue;
        }
        ++accepted[end];
        CHECK(complaint_about(text, {{key.name, key.past[end]}}));
        if (end == 0 || !is_large(key.name)) {
          CHECK_NOTHROW(run_and_write(text, at_limit));
        }
      }
    }
    CAPTURE(key.name);
    CHECK(accepted[0] + accepted[1] > 0);  // else it needs surroundings of its own
  }
}

TEST_CASE("what check accepts of two keys' limits runs to an end and is written") {
  constexpr std::size_t kPairs = kIsInstrumented ? 24 : 120;  // each takes ten times as long there
  const ThrowingContracts contracts;
  const std::vector<LimitedKey> keys = limited_keys();
  RandomStream random{{.seed = 13, .replication = 0, .entity = 0, .purpose = Purpose::Decision}};
  std::size_t accepted = 0;
  for (std::size_t pair = 0; pair < kPairs; ++pair) {
    std::vector<Override> overrides;
    for (int i = 0; i < 2; ++i) {
      const LimitedKey& key = keys[random.below(keys.size())];
      overrides.push_back({key.name, key.within[is_large(key.name) ? 0 : random.below(2)]});
    }
    // Those in which a key is unknown refuse it at once.
    for (const std::string& text : surroundings()) {
      CAPTURE(text, overrides[0].key, overrides[0].value, overrides[1].key, overrides[1].value);
      if (!complaint_about(text, overrides)) {
        ++accepted;
        CHECK_NOTHROW(run_and_write(text, overrides));
      }
    }
  }
  CHECK(accepted > kPairs / 2);
}

TEST_CASE("constants of links and processors may have any value that check accepts") {
  const ThrowingContracts contracts;
  const std::string text = std::string{kFleet} +
                           "clients.link = 'NAME'\nclients.cpu = 'NAME'\nclients.gpu = 'NAME'\n"
                           "clients.gpu_share = 0.5\n"
                           "clients.download = true\nclients.round_trip = true\n"
                           "clients.radio_states = true\nclients.idle_power = true\n"
                           "server.processor = 'NAME'\nprocessor.NAME.base = 'k40'\n"
                           "link.NAME.base = 'lte'\n";
  std::size_t accepted = 0;
  const auto try_all = [&](const std::string& section, const std::vector<CatalogEntry>& entries) {
    for (const CatalogEntry& entry : entries) {
      for (const char* number : {"0", "1e-300", "1e-9", "1e9", "1e300"}) {
        const std::vector<Override> overrides{
            {section + std::string{entry.name},
             '"' + std::string{number} + ' ' + std::string{entry.unit} + '"'}};
        CAPTURE(overrides[0].key, overrides[0].value);
        if (!complaint_about(text, overrides)) {
          ++accepted;
          CHECK_NOTHROW(run_and_write(text, overrides));
        }
      }
    }
  };
  try_all("link.NAME.", catalog(built_in_links().front()));
  try_all("processor.NAME.", catalog(built_in_processors().front()));
  CHECK(accepted > 20);
}

}  // namespace
}  // namespace cutpoint
