#include <fmt/core.h>

#include "experiments/cli/accuracy_report.hpp"
#include "experiments/cli/format.hpp"
#include "experiments/cli/json.hpp"
#include "experiments/cli/options.hpp"
#include "sim/units/input_error.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/dnn/zoo.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {
namespace {

Json layer_json(const Layer& layer) {
  const auto shape = [](Shape s) { return Json{s.channels, s.height, s.width}; };
  return {{"name", layer.name},
          {"type", to_string(layer.type)},
          {"input", shape(layer.input)},
          {"output", shape(layer.output)},
          {"flop", flop_per_item(layer).value()},
          {"parameters", parameter_count(layer)},
          {"output_bytes", work_of(layer, 1).output.value()}};
}

Json application_json(const Application& application, bool with_layers) {
  const DnnGraph dnn = application.build();
  const QueryType& query = application.default_query;
  Json json{{"name", application.name},
            {"title", application.title},
            {"layer_count", dnn.layers().size()},
            {"parameters", parameter_count(dnn)},
            {"flop", flop_per_item(dnn).value()},
            {"item", application.item_name},
            {"items_per_query", query.items},
            {"input_bytes", input_bytes(dnn, {1, query.encoding}).value()}};
  for (const Layer& layer : dnn.layers()) {
    if (with_layers) {
      json["layers"].push_back(layer_json(layer));
    }
  }
  return json;
}

void print_list() {
  TextTable table{{"name", "what", "layers", "parameters", "FLOP/item", "input/item", "per query"},
                  2};
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    const QueryType& query = application.default_query;
    table.add(
        {std::string{application.name},
         std::string{application.title},
         std::to_string(dnn.layers().size()),
         std::to_string(parameter_count(dnn)),
         fmt::format("{:.0f}", flop_per_item(dnn).value()),
         format_quantity(input_bytes(dnn, {1, query.encoding}).value(), "B"),
         fmt::format("{} {}{}", query.items, application.item_name, query.items == 1 ? "" : "s")});
  }
  fmt::print("{}", table.text());
}

void print_layers(const Application& application) {
  const DnnGraph dnn = application.build();
  const auto shape = [](Shape s) {
    return fmt::format("{} x {} x {}", s.channels, s.height, s.width);
  };
  TextTable table{{"", "layer", "type", "output", "FLOP", "parameters", "output size"}, 4};
  for (const Layer& layer : dnn.layers()) {
    table.add({std::to_string(&layer - dnn.layers().data() + 1),
               layer.name,
               std::string{to_string(layer.type)},
               shape(layer.output),
               fmt::format("{:.0f}", flop_per_item(layer).value()),
               std::to_string(parameter_count(layer)),
               format_quantity(work_of(layer, 1).output.value(), "B")});
  }
  fmt::print("{}: {}, one {}\n\n{}",
             application.name,
             application.title,
             application.item_name,
             table.text());
}

void print_dot(const Application& application) {
  const DnnGraph dnn = application.build();
  fmt::print("digraph {} {{\n  rankdir = LR;\n  node [shape = box];\n", application.name);
  for (const Layer& layer : dnn.layers()) {
    fmt::print("  \"{}\" [label = \"{}\\n{}\"];\n", layer.name, layer.name, to_string(layer.type));
  }
  for (const DnnGraph::Edge& edge : dnn.edges()) {
    fmt::print("  \"{}\" -> \"{}\";\n", dnn.layers()[edge.from].name, dnn.layers()[edge.to].name);
  }
  fmt::print("}}\n");
}

std::vector<CatalogEntry> whole_catalog() {
  std::vector<CatalogEntry> entries;
  const auto append = [&](const std::vector<CatalogEntry>& more) {
    entries.insert(entries.end(), more.begin(), more.end());
  };
  for (const Processor& processor : built_in_processors()) {
    append(catalog(processor));
  }
  for (const Link& link : built_in_links()) {
    append(catalog(link));
  }
  return entries;
}

void print_catalog(bool as_json) {
  Json json = Json::array();
  TextTable table{{"of", "constant", "value", "unit", "class", "source"}, 6};
  for (const CatalogEntry& entry : whole_catalog()) {
    json.push_back({{"of", entry.owner},
                    {"constant", entry.name},
                    {"value", entry.value},
                    {"unit", entry.unit},
                    {"class", to_string(entry.evidence)},
                    {"source", entry.source}});
    table.add({std::string{entry.owner},
               std::string{entry.name},
               fmt::format("{:.5g}", entry.value),
               std::string{entry.unit},
               std::string{to_string(entry.evidence)},
               std::string{entry.source}});
  }
  fmt::print("{}", as_json ? json.dump(2) + "\n" : table.text());
}

void print_applications_json() {
  Json json = Json::array();
  for (const Application& application : applications()) {
    json.push_back(application_json(application, false));
  }
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

ExitCode models_command(const Arguments& arguments) {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("name", po::value<std::string>(), "network to show layer by layer");
  add("catalog", "the constants of processors and links, with class and source");
  add("fits", "how well the predictors fit, by processor and layer type");
  add("dot", "the network as a Graphviz graph");
  add("json", "print JSON");
  const Usage usage{.command = "models",
                    .synopsis = "models [NAME | --catalog | --fits] [--json] [--dot]",
                    .description =
                        "Lists the networks, shows one of them, or what the world is "
                        "made of.",
                    .positional = "name"};
  const auto values = parse_options(usage, options, arguments);
  if (!values) {
    return ExitCode::Done;
  }
  const bool as_json = values->count("json") > 0;
  const auto name = value_of<std::string>(*values, "name");
  if (name && (values->count("catalog") > 0 || values->count("fits") > 0)) {
    throw InputError{{}, "models: --catalog and --fits are of all networks; leave out " + *name};
  }
  if (values->count("catalog") > 0) {
    print_catalog(as_json);
  } else if (values->count("fits") > 0) {
    print_built_in_fits(as_json);
  } else if (values->count("dot") > 0) {
    print_dot(find_application(required_value(*values, "name", "cutpoint models imc --dot")));
  } else if (name && as_json) {
    fmt::print("{}\n", application_json(find_application(*name), true).dump(2));
  } else if (name) {
    print_layers(find_application(*name));
  } else if (as_json) {
    print_applications_json();
  } else {
    print_list();
  }
  return ExitCode::Done;
}

}  // namespace cutpoint
