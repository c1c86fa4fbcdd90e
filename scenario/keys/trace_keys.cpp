#include "scenario/keys/trace_keys.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "base/unit_grammar.hpp"
#include "scenario/keys/key_table.hpp"
#include "workloads/links/rate_files.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kRates{0.0, 1e15, "from 0 bit/s to 1000 Tbit/s"};
constexpr Limits kMeanRate{1.0, 1e15, "from 1 bit/s to 1000 Tbit/s"};
constexpr Limits kLength{1e-6, 1e6, "from 1 us to 1e6 s"};
constexpr Limits kStep{1e-3, 1e6, "from 1 ms to 1e6 s"};
constexpr Limits kCv{0.0, 10.0, "from 0 to 10"};
constexpr ShareLimits kOutageShare{{0.0, 0.99, "from 0 % to 99 %"}};

enum class Format { Mahimahi, Csv };

/// What a trace is made of, whichever way it is given.
struct TraceSettings {
  bool is_in_phase = false;
  std::optional<Text> file{};
  Format format = Format::Mahimahi;
  std::optional<Text> time_unit{};
  std::optional<Text> rate_unit{};
  std::vector<BytesPerSecond> rates{};
  std::vector<Seconds> lengths{};
  std::optional<BytesPerSecond> mean{};
  double variation = 0.0;
  std::optional<Seconds> correlation_time{};
  bool has_outages = false;
  std::optional<double> outage_share{};
  std::optional<Seconds> outage_length{};
  Seconds step = RateLaw{}.step;
  std::optional<Seconds> duration{};
  std::uint64_t seed = 1;
};

Key<TraceSettings> duration_key() {
  return key("duration",
             &TraceSettings::duration,
             kLength,
             "after which generated rates, or those of a csv, repeat; at most 10⁷ steps")
      .otherwise("required");
}

/// Keys of any trace.
Keys<TraceSettings> common_keys() {
  return {
      key("offsets",
          &TraceSettings::is_in_phase,
          {{"random", false}, {"none", true}},
          "each client at a place of its own in the trace, or with `none` all where the clock is"),
      key("file", &TraceSettings::file, "a trace of rates, seen from the folder of the scenario"),
  };
}

Keys<TraceSettings> file_keys() {
  return {
      key("format",
          &TraceSettings::format,
          {{"mahimahi", Format::Mahimahi}, {"csv", Format::Csv}},
          "of Mahimahi (one millisecond per line at which a packet of 1500 bytes can leave), or "
          "two columns, times from 0 on and rates, with or without a header"),
  };
}

Keys<TraceSettings> csv_keys() {
  return {
      key("time_unit", &TraceSettings::time_unit, "of its times, `\"s\"`")
          .required()
          .otherwise("required of csv"),
      key("rate_unit", &TraceSettings::rate_unit, "of its rates, `\"Mbit/s\"`")
          .required()
          .otherwise("required of csv"),
      duration_key().required(),
  };
}

Keys<TraceSettings> step_keys() {
  return {
      key("rates",
          &TraceSettings::rates,
          kRates,
          "in place of a file: rates that follow each other")
          .required()
          .otherwise("none"),
      key("lengths", &TraceSettings::lengths, kLength, "how long each of them holds")
          .required()
          .otherwise("required with rates"),
  };
}

Keys<TraceSettings> outage_keys() {
  return {
      key("share", &TraceSettings::outage_share, kOutageShare, "of the time"),
      key("length", &TraceSettings::outage_length, kLength, "mean length of an outage")
          .otherwise("required with a share"),
  };
}

/// Keys of generated rates. `table` is the trace's own, in full.
Keys<TraceSettings> generator_keys(const std::string& table) {
  const auto varies = [](const TraceSettings& trace) { return trace.variation > 0.0; };
  const auto is_random = [](const TraceSettings& trace) {
    return trace.variation > 0.0 || trace.has_outages;
  };
  const auto if_random = [&](Key<TraceSettings> key) {
    return std::move(key).only_with(
        table + ".variation", "above 0, or outages", is_random, {table + ".outages"});
  };
  Key<TraceSettings> outages = subtable("outages", outage_keys());
  outages.read = [inner = outages.read](
                     TraceSettings& trace, TableReader& reader, const Context& context) {
    inner(trace, reader, context);
    trace.has_outages = reader.has("outages");
    if (trace.has_outages) {
      const TableReader own = reader.table("outages", nullptr);
      own.require("share");
      own.require("length");
    }
  };
  return {
      key("mean",
          &TraceSettings::mean,
          kMeanRate,
          "in place of file and rates: generated rates of this mean")
          .required()
          .otherwise("none"),
      key("variation",
          &TraceSettings::variation,
          kCv,
          "coefficient of variation of generated rates outside outages"),
      key("correlation_time",
          &TraceSettings::correlation_time,
          kLength,
          "after which the correlation of generated rates has fallen to 1/e")
          .otherwise("required if they vary")
          .only_with(table + ".variation", "above 0", varies),
      outages,
      if_random(key("step", &TraceSettings::step, kStep, "for which a generated rate holds")),
      duration_key().required(),
      if_random(key("seed", &TraceSettings::seed, kAnyWhole, "of the generator alone")),
  };
}

