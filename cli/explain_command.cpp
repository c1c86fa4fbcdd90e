#include <fmt/core.h>

#include "base/input_file.hpp"
#include "base/suggest.hpp"
#include "cli/explain_text.hpp"
#include "cli/format.hpp"
#include "cli/json.hpp"
#include "cli/network_options.hpp"
#include "cli/options.hpp"
#include "cli/shown.hpp"
#include "predictor/device_file.hpp"
#include "runner/answers/explanation.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint {
namespace {

po::options_description explain_options() {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("dnn", po::value<std::string>(), "a network of `cutpoint models`, or an ONNX file");
  add_network_options(options);
  add("mobile",
      po::value<std::string>()->default_value("tk1-gpu"),
      "processor of the phone, or file:DEVICE.json");
  add("server",
      po::value<std::string>()->default_value("k40"),
      "processor of the server, or file:DEVICE.json");
  add("link", po::value<std::string>()->default_value("wifi"), "wifi, lte or 3g");
  add("bandwidth", po::value<std::string>(), "uplink rate in place of the link's, e.g. 5Mbit/s");
  add("items", po::value<int>(), "images, digits, frames or words per query");
  add("load-level", po::value<double>(), "K: slowdown of the servers, 1 when idle");
  add("load", po::value<double>(), "utilization of the servers; K = 1 / (1 - load)");
  add("round-trip", "count the link's round trip");
  add("download", "count the download of the result");
  add("no-misfit", "let the bare rooflines be the actual costs");
  add("objective", po::value<std::string>()->default_value("latency"), "latency or energy");
  add("pareto", "list only the cuts of which no other is better in both latency and energy");
  add("json", "print one JSON document");
  return options;
}

/// A built-in processor, or the device of "file:DEVICE.json".
Processor processor_of(const std::string& name) {
  constexpr std::string_view prefix = "file:";
  if (!name.starts_with(prefix)) {
    return *find_or_suggest(
        built_in_processors(), {.name = name, .what = "processor"}, &Processor::name);
  }
  return read_device(read_input(name.substr(prefix.size()), InputKind::Device), name);
}

/// The load level K: given, or from a utilization rho as 1 / (1 - rho), the slowdown of an M/M/1
/// queue. Throws: InputError if both are given or one is out of range.
double load_level_of(const po::variables_map& values) {
  const auto level = value_of<double>(values, "load-level");
  const auto load = value_of<double>(values, "load");
  if (level && load) {
    throw InputError{{}, "--load and --load-level say the same thing; give one of them"};
  }
  if (level && !(*level >= 1.0)) {
    throw InputError{{}, fmt::format("--load-level {}: a slowdown is at least 1", *level)};
  }
  if (load && !(*load >= 0.0 && *load < 1.0)) {
    throw InputError{{}, fmt::format("--load {}: a utilization is at least 0 and below 1", *load)};
  }
  const double slowdown = load ? 1.0 / (1.0 - *load) : level.value_or(1.0);
  constexpr double kMostSlowdown = 1e6;
  if (!(slowdown <= kMostSlowdown)) {
    throw InputError{{}, fmt::format("--load{}: a slowdown is at most 1e6", load ? "" : "-level")};
  }
  return slowdown;
}

ExplainRequest request_of(const po::variables_map& values) {
  ExplainRequest request;
  request.application = open_network(required_value(values, "dnn", "--dnn imc"), values);
  request.query = request.application->default_query;
  if (const auto items = value_of<int>(values, "items")) {
    if (*items < 1) {
      throw InputError{{}, fmt::format("--items {}: a query has at least one", *items)};
    }
    request.query.items = *items;
  }
  const auto text = [&](const char* name) { return values[name].as<std::string>(); };
  request.mobile = processor_of(text("mobile"));
  request.server = processor_of(text("server"));
  if (values.count("no-misfit") > 0) {
    request.mobile = without_misfit(request.mobile);
    request.server = without_misfit(request.server);
  }
  request.link =
      *find_or_suggest(built_in_links(), {.name = text("link"), .what = "link"}, &Link::name);
  if (const auto bandwidth = value_of<std::string>(values, "bandwidth")) {
    set_constant(request.link, "uplink", *bandwidth, {"--bandwidth"});
  }
  request.load_level = load_level_of(values);
  request.accounting = {values.count("round-trip") > 0, values.count("download") > 0};
  return request;
}

Json cut_json(const ExplainedCut& cut) {
  return {{"index", cut.index},
          {"after", cut.after},
          {"upload_bytes", cut.upload.value()},
          {"predicted",
           {{"latency", cut.predicted.latency.count()}, {"energy", cut.predicted.energy.value()}}},
          {"actual",
           {{"latency", cut.actual.latency.count()},
            {"energy", cut.actual.energy.value()},
            {"mobile", cut.mobile_time.count()},
            {"upload", cut.upload_time.count()},
            {"server", cut.server_time.count()},
            {"download", cut.download_time.count()}}}};
}

void print_json(const ExplainRequest& request, const Explanation& explanation) {
  Json document{{"dnn", request.application->name},
                {"items", request.query.items},
                {"mobile", request.mobile.name},
                {"server", request.server.name},
                {"link", request.link.name},
                {"bandwidth", request.link.uplink.value.value()},
                {"load_level", request.load_level},
                {"round_trip_counted", request.accounting.round_trip},
                {"download_counted", request.accounting.download},
                {"misfit", request.mobile.layer_misfit.value > 0.0},
                {"cuts", Json::array()}};
  for (const ExplainedCut& cut : explanation.cuts) {
    document["cuts"].push_back(cut_json(cut));
  }
  for (const ExplainedModel& model : explanation.models) {
    document["models"].push_back(
        {{"layer_type", to_string(model.type)},
         {"phone", {{"form", model.phone.form}, {"median_error", model.phone.held_out_median}}},
         {"server",
          {{"form", model.server.form}, {"median_error", model.server.held_out_median}}}});
  }
  document["min_cut"] = {
      {"latency", cut_json(explanation.min_cut_latency)},
      {"energy", explanation.knows_energy ? cut_json(explanation.min_cut_energy) : Json{}}};
  document["pareto"] = Json::array();
  for (const ExplainedCut& cut : explanation.pareto) {
    document["pareto"].push_back(cut_json(cut));
  }
  document["extrapolated"] = {{"phone", explanation.extrapolated_on_phone},
                              {"server", explanation.extrapolated_on_server}};
  const auto if_known = [&](Json energy) {
    return explanation.knows_energy ? std::move(energy) : Json{};
  };
  document["chosen"] = {{"latency", explanation.chosen_latency},
                        {"energy", if_known(explanation.chosen_energy)}};
  document["optimal"] = {{"latency", explanation.optimal_latency},
                         {"energy", if_known(explanation.optimal_energy)}};
  fmt::print("{}\n", text_of(document));
}

void print_table(const Explanation& explanation, std::span<const ExplainedCut> cuts) {
  const auto time = [](Seconds value) { return format_quantity(value.count(), "s"); };
  const auto energy = [](Joules value) { return format_quantity(value.value(), "J"); };
  TextTable table{{"cut",
                   "after",
                   "",
                   "upload",
                   "believed",
                   "latency",
                   "= phone",
                   "+ upload",
                   "+ server",
                   "+ download",
                   "believed",
                   "energy"},
                  3};
  const auto is_chosen = [&](const ExplainedCut& cut, CutId chosen) {
    return cut.index == chosen && cut.after == explanation.cuts[chosen].after;
  };
  for (const ExplainedCut& cut : cuts) {
    std::string marks;
    marks += is_chosen(cut, explanation.chosen_latency) ? "L" : "";
    marks += explanation.knows_energy && is_chosen(cut, explanation.chosen_energy) ? "E" : "";
    table.add({std::to_string(cut.index),
               cut.after,
               marks,
               format_quantity(cut.upload.value(), "B"),
               time(cut.predicted.latency),
               time(cut.actual.latency),
               time(cut.mobile_time),
               time(cut.upload_time),
               time(cut.server_time),
               time(cut.download_time),
               energy(cut.predicted.energy),
               energy(cut.actual.energy)});
  }
  fmt::print("{}\n", table.text());
}

/// Why the chosen cut wins, and what believing a prediction costs.
void print_verdict(const Explanation& explanation, bool latency) {
  const auto cost = [&](std::size_t cut) {
    const ExplainedCost& actual = explanation.cuts[cut].actual;
    return latency ? actual.latency.count() : actual.energy.value();
  };
  const char* unit = latency ? "s" : "J";
  const char* name = latency ? "latency" : "energy";
  const char* mark = latency ? "L" : "E";
  if (!latency && !explanation.knows_energy) {
    fmt::print("E: the phone was profiled without power, so energy is not known.\n");
    return;
  }
  const CutId chosen = latency ? explanation.chosen_latency : explanation.chosen_energy;
  const CutId optimal = latency ? explanation.optimal_latency : explanation.optimal_energy;
  const std::size_t last = explanation.cuts.size() - 1;
  fmt::print(
      "{}: neurosurgeon cuts after {} (cut {}) for {}: {} against {} cloud-only and {} "
      "mobile-only.\n",
      mark,
      explanation.cuts[chosen].after,
      chosen,
      name,
      format_quantity(cost(chosen), unit),
      format_quantity(cost(0), unit),
      format_quantity(cost(last), unit));
  if (cost(chosen) > cost(optimal)) {
    fmt::print("   The best would have been after {} (cut {}): {}, {:.2f} % less.\n",
               shown(explanation.cuts[optimal].after),
               optimal,
               format_quantity(cost(optimal), unit),
               100.0 * (1.0 - cost(optimal) / cost(chosen)));
  } else {
    fmt::print("   No {} is better.\n", explanation.is_chain ? "cut" : "other cut between layers");
  }
}

}  // namespace

