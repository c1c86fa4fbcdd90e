#include <fmt/core.h>

#include "base/input_error.hpp"
#include "cli/accuracy_report.hpp"
#include "cli/format.hpp"
#include "cli/json.hpp"
#include "cli/network_options.hpp"
#include "cli/network_text.hpp"
#include "cli/options.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/dnn/zoo.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {
namespace {

/// All applications: those of the suite, then those published later.
std::vector<Application> all_applications() {
  std::vector<Application> all{applications().begin(), applications().end()};
  all.insert(all.end(), graph_applications().begin(), graph_applications().end());
  return all;
}

void print_list() {
  TextTable table{{"name", "what", "layers", "parameters", "FLOP/item", "input/item", "per query"},
                  2};
  for (const Application& application : all_applications()) {
    const DnnGraph dnn = application.build();
    const QueryType& query = application.default_query;
    table.add(
        {application.name,
         application.title,
         std::to_string(dnn.layers().size()),
         std::to_string(parameter_count(dnn)),
         fmt::format("{:.0f}", flop_per_item(dnn).value()),
         format_quantity(input_bytes(dnn, {1, query.encoding}).value(), "B"),
         fmt::format("{} {}{}", query.items, application.item_name, query.items == 1 ? "" : "s")});
  }
  fmt::print(
      "{}\nThe first eight are the suite that Neurosurgeon was evaluated on; bert-base:384 has "
      "sequences of\n384 tokens, and the path of an ONNX file stands for its network.\n",
      table.text());
}

/// Every constant of the world: of all built-in processors and links, and of queries.
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
  append(query_catalog());
  return entries;
}

/// A range such as "2.5 - 9.0"; empty if the value is certain.
std::string range_text(const CatalogEntry& entry) {
  const auto [low, high] = entry.spread;
  return low == high ? "" : fmt::format("{:.4g} - {:.4g}", low * entry.value, high * entry.value);
}

void print_catalog(bool as_json) {
  Json json = Json::array();
  TextTable table{{"of", "constant", "value", "range", "unit", "class", "source"}, 7};
  for (const CatalogEntry& entry : whole_catalog()) {
    json.push_back({{"of", entry.owner},
                    {"constant", entry.name},
                    {"value", entry.value},
                    {"low", entry.spread.low * entry.value},
                    {"high", entry.spread.high * entry.value},
                    {"unit", entry.unit},
                    {"class", to_string(entry.evidence)},
                    {"source", entry.source}});
    table.add({std::string{entry.owner},
               std::string{entry.name},
               fmt::format("{:.5g}", entry.value),
               range_text(entry),
               std::string{entry.unit},
               std::string{to_string(entry.evidence)},
               std::string{entry.source}});
  }
  fmt::print("{}", as_json ? text_of(json) + "\n" : table.text());
}

void print_applications_json() {
  Json json = Json::array();
  for (const Application& application : all_applications()) {
    json.push_back(network_json(application, false));
  }
  fmt::print("{}\n", text_of(json));
}

}  // namespace

ExitCode models_command(const Arguments& arguments) {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("name", po::value<std::string>(), "network to show layer by layer, or an ONNX file");
  add("catalog", "the constants of processors and links, with class and source");
  add("fits", "how well the predictors fit, by processor and layer type");
  add("dot", "the network as a Graphviz graph");
  add("json", "print JSON");
  add_network_options(options);
  const Usage usage{
      .command = "models",
      .synopsis = "models [NAME | FILE.onnx | --catalog | --fits] [--json] [--dot] [options]",
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
  if (!name) {
    refuse_network_options(*values);
  }
  if (values->count("catalog") > 0) {
    print_catalog(as_json);
  } else if (values->count("fits") > 0) {
    print_built_in_fits(as_json);
  } else if (values->count("dot") > 0) {
    print_dot(*open_network(required_value(*values, "name", "cutpoint models imc --dot"), *values));
  } else if (name && as_json) {
    fmt::print("{}\n", text_of(network_json(*open_network(*name, *values), true)));
  } else if (name) {
    print_network(*open_network(*name, *values));
  } else if (as_json) {
    print_applications_json();
  } else {
    print_list();
  }
  return ExitCode::Done;
}

}  // namespace cutpoint