RateTrace make_steps(const TraceSettings& trace, const TableReader& table) {
  if (trace.rates.size() != trace.lengths.size()) {
    throw InputError{table.where("lengths"),
                     table.full_key("lengths") + ": every rate needs a length, there are " +
                         std::to_string(trace.rates.size()) + " rates and " +
                         std::to_string(trace.lengths.size()) + " lengths"};
  }
  constexpr Seconds kLongestTrace{1e7};
  if (std::accumulate(trace.lengths.begin(), trace.lengths.end(), Seconds{}) > kLongestTrace) {
    throw InputError{table.where("lengths"),
                     table.full_key("lengths") + " are more than 1e7 s together; shorten them"};
  }
  std::vector<RateTrace::Step> steps;
  BytesPerSecond sum;
  for (std::size_t i = 0; i < trace.rates.size(); ++i) {
    steps.push_back({.length = to_duration(trace.lengths[i]), .rate = trace.rates[i]});
    sum += trace.rates[i];
  }
  if (sum == BytesPerSecond{}) {
    throw InputError{table.where("rates"),
                     table.full_key("rates") + " are all 0; nothing would get through"};
  }
  return RateTrace::of_steps(steps);
}

RateTrace read_csv(const TraceSettings& trace, const TableReader& table) {
  const Text& time = *trace.time_unit;
  const Text& rate = *trace.rate_unit;
  const RateFileFormat format{.time_unit = parse_seconds("1 " + time.text, time.where),
                              .rate_unit = parse_bandwidth("1 " + rate.text, rate.where),
                              .duration = to_duration(*trace.duration)};
  return read_rates(table.open(*trace.file, InputKind::LinkTrace), format);
}

RateTrace generate(const TraceSettings& trace, const TableReader& table) {
  RateLaw law;
  law.mean = *trace.mean;
  law.variation = trace.variation;
  if (law.variation > 0.0) {
    table.require("correlation_time");
    law.correlation_time = *trace.correlation_time;
  }
  law.outage_share = trace.outage_share.value_or(law.outage_share);
  law.outage_length = trace.outage_length.value_or(law.outage_length);
  law.step = to_duration(trace.step);
  law.duration = to_duration(*trace.duration);
  constexpr Duration::rep kMostSteps = 10'000'000;
  if (law.duration < law.step || law.duration / law.step > kMostSteps) {
    throw InputError{table.where("duration"),
                     table.full_key("duration") + " must be from 1 to 1e7 steps of " +
                         std::to_string(law.step.count() / 1'000'000) + " ms"};
  }
  return generate_rates(law, trace.seed);
}

/// Reads the keys that the way of giving the trace has, and makes it.
RateTrace read_trace_of(TraceSettings& trace, TableReader& table, const Context& context) {
  if (trace.file) {
    read_keys(file_keys(), trace, table, context);
    if (trace.format == Format::Mahimahi) {
      return read_mahimahi(table.open(*trace.file, InputKind::LinkTrace));
    }
    read_keys(csv_keys(), trace, table, context);
    return read_csv(trace, table);
  }
  if (table.has("rates")) {
    read_keys(step_keys(), trace, table, context);
    return make_steps(trace, table);
  }
  read_keys(generator_keys(table.key()), trace, table, context);
  return generate(trace, table);
}

}  // namespace

KeyDescription trace_description() {
  KeyDescription trace{.name = "trace", .form = Form::Table};
  for (const Keys<TraceSettings>& keys :
       {common_keys(), step_keys(), generator_keys("link.NAME.trace"), file_keys(), csv_keys()}) {
    for (const KeyDescription& key : descriptions(keys)) {
      const bool is_known =
          std::ranges::find(trace.inner, key.name, &KeyDescription::name) != trace.inner.end();
      if (!is_known) {
        trace.inner.push_back(key);
      }
    }
  }
  for (KeyDescription& key : trace.inner) {
    key.is_single = true;
    for (KeyDescription& inner : key.inner) {
      inner.is_single = true;
    }
  }
  return trace;
}

void read_link_trace(TableReader& section, Link& link) {
  if (!section.has("trace")) {
    return;
  }
  TableReader table = section.table("trace", nullptr);
  if (section.has("uplink")) {
    throw InputError{section.where("uplink"),
                     section.full_key("uplink") +
                         " and its trace exclude each other: the uplink is "
                         "the trace's mean; leave one out"};
  }
  static const Draft no_draft;
  static const Definitions no_definitions;
  const Context context{no_draft, no_definitions};
  TraceSettings settings;
  read_keys(common_keys(), settings, table, context);
  RateTrace trace = read_trace_of(settings, table, context);
  table.refuse_unknown();
  link.is_in_phase = settings.is_in_phase;
  link.uplink = {trace.mean(), Evidence::Assumed, "mean of the scenario's trace"};
  link.trace = std::make_shared<const RateTrace>(std::move(trace));
}

}  // namespace cutpoint::scenario_file
