#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "base/unit_grammar.hpp"
#include "cli/network_options.hpp"
#include "cli/options.hpp"
#include "cli/profile_log.hpp"
#include "cli/progress.hpp"
#include "cli/shown.hpp"
#include "cli/streams.hpp"
#include "predictor/measure/backends.hpp"
#include "predictor/measure/host.hpp"
#include "predictor/measure/host_grid.hpp"
#include "predictor/measure/host_meter.hpp"
#include "results/store/provenance.hpp"

namespace cutpoint {
namespace {

// Budgets and precisions such that the quick grid takes some three minutes, the full one half an
// hour.
constexpr Seconds kQuickBudget{0.5};
constexpr Seconds kFullBudget{2.5};

std::atomic<bool> interrupted{false};

/// The first Ctrl-C gives up the layer in hand; a second one ends the program.
void on_interrupt(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

po::options_description profile_options() {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("output,o", po::value<std::string>(), "profile to write or to complete (CSV)");
  add("backend",
      po::value<std::string>()->default_value(std::string{backends().front().name}),
      "library that computes the layers: onednn or eigen");
  add("threads", po::value<int>()->default_value(1), "threads, each on a processor of its own");
  add("types", po::value<std::string>(), "only these types of layers, e.g. convolution,relu");
  add("dnn",
      po::value<std::string>(),
      "the layers of this network, or ONNX file, instead of a grid");
  add_network_options(options);
  add("quick", "a smaller grid and fewer repeats");
  add("precision",
      po::value<std::string>()->default_value("2 %"),
      "repeat until the median is known so well (half of its 90 % interval)");
  add("progress", po::value<std::string>()->default_value("auto"), "auto, plain, json or none");
  return options;
}

/// The types named in a list with commas; all that can be computed if there is no list.
std::vector<LayerType> types_of(const po::variables_map& values) {
  std::vector<LayerType> all;
  std::vector<std::string> names;
  for (int i = 0; i < kLayerTypeCount; ++i) {
    const auto type = static_cast<LayerType>(i);
    if (type != LayerType::Opaque) {
      all.push_back(type);
      names.emplace_back(to_string(type));
    }
  }
  const auto list = value_of<std::string>(values, "types");
  if (!list) {
    return all;
  }
  std::vector<LayerType> chosen;
  std::size_t begin = 0;
  while (begin <= list->size()) {
    const std::size_t end = std::min(list->find(',', begin), list->size());
    const std::string name = list->substr(begin, end - begin);
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      throw InputError{
          {}, fmt::format("--types: unknown layer type \"{}\"{}", name, suggestion(name, names))};
    }
    chosen.push_back(all[static_cast<std::size_t>(found - names.begin())]);
    begin = end + 1;
  }
  return chosen;
}

double precision_of(const po::variables_map& values) {
  const auto text = values["precision"].as<std::string>();
  const double precision = parse_percentage(text, {});
  if (precision <= 0.0 || precision > 1.0) {
    throw InputError{{},
                     fmt::format("--precision \"{}\": expected above 0 % and at most 100 %", text)};
  }
  return precision;
}

/// Pins this process to as many processors as it may use threads. Throws: InputError if the backend
/// or the host has fewer.
void use_threads(int threads, const Backend& backend) {
  if (threads < 1) {
    throw InputError{{}, fmt::format("--threads {}: expected 1 or more", threads)};
  }
  if (threads > 1 && !backend.has_threads) {
    throw InputError{{},
                     fmt::format("--threads {}: the kernels of \"{}\" run on one thread; use the "
                                 "backend \"onednn\"",
                                 threads,
                                 backend.name)};
  }
  const int processors = pin_threads(threads);
  if (processors < threads) {
    throw InputError{
        {}, fmt::format("--threads {}: there are {} processors to run on", threads, processors)};
  }
}

/// The configurations to measure, and the network that they belong to; a grid belongs to none.
struct Plan {
  std::vector<LayerConfiguration> configurations;
  std::string network;
  std::vector<std::string> left_out;  // layers that no kernel computes
};

void add_layers(const DnnGraph& dnn, int items, Plan& plan) {
  for (const Layer& layer : dnn.layers()) {
    if (can_measure(layer)) {
      plan.configurations.push_back({.layer = as_measured(layer), .items = items});
    } else {
      plan.left_out.push_back(layer.name);
    }
  }
}

Plan make_plan(const po::variables_map& values) {
  Plan plan;
  if (const auto name = value_of<std::string>(values, "dnn")) {
    const std::shared_ptr<const Application> application = open_network(*name, values);
    plan.network = application->name;
    add_layers(application->build(), application->default_query.items, plan);
  } else {
    refuse_network_options(values);
    plan.configurations = host_grid(values.count("quick") > 0 ? GridSize::Quick : GridSize::Full);
  }
  const std::vector<LayerType> types = types_of(values);
  std::erase_if(plan.configurations, [&](const LayerConfiguration& configuration) {
    return std::ranges::find(types, configuration.layer.type) == types.end();
  });
  if (plan.configurations.empty()) {
    throw InputError{{}, fmt::format("--types: \"{}\" has no layer of these types", plan.network)};
  }
  return plan;
}

std::string text_of(const std::vector<Attribute>& attributes, std::string_view name) {
  const auto found = std::ranges::find(attributes, name, &Attribute::name);
  return std::get<std::string>(found->value);
}

ProfileMetadata describe_host(const Backend& backend, bool has_energy_counter) {
  const std::vector<Attribute> host = host_provenance();
  return {.device = processor_name(),
          .library = backend.library,
          .versions = fmt::format("{}; {}; {}",
                                  text_of(build_provenance(), "compiler"),
                                  text_of(host, "operating_system"),
                                  has_energy_counter ? "power by RAPL" : "no power"),
          .date = text_of(host, "start_time")};
}

MeasuredRow row_of(const LayerConfiguration& configuration,
                   const LayerMeasurement& measured,
                   int threads,
                   const std::string& network) {
  return {.row = {.layer = configuration.layer,
                  .items = configuration.items,
                  .time = measured.timing.median,
                  .power = measured.power.value_or(Watts{})},
          .least_time = measured.timing.least,
          .mean_time = measured.timing.mean,
          .repeats = measured.timing.repeats,
          .threads = threads,
          .has_power = measured.power.has_value(),
          .network = network};
}

/// Counts of what came of a measurement, for the closing line.
struct Outcome {
  std::size_t measured = 0;
  std::size_t imprecise = 0;
};

/// Measures the configurations that the log lacks, one after the other, and appends each at once: a
/// measurement that is stopped can go on later.
Outcome measure_missing(const Plan& plan,
                        int threads,
                        HostMeter& meter,
                        ProfileLog& log,
                        const std::function<void(const RunProgress&)>& on_progress) {
  std::vector<const LayerConfiguration*> missing;
  for (const LayerConfiguration& configuration : plan.configurations) {
    if (!log.has(configuration, plan.network)) {
      missing.push_back(&configuration);
    }
  }
  const auto begin = std::chrono::steady_clock::now();
  Outcome outcome;
  for (const LayerConfiguration* configuration : missing) {
    const std::optional<LayerMeasurement> measured = meter.measure(*configuration);
    if (!measured) {
      break;
    }
    log.append(row_of(*configuration, *measured, threads, plan.network));
    ++outcome.measured;
    outcome.imprecise += measured->timing.is_precise ? 0U : 1U;
    if (on_progress) {
      on_progress({.runs_done = outcome.measured,
                   .runs = missing.size(),
                   .elapsed = std::chrono::steady_clock::now() - begin});
    }
  }
  return outcome;
}

}  // namespace

ExitCode profile_command(const Arguments& arguments) {
  const Usage usage{.command = "profile",
                    .synopsis = "profile -o FILE.csv [options]",
                    .description =
                        "Measures the time of layers on this host, over a grid of their shapes or "
                        "for a network,\nand writes them row by row. Started again, it measures "
                        "what the file lacks (docs/profiles.md).",
                    .positional = ""};
  const auto values = parse_options(usage, profile_options(), arguments);
  if (!values) {
    return ExitCode::Done;
  }
  const std::string output = required_value(*values, "output", "-o profile.csv");
  const Backend& backend = find_backend((*values)["backend"].as<std::string>());
  const TimingOptions timing{.precision = precision_of(*values),
                             .budget = values->count("quick") > 0 ? kQuickBudget : kFullBudget};
  const Plan plan = make_plan(*values);
  const auto on_progress = make_progress((*values)["progress"].as<std::string>(), "layers");
  const int threads = (*values)["threads"].as<int>();
  use_threads(threads, backend);

  std::signal(SIGINT, on_interrupt);
  if (!plan.left_out.empty()) {
    print_error("not measured: {} (opaque layers and windows that are not square)\n",
                shown(fmt::format("{}", fmt::join(plan.left_out, ", "))));
  }
  HostMeter meter{backend, threads, timing, [] { return interrupted.load(); }};
  ProfileLog log{output, describe_host(backend, meter.has_energy_counter()), threads};
  const Outcome outcome = measure_missing(plan, threads, meter, log, on_progress);
  if (interrupted) {
    print_error("interrupted: {} has {} rows; the same command goes on\n",
                shown(output),
                log.rows().size());
    return ExitCode::Interrupted;
  }
  fmt::print("{}: {} rows, {} of them measured now; {} of these less precise than {}\n",
             shown(output),
             log.rows().size(),
             outcome.measured,
             outcome.imprecise,
             shown((*values)["precision"].as<std::string>()));
  return ExitCode::Done;
}

}  // namespace cutpoint
