#include "scenario/keys/laws.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenario/keys/choice.hpp"
#include "workloads/arrivals/arrival_files.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kMean{1e-9, 1e6, "from 1 ns to 1e6 s"};
constexpr Limits kPhases{1.0, 1e6, "from 1 to 1e6"};
constexpr Limits kShape{0.01, 1e3, "from 0.01 to 1000"};
constexpr Limits kCv{0.0, 1e3, "from 0 to 1000"};
constexpr Limits kSomeCv{1e-3, 1e3, "from 0.001 to 1000"};
constexpr Limits kLargeCv{1.000001, 1e3, "above 1, up to 1000"};
constexpr Limits kRate0{0.0, 1e9, "from 0 /s to 1e9 /s"};

/// A law under construction: its shape, and whether the scenario said how long it is.
struct Law {
  Distribution distribution;
  bool has_mean;
};

constexpr Seconds kPlaceholder{1.0};

template <class T>
T required(const TableReader& table, std::string_view key, const std::optional<T>& value) {
  if (!value) {
    throw InputError{table.where(), table.full_key(key) + " is missing"};
  }
  return *value;
}

double require_number(TableReader& table, std::string_view key, const Limits& limits) {
  return required(table, key, table.number(key, limits));
}

Seconds require_time(TableReader& table, std::string_view key) {
  return Seconds{required(table, key, table.quantity(key, kTime, kMean))};
}

TableReader& described_cv(TableReader& table) {
  return table.described("required",
                         "coefficient of variation, of `gamma`, `lognormal`, `hyperexponential` "
                         "(above 1) and `two_moment` (any)");
}

TableReader& described_law(TableReader& table) {
  return table.described("required", "what kind of law; the other keys are its parameters")
      .among({"deterministic",
              "exponential",
              "erlang",
              "gamma",
              "weibull",
              "lognormal",
              "bounded_pareto",
              "hyperexponential",
              "two_moment",
              "empirical",
              "mmpp",
              "schedule",
              "trace"});
}

TableReader& described_file(TableReader& table) {
  return table.described("required",
                         "of `empirical` (BigHouse's .cdf) and `trace` (CSV), seen from the folder "
                         "of the scenario");
}

using Reader = Distribution (*)(TableReader& table, Seconds mean);

Distribution read_gamma(TableReader& table, Seconds mean) {
  const double cv = require_number(described_cv(table), "cv", kSomeCv);
  return Distribution{Gamma{.shape = 1.0 / (cv * cv), .scale = mean * (cv * cv)}};
}

Distribution read_lognormal(TableReader& table, Seconds mean) {
  const double cv = require_number(described_cv(table), "cv", kSomeCv);
  return Distribution{Lognormal{.median = mean / std::sqrt(1.0 + cv * cv),
                                .sigma = std::sqrt(std::log1p(cv * cv))}};
}

Distribution read_weibull(TableReader& table, Seconds mean) {
  const double shape = require_number(
      table.described("required", "of `weibull` and `bounded_pareto`"), "shape", kShape);
  return Distribution{Weibull{.shape = shape, .scale = mean / std::tgamma(1.0 + 1.0 / shape)}};
}

Distribution read_erlang(TableReader& table, Seconds mean) {
  const auto phases =
      required(table,
               "phases",
               table.described("required", "of `erlang`: exponential phases, one after the other")
                   .integer("phases", kPhases));
  return Distribution{Erlang{.phases = static_cast<int>(phases), .mean = mean}};
}

/// Laws that are scaled to a mean.
Law read_scaled(TableReader& table, Reader read) {
  const std::optional<double> mean =
      table
          .described("required for a service",
                     "of all but `bounded_pareto`, `empirical`, `mmpp`, `schedule` and `trace`; "
                     "for arrivals it may be left out if a rate or load is given")
          .quantity("mean", kTime, kMean);
  return {read(table, mean ? Seconds{*mean} : kPlaceholder), mean.has_value()};
}

Law read_bounded_pareto(TableReader& table) {
  const double shape = require_number(
      table.described("required", "of `weibull` and `bounded_pareto`"), "shape", kShape);
  const Seconds low =
      require_time(table.described("required", "of `bounded_pareto`: the shortest time"), "low");
  const Seconds high =
      require_time(table.described("required", "of `bounded_pareto`: the longest time"), "high");
  if (!(low < high)) {
    throw InputError{table.where("high"), table.full_key("high") + " must be above low"};
  }
  return {Distribution{BoundedPareto{.shape = shape, .low = low, .high = high}}, true};
}

