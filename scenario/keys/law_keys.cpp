#include "scenario/keys/law_keys.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "scenario/keys/descriptions.hpp"
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

constexpr Seconds kPlaceholder{1.0};

/// What laws are made of.
struct LawParameters {
  std::optional<Seconds> mean{};
  double cv = 0.0;
  double shape = 0.0;
  int phases = 0;
  Seconds low{};
  Seconds high{};
  std::vector<Rate> rates{};
  std::vector<Seconds> holding{};
  Seconds every{};
  std::optional<Text> file{};
  Seconds unit{};
  std::optional<Text> column{};
  TraceContent content = TraceContent::ArrivalTimes;
  bool loop = false;

  [[nodiscard]] Seconds mean_or_placeholder() const { return mean.value_or(kPlaceholder); }
};

/// A law by its word. What has no distribution is for arrivals alone.
struct LawKind {
  std::string_view word;
  Keys<LawParameters> keys;
  Distribution (*distribution)(const LawParameters& law, const TableReader& table, InputKind file);
  ArrivalProcess (*arrivals)(const LawParameters& law, const TableReader& table) = nullptr;
};

Key<LawParameters> mean_key() {
  return key("mean",
             &LawParameters::mean,
             kMean,
             "of all but `bounded_pareto`, `empirical`, `mmpp`, `schedule` and `trace`; for "
             "arrivals it may be left out if a rate or load is given")
      .otherwise("required for a service");
}

Key<LawParameters> cv_key(const Limits& limits) {
  return key("cv",
             &LawParameters::cv,
             limits,
             "coefficient of variation, of `gamma`, `lognormal`, `hyperexponential` (above 1) and "
             "`two_moment` (any)")
      .required();
}

Key<LawParameters> shape_key() {
  return key("shape", &LawParameters::shape, kShape, "of `weibull` and `bounded_pareto`")
      .required();
}

Key<LawParameters> time_key(std::string_view name,
                            Seconds LawParameters::*member,
                            std::string_view meaning) {
  return key(name, member, kMean, meaning).required();
}

Key<LawParameters> rates_key() {
  return key("rates",
             &LawParameters::rates,
             kRate0,
             "of `mmpp`, in its states, which follow each other in a circle; of `schedule`, one "
             "step after the other, and again from the first")
      .required();
}

Key<LawParameters> file_key() {
  return key("file",
             &LawParameters::file,
             "of `empirical` (BigHouse's .cdf) and `trace` (CSV), seen from the folder of the "
             "scenario")
      .required();
}

Key<LawParameters> unit_key() {
  return key("unit",
             &LawParameters::unit,
             {{"s", Seconds{1.0}},
              {"ms", Seconds{1e-3}},
              {"us", Seconds{1e-6}},
              {"ns", Seconds{1e-9}}},
             "of the numbers in the file")
      .required();
}

/// The rates hold for so long, one after the other.
void expect_some_rate(const TableReader& table,
                      const std::vector<Rate>& rates,
                      const std::vector<Seconds>& lengths) {
  constexpr double kLeastArrivals = 1e-6;  // per round; a run goes through the rounds one by one
  constexpr Seconds kLongestRound{1e9};
  const auto times = [](Rate rate, Seconds length) { return rate * length; };
  if (std::ranges::all_of(rates, [](Rate rate) { return rate.value() == 0.0; })) {
    throw InputError{table.where("rates"), table.full_key("rates") + " are all 0; nothing arrives"};
  }
  if (std::inner_product(rates.begin(), rates.end(), lengths.begin(), 0.0, std::plus{}, times) <
      kLeastArrivals) {
    throw InputError{table.where("rates"),
                     table.full_key("rates") +
                         " are so low that less than 1e-6 jobs arrive in a round of them; raise "
                         "one, or let it hold longer"};
  }
  if (std::accumulate(lengths.begin(), lengths.end(), Seconds{}) > kLongestRound) {
    throw InputError{table.where("rates"),
                     table.full_key("rates") + " together hold for more than 1e9 s; shorten them"};
  }
}

ArrivalProcess make_mmpp(const LawParameters& law, const TableReader& table) {
  if (law.rates.size() != law.holding.size() || law.rates.size() < 2) {
    throw InputError{table.where("holding"),
                     "rates and holding need the same number of values, at least two"};
  }
  MarkovModulatedPoisson process;
  for (std::size_t i = 0; i < law.rates.size(); ++i) {
    process.states.push_back({.rate = law.rates[i], .mean_holding_time = law.holding[i]});
  }
  expect_some_rate(table, law.rates, law.holding);
  return ArrivalProcess{std::move(process)};
}

