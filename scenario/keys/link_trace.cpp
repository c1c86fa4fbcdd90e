#include "scenario/keys/link_trace.hpp"

#include <numeric>
#include <string>

#include "base/unit_grammar.hpp"
#include "scenario/keys/choice.hpp"
#include "workloads/links/rate_files.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kRates{0.0, 1e15, "from 0 bit/s to 1000 Tbit/s"};
constexpr Limits kMeanRate{1.0, 1e15, "from 1 bit/s to 1000 Tbit/s"};
constexpr Limits kLength{1e-6, 1e6, "from 1 us to 1e6 s"};
constexpr Limits kStep{1e-3, 1e6, "from 1 ms to 1e6 s"};
constexpr Limits kCv{0.0, 10.0, "from 0 to 10"};
constexpr Limits kOutageShare{0.0, 0.99, "from 0 % to 99 %"};
constexpr Limits kSeed{0.0, 9223372036854775807.0, "from 0 to 9223372036854775807"};

template <class T>
T required(const TableReader& table, std::string_view key, const std::optional<T>& value) {
  if (!value) {
    throw InputError{table.where(), table.full_key(key) + " is missing"};
  }
  return *value;
}

Seconds require_time(TableReader& table, std::string_view key, const Limits& limits = kLength) {
  return Seconds{required(table, key, table.quantity(key, kTime, limits))};
}

BytesPerSecond bits_per_second(double rate) { return BytesPerSecond{rate / 8.0}; }

RateTrace read_steps(TableReader& table) {
  const auto rates =
      required(table,
               "rates",
               table.described("none", "in place of a file: rates that follow each other")
                   .typed("list of bandwidths")
                   .quantities("rates", kBandwidth, kRates));
  const auto lengths =
      required(table,
               "lengths",
               table.described("required with rates", "how long each of them holds")
                   .typed("list of times")
                   .quantities("lengths", kTime, kLength));
  if (rates.size() != lengths.size()) {
    throw InputError{table.where("lengths"),
                     table.full_key("lengths") + ": every rate needs a length, there are " +
                         std::to_string(rates.size()) + " rates and " +
                         std::to_string(lengths.size()) + " lengths"};
  }
  constexpr double kLongestTrace = 1e7;
  if (std::reduce(lengths.begin(), lengths.end()) > kLongestTrace) {
    throw InputError{table.where("lengths"),
                     table.full_key("lengths") + " are more than 1e7 s together; shorten them"};
  }
  std::vector<RateTrace::Step> steps;
  double sum = 0.0;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    steps.push_back(
        {.length = to_duration(Seconds{lengths[i]}), .rate = bits_per_second(rates[i])});
    sum += rates[i];
  }
  if (sum == 0.0) {
    throw InputError{table.where("rates"),
                     table.full_key("rates") + " are all 0; nothing would get through"};
  }
  return RateTrace::of_steps(steps);
}

RateTrace read_file(TableReader& table, const Text& file) {
  enum class Format { Mahimahi, Csv };
  const Format format =
      choose<Format>(
          table.described(
              "\"mahimahi\"",
              "of Mahimahi (one millisecond per line at which a packet of 1500 bytes can leave), "
              "or two columns, times from 0 on and rates, with or without a header"),
          "format",
          {{"mahimahi", Format::Mahimahi}, {"csv", Format::Csv}})
          .value_or(Format::Mahimahi);
  if (format == Format::Mahimahi) {
    return read_mahimahi(table.open(file, InputKind::LinkTrace));
  }
  const Text time_unit =
      required(table,
               "time_unit",
               table.described("required of csv", "of its times, `\"s\"`").text("time_unit"));
  const Text rate_unit =
      required(table,
               "rate_unit",
               table.described("required of csv", "of its rates, `\"Mbit/s\"`").text("rate_unit"));
  const RateFileFormat rates{.time_unit = parse_seconds("1 " + time_unit.text, time_unit.where),
                             .rate_unit = parse_bandwidth("1 " + rate_unit.text, rate_unit.where),
                             .duration = to_duration(require_time(table, "duration"))};
  return read_rates(table.open(file, InputKind::LinkTrace), rates);
}

RateTrace generate(TableReader& table) {
  RateLaw law;
  law.mean = bits_per_second(
      required(table,
               "mean",
               table.described("none", "in place of file and rates: generated rates of this mean")
                   .quantity("mean", kBandwidth, kMeanRate)));
  set(law.variation,
      table.described("0", "coefficient of variation of generated rates outside outages")
          .number("variation", kCv));
  const auto memory =
      table
          .described("required if they vary",
                     "after which the correlation of generated rates has fallen to 1/e")
          .only_with(table.full_key("variation"), "above 0", law.variation > 0.0)
          .quantity("correlation_time", kTime, kLength);
  if (law.variation > 0.0) {
    law.correlation_time = Seconds{required(table, "correlation_time", memory)};
  }
  TableReader outages = table.table("outages", nullptr);
  if (table.has("outages")) {
    law.outage_share = required(
        outages,
        "share",
        outages.described("none", "of the time").quantity("share", kPercentage, kOutageShare));
    law.outage_length = require_time(
        outages.described("required with a share", "mean length of an outage"), "length");
  }
  outages.refuse_unknown();
  const bool is_random = law.variation > 0.0 || table.has("outages");
  const auto if_random = [&]() -> TableReader& {
    return table.only_with(
        table.full_key("variation"), "above 0, or outages", is_random, {table.full_key("outages")});
  };
  if (const auto step = if_random()
                            .described("\"100 ms\"", "for which a generated rate holds")
                            .quantity("step", kTime, kStep)) {
    law.step = to_duration(Seconds{*step});
  }
  law.duration = to_duration(require_time(
      table.described("required",
                      "after which generated rates, or those of a csv, repeat; at most 10⁷ steps"),
      "duration"));
  constexpr Duration::rep kMostSteps = 10'000'000;
  if (law.duration < law.step || law.duration / law.step > kMostSteps) {
    throw InputError{table.where("duration"),
                     table.full_key("duration") + " must be from 1 to 1e7 steps of " +
                         std::to_string(law.step.count() / 1'000'000) + " ms"};
  }
  const std::int64_t seed =
      if_random().described("1", "of the generator alone").integer("seed", kSeed).value_or(1);
  return generate_rates(law, static_cast<std::uint64_t>(seed));
}

}  // namespace

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
  const auto offsets = choose<bool>(
      table.described(
          "\"random\"",
          "each client at a place of its own in the trace, or with `none` all where the clock is"),
      "offsets",
      {{"random", false}, {"none", true}});
  link.is_in_phase = offsets.value_or(false);
  const std::optional<Text> file =
      table.described("none", "a trace of rates, seen from the folder of the scenario")
          .text("file");
  RateTrace trace = file                 ? read_file(table, *file)
                    : table.has("rates") ? read_steps(table)
                                         : generate(table);
  table.refuse_unknown();
  link.uplink = {trace.mean(), Evidence::Assumed, "mean of the scenario's trace"};
  link.trace = std::make_shared<const RateTrace>(std::move(trace));
}

}  // namespace cutpoint::scenario_file
