#include "scenario/keys/fleet_keys.hpp"

#include <string>
#include <utility>
#include <vector>

#include "base/number_text.hpp"
#include "scenario/keys/law_keys.hpp"
#include "scenario/keys/named_keys.hpp"

namespace cutpoint::scenario_file {
namespace {

// Limits that are not in the nature of a value keep every time of a run within the 253 years that
// simulated time reaches, and every count within 31 bits.
constexpr Limits kCount{1.0, 2147483647.0, "from 1 to 2147483647"};
constexpr ShareLimits kPrecision{{1e-4, 1.0, "from 0.01 % to 100 %"}};
constexpr Limits kPeriod{1e-6, 1e6, "from 1 us to 1e6 s"};
constexpr Limits kLoad{1e-6, 1e3, "from 1e-6 to 1000"};
constexpr Limits kHardware{1.0, 16777216.0, "from 1 to 2^24"};
constexpr Limits kBackgroundLoad{
    0.0, 0.999, "from 0 to 0.999: at 1 it fills the pool, and all others wait forever"};
constexpr Limits kQueryRate{1e-6, 1e9, "from 1e-6 /s to 1e9 /s"};
constexpr Limits kWeight{1e-9, 1e9, "from 1e-9 to 1e9; leave out what nobody asks for"};

bool is_in_time(const Draft& draft) { return draft.is_in_time(); }

/// Which applications are asked for, how often, and with how many items; without a mix the first
/// `usual` of those that are known, evenly.
std::vector<MixEntry> read_mix(TableReader& section,
                               const Definitions& definitions,
                               std::size_t usual,
                               Sweep* sweep) {
  TableReader weights = section.table("mix", nullptr);
  TableReader items = section.table("items", sweep);
  std::vector<MixEntry> mix;
  for (std::size_t i = 0; i < definitions.networks.size(); ++i) {
    const auto& [name, network] = definitions.networks[i];
    MixEntry entry{.application = network, .query = network->default_query};
    entry.query.items = static_cast<int>(items.integer(name, kCount).value_or(entry.query.items));
    const std::optional<double> weight = weights.number(name, kWeight);
    entry.weight = weight.value_or(entry.weight);
    if (weight || (!section.has("mix") && i < usual)) {
      mix.push_back(entry);
    } else if (items.has(name)) {
      throw InputError{items.where(name),
                       items.full_key(name) + " has no effect, as " + section.full_key("mix") +
                           " does not ask for it; leave one out"};
    }
  }
  weights.refuse_unknown();
  items.refuse_unknown();
  if (mix.empty()) {
    throw InputError{
        weights.where(),
        section.full_key("mix") + " is empty; name an application, or leave the key out for all"};
  }
  return mix;
}

void list_mix(Values& values, const std::string& section, const std::vector<MixEntry>& mix) {
  for (const MixEntry& entry : mix) {
    const std::string& name = entry.application->name;
    values.emplace_back(section + "mix." + name, rounded_text(entry.weight));
    values.emplace_back(section + "items." + name, std::to_string(entry.query.items));
    if (!entry.application->file.empty()) {
      values.emplace_back(section + "file." + name, entry.application->file);
    }
  }
}

enum class UsualMix { Known, BuiltIn };

/// Read together with the mix.
template <class S>
Key<S> items_key() {
  return special<S>({.name = "items",
                     .form = Form::Table,
                     .inner = {{.name = "NAME",
                                .form = Form::Whole,
                                .limits = kCount,
                                .otherwise = "the application's",
                                .meaning = "images, digits, frames or words in a query"}}},
                    [](S&, TableReader& reader, const Context&) { reader.pass("items"); });
}

/// Without a mix all networks that are known are asked for, those of the scenario's files among
/// them, or the built-in ones alone.
template <class S>
Key<S> mix_key(std::vector<MixEntry> S::*member, UsualMix usual) {
  return special<S>(
      {.name = "mix",
       .form = Form::Table,
       .inner = {{.name = "NAME",
                  .form = Form::Number,
                  .limits = kWeight,
                  .otherwise = "1 for all eight",
                  .meaning =
                      "how often NAME (`imc vgg face dig asr pos ner chk`) is asked for, "
                      "relative to the others; with a mix, what it does not name is not asked "
                      "for; a key may also be one of the later networks of `cutpoint models`, "
                      "and in quotes `\"bert-base:384\"` or an ONNX file, relative to the "
                      "scenario ([models.md](models.md))",
                  .is_single = true}}},
      [member, usual](S& settings, TableReader& reader, const Context& context) {
        const std::size_t count =
            usual == UsualMix::Known ? context.definitions.networks.size() : applications().size();
        settings.*member = read_mix(reader, context.definitions, count, context.sweep);
      },
      [member](Values& values, const std::string& section, const S& settings, const Draft&) {
        list_mix(values, section, settings.*member);
      });
}

Key<Draft> query_arrivals_key() {
  return special<Draft>(
             arrivals_description("\"google_search\""),
             [](Draft& draft, TableReader& reader, const Context& context) {
               if (reader.has("arrivals")) {
                 const Arrivals arrivals = read_arrivals(reader, context);
                 draft.queries.arrivals = arrivals.process;
                 // A name stands for a shape alone, whatever rate it was measured at.
                 draft.has_arrivals_rate = arrivals.has_own_rate && reader.is_table("arrivals");
               }
             },
             [](Values& values, const std::string& section, const Draft& draft, const Draft&) {
               values.emplace_back(section + "arrivals", draft.queries.arrivals.description());
             })
      .only_with("run.experiment", "other than \"decisions\"", is_in_time);
}

Keys<BackgroundSettings> background_keys() {
  const auto is_any = [](const BackgroundSettings& background) { return background.load > 0.0; };
  return {
      key("load",
          &BackgroundSettings::load,
          kBackgroundLoad,
          "share of the executors that queries of other users alone keep busy; 0 is none. They run "
          "wholly on the servers, raise waits and the published load, and are in no metric but "
          "`utilization`")
          .required()
          .otherwise("required if any key of `background` is given"),
      special<BackgroundSettings>(
          arrivals_description("\"poisson\""),
          [](BackgroundSettings& background, TableReader& reader, const Context& context) {
            background.arrivals = read_arrivals(reader, context).process;
          },
          [](Values& values,
             const std::string& section,
             const BackgroundSettings& background,
             const Draft&) {
            values.emplace_back(section + "arrivals", background.arrivals.description());
          })
          .only_with("server.background.load", "above 0", is_any),
      items_key<BackgroundSettings>().only_with("server.background.load", "above 0", is_any),
      mix_key(&BackgroundSettings::mix, UsualMix::BuiltIn)
          .only_with("server.background.load", "above 0", is_any),
  };
}

/// Networks from files belong to queries.mix; the background may share them by naming them.
Key<ServerSettings> background_key() {
  Key<ServerSettings> table = subtable(
      "background", Keys<ServerSettings>{within(&ServerSettings::background, background_keys())});
  table.read = [inner = table.read](
                   ServerSettings& server, TableReader& reader, const Context& context) {
    if (!reader.has("background")) {
      reader.pass("background");
      return;
    }
    if (context.draft.experiment != ExperimentKind::SteadyState) {
      throw InputError{reader.where("background"),
                       "server.background has no meaning with experiment = \"" +
                           std::string{to_string(context.draft.experiment)} + "\"; leave it out"};
    }
    inner(server, reader, context);
    if (server.background.load > 0.0 && server.background.load < kLoad.low) {
      throw InputError{reader.table("background", nullptr).where("load"),
                       "server.background.load is above 0 but below 1e-6; make it 0 or more"};
    }
  };
  return std::move(table).listed_if(
      [](const ServerSettings& server) { return server.background.load > 0.0; });
}

Keys<ServerSettings> server_setting_keys() {
  return {
      processor_key("processor", &ServerSettings::processor, "k40", "that the servers compute on"),
      key("servers", &ServerSettings::servers, kHardware, "servers in the pool")
          .only_with("run.experiment", "other than \"decisions\"", is_in_time),
      key("executors",
          &ServerSettings::executors,
          kHardware,
          "queries that one server works on at a time")
          .only_with("run.experiment", "other than \"decisions\"", is_in_time),
      background_key(),
  };
}

Keys<ThroughputSettings> throughput_setting_keys() {
  return {
      key("sojourn_bound",
          &ThroughputSettings::sojourn_bound,
          kPeriod,
          "on the 95th percentile of the time in the data center"),
      key("rate_precision",
          &ThroughputSettings::rate_precision,
          kPrecision,
          "relative width of the final bracket around the largest rate"),
      special<ThroughputSettings>(
          {.name = "baseline",
           .form = Form::Name,
           .type = "policy",
           .names = names_of(policies()),
           .otherwise = '"' + ThroughputSettings{}.baseline + '"',
           .meaning = "that gains are measured against: one of the scenario's policies, no list"},
          [](ThroughputSettings& throughput, TableReader& reader, const Context&) {
            if (const std::optional<Text> baseline = reader.text("baseline")) {
              throughput.baseline = find_policy(baseline->text, baseline->where).name;
            }
          },
          [](Values& values,
             const std::string& section,
             const ThroughputSettings& throughput,
             const Draft&) { values.emplace_back(section + "baseline", throughput.baseline); })
          .single(),
  };
}

}  // namespace

const Keys<Draft>& query_keys() {
  static const Keys<Draft> keys{
      within(&Draft::intensity,
             Keys<Intensity>{
                 key("load",
                     &Intensity::load,
                     kLoad,
                     "offered load of `cloud_only` on the pool: rate x mean server time of the mix "
                     "/ executors; from 1 on `cloud_only` overloads the pool: such a run does not "
                     "converge, and is reported as unstable once the growth is seen")
                     .otherwise("0.5"),
                 key("rate",
                     &Intensity::rate,
                     kQueryRate,
                     "queries per second of all clients together, instead of `load`")}),
      query_arrivals_key(),
      within(&Draft::queries,
             Keys<QuerySettings>{items_key<QuerySettings>(),
                                 mix_key(&QuerySettings::mix, UsualMix::Known)}),
  };
  return keys;
}

const Keys<Draft>& server_keys() {
  static const Keys<Draft> keys{within(&Draft::server, server_setting_keys())};
  return keys;
}

const Keys<Draft>& actual_keys() {
  static const Keys<Draft> keys{
      within(&Draft::actual,
             Keys<ActualSettings>{key("misfit",
                                      &ActualSettings::misfit,
                                      "whether layers differ from their processor's roofline by "
                                      "`layer_misfit` and the cache (assumption A7a of "
                                      "[model.md](model.md))")})};
  return keys;
}

const Keys<Draft>& throughput_keys() {
  static const Keys<Draft> keys{within(&Draft::throughput, throughput_setting_keys())};
  return keys;
}

void check_queries(TableReader& section, Draft& draft) {
  const auto& [load, rate] = draft.intensity;
  if (load && rate) {
    throw InputError{section.where("rate"),
                     "queries.rate and queries.load exclude each other; give one of them"};
  }
  if ((load || rate) && draft.experiment != ExperimentKind::SteadyState) {
    const std::string key = load ? "load" : "rate";
    throw InputError{
        section.where(key),
        "queries." + key + " has no meaning with experiment = \"" +
            std::string{to_string(draft.experiment)} +
            (draft.experiment == ExperimentKind::Throughput ? "\", which finds the rate"
                                                            : "\", whose queries are alone") +
            "; leave it out"};
  }
  if (load) {
    draft.queries.intensity = *load;
  } else if (rate) {
    draft.queries.intensity = *rate;
  } else if (draft.has_arrivals_rate) {
    draft.queries.intensity = Rate{1.0 / draft.queries.arrivals.mean().count()};
  }
}

void check_server(TableReader& section, Draft& draft) {
  if (std::uint64_t{draft.server.servers} * draft.server.executors >
      static_cast<std::uint64_t>(kHardware.high)) {
    throw InputError{section.where("executors"),
                     "server.servers x server.executors must be at most 2^24; lower one of them"};
  }
}

}  // namespace cutpoint::scenario_file
