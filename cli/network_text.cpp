#include "cli/network_text.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "cli/format.hpp"
#include "cli/shown.hpp"

namespace cutpoint {
namespace {

/// What each layer reads, by positions of layers in ascending order; the network's input is
/// DnnGraph::kInput and comes last.
std::vector<std::vector<std::size_t>> sources_of(const DnnGraph& dnn) {
  std::vector<std::vector<std::size_t>> sources(dnn.layers().size());
  for (const DnnGraph::Edge& edge : dnn.edges()) {
    sources[edge.to].push_back(edge.from);
  }
  for (const std::size_t reader : dnn.input_readers()) {
    sources[reader].push_back(DnnGraph::kInput);
  }
  return sources;
}

double bytes_moved(const Layer& layer) {
  const LayerWork work = work_of(layer, 1);
  return (work.weights + work.input + work.output).value();
}

double bytes_moved(const DnnGraph& dnn) {
  double total = 0.0;
  for (const Layer& layer : dnn.layers()) {
    total += bytes_moved(layer);
  }
  return total;
}

/// A layer without a cost model, and how much of the network it is.
struct UnmodeledShare {
  std::string layer;
  std::string op;
  double flop;
  double bytes;
};

/// A part of a whole as a share; 0 if the whole is 0.
double share(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

std::vector<UnmodeledShare> unmodeled_shares(const Application& application, const DnnGraph& dnn) {
  const double flop = flop_per_item(dnn).value();
  const double bytes = bytes_moved(dnn);
  std::vector<UnmodeledShare> shares;
  for (const UnmodeledLayer& unmodeled : application.unmodeled) {
    const auto layer = std::ranges::find(dnn.layers(), unmodeled.layer, &Layer::name);
    shares.push_back({unmodeled.layer,
                      unmodeled.op,
                      share(flop_per_item(*layer).value(), flop),
                      share(bytes_moved(*layer), bytes)});
  }
  return shares;
}

Json layer_json(const Layer& layer, const Json& reads) {
  const auto shape = [](Shape s) { return Json{s.channels, s.height, s.width}; };
  return {{"name", layer.name},
          {"type", to_string(layer.type)},
          {"reads", reads},
          {"input", shape(layer.input)},
          {"output", shape(layer.output)},
          {"flop", flop_per_item(layer).value()},
          {"parameters", parameter_count(layer)},
          {"output_bytes", work_of(layer, 1).output.value()}};
}

void add_layers(Json& json, const Application& application, const DnnGraph& dnn) {
  const auto sources = sources_of(dnn);
  json["layers"] = Json::array();
  json["edges"] = Json::array();
  for (std::size_t i = 0; i < dnn.layers().size(); ++i) {
    Json reads = Json::array();
    for (const std::size_t source : sources[i]) {
      const Json name =
          source == DnnGraph::kInput ? Json(nullptr) : Json(dnn.layers()[source].name);
      reads.push_back(name);
      json["edges"].push_back({name, dnn.layers()[i].name});
    }
    json["layers"].push_back(layer_json(dnn.layers()[i], reads));
  }
  json["unmodeled"] = Json::array();
  for (const UnmodeledShare& unmodeled : unmodeled_shares(application, dnn)) {
    json["unmodeled"].push_back({{"layer", unmodeled.layer},
                                 {"operator", unmodeled.op},
                                 {"flop_share", unmodeled.flop},
                                 {"byte_share", unmodeled.bytes}});
  }
}

/// A text in the quotes of Graphviz.
std::string quoted(const std::string& text) {
  std::string result;
  for (const char c : shown(text)) {
    result += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  return result;
}

void print_unmodeled(const std::vector<UnmodeledShare>& shares) {
  if (shares.empty()) {
    return;
  }
  fmt::print(
      "\nWithout a cost model, so taken to be as fast as memory (type opaque); shares of the whole "
      "network:\n\n");
  TextTable table{{"layer", "operator", "FLOP", "bytes"}, 2};
  double flop = 0.0;
  double bytes = 0.0;
  const auto percent = [](double value) { return fmt::format("{:.2f} %", 100.0 * value); };
  for (const UnmodeledShare& unmodeled : shares) {
    table.add({unmodeled.layer, unmodeled.op, percent(unmodeled.flop), percent(unmodeled.bytes)});
    flop += unmodeled.flop;
    bytes += unmodeled.bytes;
  }
  table.add({"all of them", "", percent(flop), percent(bytes)});
  fmt::print("{}", table.text());
}

}  // namespace

Json network_json(const Application& application, bool with_layers) {
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
  if (with_layers) {
    json["is_chain"] = dnn.is_chain();
    add_layers(json, application, dnn);
  }
  return json;
}

void print_network(const Application& application) {
  const DnnGraph dnn = application.build();
  const auto shape = [](Shape s) {
    return fmt::format("{} x {} x {}", s.channels, s.height, s.width);
  };
  const auto sources = sources_of(dnn);
  TextTable table{{"", "layer", "type", "reads", "output", "FLOP", "parameters", "output size"}, 5};
  for (std::size_t i = 0; i < dnn.layers().size(); ++i) {
    const Layer& layer = dnn.layers()[i];
    std::string reads;
    for (const std::size_t source : sources[i]) {
      reads += reads.empty() ? "" : ", ";
      reads += source == DnnGraph::kInput ? "input" : std::to_string(source + 1);
    }
    table.add({std::to_string(i + 1),
               layer.name,
               std::string{to_string(layer.type)},
               reads,
               shape(layer.output),
               fmt::format("{:.0f}", flop_per_item(layer).value()),
               std::to_string(parameter_count(layer)),
               format_quantity(work_of(layer, 1).output.value(), "B")});
  }
  const QueryType& query = application.default_query;
  fmt::print("{}: {}, one {}\n\n{}\n",
             shown(application.name),
             shown(application.title),
             shown(application.item_name),
             table.text());
  fmt::print("{} layers, {}; {} FLOP, {} parameters, {} moved; the input is {} ({})\n",
             dnn.layers().size(),
             dnn.is_chain() ? "a chain" : "a graph",
             format_quantity(flop_per_item(dnn).value(), ""),
             parameter_count(dnn),
             format_quantity(bytes_moved(dnn), "B"),
             shape(dnn.input()),
             format_quantity(input_bytes(dnn, {1, query.encoding}).value(), "B"));
  print_unmodeled(unmodeled_shares(application, dnn));
}

void print_dot(const Application& application) {
  const DnnGraph dnn = application.build();
  fmt::print("digraph \"{}\" {{\n  rankdir = LR;\n  node [shape = box];\n",
             quoted(application.name));
  fmt::print("  \"(input)\" [shape = ellipse];\n");
  for (const Layer& layer : dnn.layers()) {
    const std::string name = quoted(layer.name);
    fmt::print("  \"{}\" [label = \"{}\\n{}\"];\n", name, name, to_string(layer.type));
  }
  for (const std::size_t reader : dnn.input_readers()) {
    fmt::print("  \"(input)\" -> \"{}\";\n", quoted(dnn.layers()[reader].name));
  }
  for (const DnnGraph::Edge& edge : dnn.edges()) {
    fmt::print("  \"{}\" -> \"{}\";\n",
               quoted(dnn.layers()[edge.from].name),
               quoted(dnn.layers()[edge.to].name));
  }
  fmt::print("}}\n");
}

}  // namespace cutpoint