ArrivalProcess make_schedule(const LawParameters& law, const TableReader& table) {
  const Duration length = to_duration(law.every);
  expect_some_rate(table, law.rates, std::vector<Seconds>(law.rates.size(), Seconds{length}));
  RateSchedule schedule;
  for (const Rate rate : law.rates) {
    schedule.steps.push_back({.length = length, .rate = rate});
  }
  return ArrivalProcess{std::move(schedule)};
}

ArrivalProcess make_recorded(const LawParameters& law, const TableReader& table) {
  TraceFormat format{.unit = law.unit};
  format.column = law.column ? law.column->text : format.column;
  format.content = law.content;
  return ArrivalProcess{
      Trace{read_trace(table.open(*law.file, InputKind::ArrivalTrace), format), law.loop}};
}

Distribution make_bounded_pareto(const LawParameters& law, const TableReader& table, InputKind) {
  if (!(law.low < law.high)) {
    throw InputError{table.where("high"), table.full_key("high") + " must be above low"};
  }
  return Distribution{BoundedPareto{.shape = law.shape, .low = law.low, .high = law.high}};
}

Distribution make_empirical(const LawParameters& law, const TableReader& table, InputKind file) {
  return read_cdf(table.open(*law.file, file), law.unit);
}

/// Laws that are scaled to a mean.
std::vector<LawKind> scaled_laws() {
  using Law = const LawParameters&;
  using Table = const TableReader&;
  return {
      {"deterministic",
       {mean_key()},
       [](Law law, Table, InputKind) {
         return Distribution{Deterministic{law.mean_or_placeholder()}};
       }},
      {"exponential",
       {mean_key()},
       [](Law law, Table, InputKind) {
         return Distribution{Exponential{law.mean_or_placeholder()}};
       }},
      {"erlang",
       {mean_key(),
        key("phases",
            &LawParameters::phases,
            kPhases,
            "of `erlang`: exponential phases, one after the other")
            .required()},
       [](Law law, Table, InputKind) {
         return Distribution{Erlang{.phases = law.phases, .mean = law.mean_or_placeholder()}};
       }},
      {"gamma",
       {mean_key(), cv_key(kSomeCv)},
       [](Law law, Table, InputKind) {
         const double scv = law.cv * law.cv;
         return Distribution{Gamma{.shape = 1.0 / scv, .scale = law.mean_or_placeholder() * scv}};
       }},
      {"weibull",
       {mean_key(), shape_key()},
       [](Law law, Table, InputKind) {
         return Distribution{
             Weibull{.shape = law.shape,
                     .scale = law.mean_or_placeholder() / std::tgamma(1.0 + 1.0 / law.shape)}};
       }},
      {"lognormal",
       {mean_key(), cv_key(kSomeCv)},
       [](Law law, Table, InputKind) {
         const double scv = law.cv * law.cv;
         return Distribution{Lognormal{.median = law.mean_or_placeholder() / std::sqrt(1.0 + scv),
                                       .sigma = std::sqrt(std::log1p(scv))}};
       }},
      {"hyperexponential",
       {mean_key(), cv_key(kLargeCv)},
       [](Law law, Table, InputKind) {
         return Distribution{Hyperexponential{law.mean_or_placeholder(), law.cv}};
       }},
      {"two_moment",
       {mean_key(), cv_key(kCv)},
       [](Law law, Table, InputKind) { return two_moment(law.mean_or_placeholder(), law.cv); }},
  };
}

std::vector<LawKind> all_laws() {
  std::vector<LawKind> laws = scaled_laws();
  laws.push_back({"bounded_pareto",
                  {shape_key(),
                   time_key("low", &LawParameters::low, "of `bounded_pareto`: the shortest time"),
                   time_key("high", &LawParameters::high, "of `bounded_pareto`: the longest time")},
                  make_bounded_pareto});
  laws.push_back({"empirical", {file_key(), unit_key()}, make_empirical});
  laws.push_back(
      {"mmpp",
       {rates_key(),
        key("holding", &LawParameters::holding, kMean, "of `mmpp`: mean times in its states")
            .required()},
       nullptr,
       make_mmpp});
  laws.push_back(
      {"schedule",
       {rates_key(),
        time_key(
            "every", &LawParameters::every, "of `schedule`: how long each of its rates lasts")},
       nullptr,
       make_schedule});
  laws.push_back(
      {"trace",
       {file_key(),
        unit_key(),
        key("column", &LawParameters::column, "of `trace`: of the file, by its name or number")
            .otherwise("the first"),
        key("content",
            &LawParameters::content,
            {{"arrival_times", TraceContent::ArrivalTimes},
             {"interarrivals", TraceContent::Interarrivals}},
            "of `trace`: what its numbers are"),
        key("loop", &LawParameters::loop, "of `trace`: whether it starts again after its end")},
       nullptr,
       make_recorded});
  return laws;
}