Text require_text(TableReader& table, std::string_view key) {
  return required(table, key, table.text(key));
}

/// The unit of the numbers in a file, as a time: "1 ms" or "ms".
Seconds read_unit(TableReader& table) {
  const Text unit = require_text(
      table.described("required", "of the numbers in the file").among({"s", "ms", "us", "ns"}),
      "unit");
  return chosen<Seconds>(
      unit,
      "unit",
      {{"s", Seconds{1.0}}, {"ms", Seconds{1e-3}}, {"us", Seconds{1e-6}}, {"ns", Seconds{1e-9}}});
}

/// Reads what a table's `law` asks for; the other keys are the law's.
Law read_law_table(TableReader& table, InputKind kind_of_file) {
  enum class Kind {
    Deterministic,
    Exponential,
    Erlang,
    Gamma,
    Weibull,
    Lognormal,
    BoundedPareto,
    Hyperexponential,
    TwoMoment,
    Empirical,
  };
  const Kind kind = chosen<Kind>(require_text(described_law(table), "law"),
                                 "law",
                                 {{"deterministic", Kind::Deterministic},
                                  {"exponential", Kind::Exponential},
                                  {"erlang", Kind::Erlang},
                                  {"gamma", Kind::Gamma},
                                  {"weibull", Kind::Weibull},
                                  {"lognormal", Kind::Lognormal},
                                  {"bounded_pareto", Kind::BoundedPareto},
                                  {"hyperexponential", Kind::Hyperexponential},
                                  {"two_moment", Kind::TwoMoment},
                                  {"empirical", Kind::Empirical}});
  switch (kind) {
    case Kind::Deterministic:
      return read_scaled(
          table, [](TableReader&, Seconds mean) { return Distribution{Deterministic{mean}}; });
    case Kind::Exponential:
      return read_scaled(
          table, [](TableReader&, Seconds mean) { return Distribution{Exponential{mean}}; });
    case Kind::Erlang:
      return read_scaled(table, read_erlang);
    case Kind::Gamma:
      return read_scaled(table, read_gamma);
    case Kind::Weibull:
      return read_scaled(table, read_weibull);
    case Kind::Lognormal:
      return read_scaled(table, read_lognormal);
    case Kind::BoundedPareto:
      return read_bounded_pareto(table);
    case Kind::Hyperexponential:
      return read_scaled(table, [](TableReader& own, Seconds mean) {
        return Distribution{
            Hyperexponential{mean, require_number(described_cv(own), "cv", kLargeCv)}};
      });
    case Kind::TwoMoment:
      return read_scaled(table, [](TableReader& own, Seconds mean) {
        return two_moment(mean, require_number(described_cv(own), "cv", kCv));
      });
    case Kind::Empirical:
      break;
  }
  const Text file = require_text(described_file(table), "file");
  const Seconds unit = read_unit(table);
  return {read_cdf(table.open(file, kind_of_file), unit), true};
}

/// The rates hold for so long, one after the other.
void expect_some_rate(const TableReader& table,
                      const std::vector<double>& rates,
                      const std::vector<double>& lengths) {
  constexpr double kLeastArrivals = 1e-6;  // per round; a run goes through the rounds one by one
  constexpr double kLongestRound = 1e9;    // in s
  if (std::ranges::all_of(rates, [](double rate) { return rate == 0.0; })) {
    throw InputError{table.where("rates"), table.full_key("rates") + " are all 0; nothing arrives"};
  }
  if (std::inner_product(rates.begin(), rates.end(), lengths.begin(), 0.0) < kLeastArrivals) {
    throw InputError{table.where("rates"),
                     table.full_key("rates") +
                         " are so low that less than 1e-6 jobs arrive in a round of them; raise "
                         "one, or let it hold longer"};
  }
  if (std::reduce(lengths.begin(), lengths.end()) > kLongestRound) {
    throw InputError{table.where("rates"),
                     table.full_key("rates") + " together hold for more than 1e9 s; shorten them"};
  }
}

std::vector<double> read_rates(TableReader& table) {
  return required(
      table,
      "rates",
      table
          .described("required",
                     "of `mmpp`, in its states, which follow each other in a circle; of "
                     "`schedule`, one step after the other, and again from the first")
          .typed("list of rates")
          .quantities("rates", kRate, kRate0));
}