ExitCode explain_command(const Arguments& arguments) {
  const Usage usage{.command = "explain",
                    .synopsis = "explain --dnn NAME|FILE [--mobile NAME] [--link NAME] [options]",
                    .description =
                        "Shows the partitioning decision for one query: for every cut what the "
                        "client believes and\n"
                        "what is true, and which cut wins. Energy is the phone's, above idle.",
                    .positional = {}};
  const auto values = parse_options(usage, explain_options(), arguments);
  if (!values) {
    return ExitCode::Done;
  }
  const std::string objective = (*values)["objective"].as<std::string>();
  if (objective != "latency" && objective != "energy") {
    throw InputError{{}, fmt::format("--objective {}: expected latency or energy", objective)};
  }
  const ExplainRequest request = request_of(*values);
  const Explanation explanation = explain(request);
  if (values->count("json") > 0) {
    print_json(request, explanation);
    return ExitCode::Done;
  }
  fmt::print("{} ({}), {} {}{} per query, on {} over {} ({}) to {}, K = {:.2f}\n\n",
             shown(request.application->name),
             shown(request.application->title),
             request.query.items,
             shown(request.application->item_name),
             request.query.items == 1 ? "" : "s",
             shown(request.mobile.name),
             shown(request.link.name),
             format_quantity(8.0 * request.link.uplink.value.value(), "bit/s"),
             shown(request.server.name),
             request.load_level);
  if (values->count("pareto") > 0) {
    if (!explanation.knows_energy) {
      throw InputError{{},
                       fmt::format("--pareto: {} was profiled without power, so there is no energy "
                                   "to weigh; measure power_w",
                                   request.mobile.name)};
    }
    print_table(explanation, explanation.pareto);
    return ExitCode::Done;
  }
  print_table(explanation, explanation.cuts);
  print_verdict(explanation, objective == "latency");
  print_verdict(explanation, objective != "latency");
  print_min_cuts(explanation);
  print_reason(explanation);
  print_unmodeled(*request.application);
  print_models(explanation);
  return ExitCode::Done;
}

}  // namespace cutpoint