const std::vector<LawKind>& laws() {
  static const std::vector<LawKind> all = all_laws();
  return all;
}

/// A law in a table.
struct ReadLaw {
  const LawKind* kind;
  LawParameters parameters;
};

/// Reads what a table's `law` asks for; the other keys are the law's.
ReadLaw read_law(TableReader& table, bool for_arrivals, const Context& context) {
  const std::optional<Text> word = table.text("law");
  table.require("law");
  Choices<const LawKind*> choices;
  for (const LawKind& law : laws()) {
    if (law.distribution != nullptr || for_arrivals) {
      choices.push_back({law.word, &law});
    }
  }
  ReadLaw law{chosen(*word, "law", choices), {}};
  read_keys(law.kind->keys, law.parameters, table, context);
  return law;
}

/// Whether a law says how long it is.
bool has_mean(const ReadLaw& law) {
  const bool is_scaled = law.kind->keys.front().about.name == "mean";
  return !is_scaled || law.parameters.mean.has_value();
}

const Choices<Distribution>& named_arrivals() {
  static const Choices<Distribution> names{
      {"google_search", google_search_interarrival()},
      {"poisson", Distribution{Exponential{kPlaceholder}}},
      {"deterministic", Distribution{Deterministic{kPlaceholder}}}};
  return names;
}

}  // namespace

std::vector<LawDescription> law_descriptions() {
  std::vector<LawDescription> all;
  for (const LawKind& law : laws()) {
    all.push_back({std::string{law.word}, law.distribution != nullptr, descriptions(law.keys)});
  }
  return all;
}

KeyDescription service_description() {
  return {.name = "service",
          .form = Form::NameOrLaw,
          .names = {"google_search"},
          .otherwise = "required",
          .meaning = "service time of a job on one server: a name, or a law, see below"};
}

KeyDescription arrivals_description(const std::string& otherwise) {
  return {.name = "arrivals",
          .form = Form::NameOrLaw,
          .names = names_of(named_arrivals()),
          .otherwise = otherwise,
          .meaning =
              "when they arrive: a name is a shape alone; a law, see below, with a rate of "
              "its own has that rate unless `load` or `rate` is given"};
}

Distribution read_service(TableReader& section, const Context& context) {
  if (!section.is_table("service")) {
    const std::optional<Text> name = section.text("service");
    section.require("service");
    return chosen<Distribution>(*name, "service law", {{"google_search", google_search_service()}});
  }
  TableReader table = section.table("service", context.sweep);
  const ReadLaw law = read_law(table, false, context);
  Distribution made = law.kind->distribution(law.parameters, table, InputKind::ServiceDistribution);
  if (!has_mean(law)) {
    throw InputError{table.where(), table.full_key("mean") + " is missing"};
  }
  table.refuse_unknown();
  return made;
}

Arrivals read_arrivals(TableReader& section, const Context& context) {
  if (section.is_table("arrivals")) {
    TableReader table = section.table("arrivals", context.sweep);
    const ReadLaw law = read_law(table, true, context);
    ArrivalProcess process = law.kind->arrivals != nullptr
                                 ? law.kind->arrivals(law.parameters, table)
                                 : ArrivalProcess{law.kind->distribution(
                                       law.parameters, table, InputKind::ArrivalDistribution)};
    table.refuse_unknown();
    return {std::move(process), has_mean(law)};
  }
  const std::optional<Text> name = section.text("arrivals");
  if (!name) {
    return {ArrivalProcess{Distribution{Exponential{kPlaceholder}}}, false};
  }
  return {ArrivalProcess{chosen(*name, "arrivals", named_arrivals())},
          name->text == "google_search"};
}

}  // namespace cutpoint::scenario_file