Arrivals read_mmpp(TableReader& table) {
  const std::vector<double> rates = read_rates(table);
  const auto holding = required(table,
                                "holding",
                                table.described("required", "of `mmpp`: mean times in its states")
                                    .typed("list of times")
                                    .quantities("holding", kTime, kMean));
  if (rates.size() != holding.size() || rates.size() < 2) {
    throw InputError{table.where("holding"),
                     "rates and holding need the same number of values, at least two"};
  }
  MarkovModulatedPoisson process;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    process.states.push_back({.rate = Rate{rates[i]}, .mean_holding_time = Seconds{holding[i]}});
  }
  expect_some_rate(table, rates, holding);
  return {ArrivalProcess{std::move(process)}, true};
}

Arrivals read_schedule(TableReader& table) {
  const std::vector<double> rates = read_rates(table);
  const Duration length = to_duration(require_time(
      table.described("required", "of `schedule`: how long each of its rates lasts"), "every"));
  expect_some_rate(table, rates, std::vector<double>(rates.size(), Seconds{length}.count()));
  RateSchedule schedule;
  for (const double rate : rates) {
    schedule.steps.push_back({.length = length, .rate = Rate{rate}});
  }
  return {ArrivalProcess{std::move(schedule)}, true};
}

Arrivals read_recorded(TableReader& table) {
  const Text file = require_text(described_file(table), "file");
  TraceFormat format{.unit = read_unit(table)};
  if (const std::optional<Text> column =
          table.described("the first", "of `trace`: of the file, by its name or number")
              .text("column")) {
    format.column = column->text;
  }
  set(format.content,
      choose<TraceContent>(table.described("\"arrival_times\"", "of `trace`: what its numbers are"),
                           "content",
                           {{"arrival_times", TraceContent::ArrivalTimes},
                            {"interarrivals", TraceContent::Interarrivals}}));
  const bool loop = table.described("false", "of `trace`: whether it starts again after its end")
                        .boolean("loop")
                        .value_or(false);
  return {
      ArrivalProcess{Trace{read_trace(table.open(file, InputKind::ArrivalTrace), format), loop}},
      true};
}

Arrivals read_arrivals_table(TableReader& table) {
  const Text law = require_text(described_law(table), "law");
  if (law.text == "mmpp") {
    return read_mmpp(table);
  }
  if (law.text == "schedule") {
    return read_schedule(table);
  }
  if (law.text == "trace") {
    return read_recorded(table);
  }
  Law renewal = read_law_table(table, InputKind::ArrivalDistribution);
  return {ArrivalProcess{std::move(renewal.distribution)}, renewal.has_mean};
}

}  // namespace

Distribution read_service(TableReader& section, std::string_view key, Sweep& sweep) {
  if (!section.is_table(key)) {
    const Text name =
        required(section,
                 key,
                 section
                     .described("required",
                                "service time of a job on one server: a name, or a law, see below")
                     .among({"google_search"})
                     .typed("name or law")
                     .text(key));
    return chosen<Distribution>(name, "service law", {{"google_search", google_search_service()}});
  }
  TableReader table = section.table(key, &sweep);
  Law law = read_law_table(table, InputKind::ServiceDistribution);
  if (!law.has_mean) {
    throw InputError{table.where(), table.full_key("mean") + " is missing"};
  }
  table.refuse_unknown();
  return std::move(law.distribution);
}

Arrivals read_arrivals(TableReader& section, Sweep& sweep) {
  if (section.is_table("arrivals")) {
    TableReader table = section.table("arrivals", &sweep);
    Arrivals arrivals = read_arrivals_table(table);
    table.refuse_unknown();
    return arrivals;
  }
  const std::optional<Text> name =
      section
          .described(section.full_key("arrivals") == "queries.arrivals" ? "\"google_search\""
                                                                        : "\"poisson\"",
                     "when they arrive: a name is a shape alone; a law, see below, with a rate of "
                     "its own has that rate unless `load` or `rate` is given")
          .among({"google_search", "poisson", "deterministic"})
          .typed("name or law")
          .text("arrivals");
  const Distribution poisson{Exponential{kPlaceholder}};
  if (!name) {
    return {ArrivalProcess{poisson}, false};
  }
  const auto law =
      chosen<Distribution>(*name,
                           "arrivals",
                           {{"google_search", google_search_interarrival()},
                            {"poisson", poisson},
                            {"deterministic", Distribution{Deterministic{kPlaceholder}}}});
  return {ArrivalProcess{law}, name->text == "google_search"};
}

}  // namespace cutpoint::scenario_file
