#include "cli/explain_text.hpp"

#include <fmt/core.h>

#include "cli/format.hpp"
#include "cli/shown.hpp"

namespace cutpoint {
namespace {

std::string time(Seconds value) { return format_quantity(value.count(), "s"); }
std::string bytes(Bytes value) { return format_quantity(value.value(), "B"); }

/// The causes that our form adds up for a type of layer (predictor/physical_time.hpp), in words.
std::string_view physical_terms(LayerType type) {
  switch (type) {
    case LayerType::Convolution:
      return "start-up + arithmetic + weights, results and unrolled input moved";
    case LayerType::Local:
      return "start-up + weights read for each item + activations moved";
    case LayerType::FullyConnected:
      return "start-up + the slower of arithmetic and reading weights + activations moved";
    case LayerType::Pooling:
      return "start-up + comparisons + activations moved";
    default:
      return "start-up + activations moved";
  }
}

/// The features that the paper's form takes a processor's speed from for a type of layer, in words.
std::string_view paper_features(LayerType type) {
  switch (type) {
    case LayerType::Convolution:
      return "input size and (kernel / stride)² x filters";
    case LayerType::Local:
    case LayerType::Pooling:
      return "input size and output size";
    case LayerType::FullyConnected:
    case LayerType::Softmax:
    case LayerType::Argmax:
      return "neurons in and neurons out";
    default:
      return "neurons";
  }
}

/// What a model takes the time of a layer from, in words; the name of its form says whose form it
/// is.
std::string basis(const FitReport& report) {
  if (report.form.find("(paper)") == std::string::npos) {
    return std::string{physical_terms(report.layer_type)};
  }
  const bool is_linear = report.form.find("linear") != std::string::npos;
  return fmt::format("arithmetic / speed, {} in {}",
                     is_linear ? "linear" : "logarithmic",
                     paper_features(report.layer_type));
}

/// Names the layers that lie outside of what a device was profiled with; nothing if there are none.
void print_extrapolated(const std::vector<std::string>& layers, const char* side) {
  if (layers.empty()) {
    return;
  }
  std::string names;
  for (const std::string& name : layers) {
    names += (names.empty() ? "" : ", ") + name;
  }
  fmt::print(
      "Beyond what the {} was profiled with, so only a guess there: {}.\n", side, shown(names));
}

}  // namespace

// A cut of the graph is shown only if it is another one than the best cut of the chain.
void print_min_cuts(const Explanation& explanation) {
  const auto print = [](const ExplainedCut& graph,
                        const ExplainedCut& chain,
                        const char* objective,
                        bool is_latency) {
    const double cost = is_latency ? graph.actual.latency.count() : graph.actual.energy.value();
    const double former = is_latency ? chain.actual.latency.count() : chain.actual.energy.value();
    if (graph.index != chain.index || graph.after != chain.after) {
      fmt::print("min_cut, for {}: {} layers on the phone, uploads {}: {}, {:+.2f} %.\n",
                 objective,
                 graph.index,
                 shown(graph.after),
                 format_quantity(cost, is_latency ? "s" : "J"),
                 100.0 * (cost / former - 1.0));
    }
  };
  const std::vector<ExplainedCut>& cuts = explanation.cuts;
  print(explanation.min_cut_latency, cuts[explanation.chosen_latency], "latency", true);
  if (explanation.knows_energy) {
    print(explanation.min_cut_energy, cuts[explanation.chosen_energy], "energy", false);
  }
}

void print_reason(const Explanation& explanation) {
  const std::vector<ExplainedCut>& cuts = explanation.cuts;
  const ExplainedCut& chosen = cuts[explanation.chosen_latency];
  const ExplainedCut& cloud = cuts.front();
  const ExplainedCut& phone = cuts.back();
  fmt::print(
      "\nWhy: the phone alone takes {}; to send the input ({}) takes {} before the server's "
      "{}.\n",
      time(phone.mobile_time),
      bytes(cloud.upload),
      time(cloud.upload_time),
      time(cloud.server_time));
  if (chosen.index == cloud.index) {
    fmt::print(
        "     No layer's output is so much smaller than the input that computing it on the "
        "phone would pay.\n");
  } else if (chosen.index == phone.index) {
    fmt::print("     Whatever is sent, and whenever, takes longer than to finish on the phone.\n");
  } else {
    fmt::print(
        "     After {} there are {} to send, in {}; the layers before cost the phone {}, those "
        "behind\n     cost the server {} and would cost the phone {}.\n",
        shown(chosen.after),
        bytes(chosen.upload),
        time(chosen.upload_time),
        time(chosen.mobile_time),
        time(chosen.server_time),
        time(phone.mobile_time - chosen.mobile_time));
    const ExplainedCut& before = cuts[chosen.index - 1];
    const ExplainedCut& behind = cuts[chosen.index + 1];
    fmt::print("     One layer earlier (after {}): {} in all; one later (after {}): {}.\n",
               shown(before.after),
               time(before.actual.latency),
               shown(behind.after),
               time(behind.actual.latency));
  }
}

void print_unmodeled(const Application& application) {
  std::string names;
  for (const UnmodeledLayer& unmodeled : application.unmodeled) {
    names += (names.empty() ? "" : ", ") + unmodeled.layer + " (" + unmodeled.op + ")";
  }
  if (!names.empty()) {
    fmt::print("Without a cost model, so taken to be as fast as memory: {}.\n", shown(names));
  }
}

void print_models(const Explanation& explanation) {
  TextTable table{{"layers", "on", "time is predicted from", "median error", "p90"}, 3};
  for (const ExplainedModel& model : explanation.models) {
    for (const auto& [side, report] :
         {std::pair{"phone", &model.phone}, {"server", &model.server}}) {
      table.add({std::string{to_string(model.type)},
                 side,
                 basis(*report),
                 fmt::format("{:.1f} %", 100.0 * report->held_out_median),
                 fmt::format("{:.1f} %", 100.0 * report->held_out_p90)});
    }
  }
  fmt::print(
      "\nHow times are predicted, and how well for layers that were held out of the fit:\n\n{}",
      table.text());
  print_extrapolated(explanation.extrapolated_on_phone, "phone");
  print_extrapolated(explanation.extrapolated_on_server, "server");
}

}  // namespace cutpoint
