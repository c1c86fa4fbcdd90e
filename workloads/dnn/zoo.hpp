// Networks to simulate: the eight of the DjiNN and Tonic suite that Neurosurgeon was evaluated on,
// and some that were published later, most of them with branches.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/units/input_error.hpp"
#include "workloads/dnn/dnn_graph.hpp"

namespace cutpoint {

/// One application: its network and what a query of it carries by default.
struct Application {
  std::string_view name;       // "imc"
  std::string_view title;      // "image classification (AlexNet)"
  std::string_view item_name;  // "image", "digit", "frame", "word"
  QueryType default_query;     // argued in docs/model.md
  DnnGraph (*build)();
};

/// imc, vgg, face, dig, asr, pos, ner, chk.
[[nodiscard]] std::span<const Application> applications();

/// googlenet, resnet50, mobilenetv2, squeezenet, darknet53, bert-base.
[[nodiscard]] std::span<const Application> graph_applications();

/// Of either group. Throws: InputError with a suggestion if there is none of that name.
[[nodiscard]] const Application& find_application(std::string_view name,
                                                  const SourceLocation& where = {});

}  // namespace cutpoint
