// Networks to simulate: the eight of the DjiNN and Tonic suite that Neurosurgeon was evaluated on,
// and some that were published later, most of them with branches.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"
#include "workloads/constant.hpp"
#include "workloads/dnn/dnn_graph.hpp"
#include "workloads/dnn/onnx_file.hpp"

namespace cutpoint {

/// One application: its network and what a query of it carries by default.
struct Application {
  std::string name;         // "imc"
  std::string title;        // "image classification (AlexNet)"
  std::string item_name;    // "image", "digit", "frame", "word"
  QueryType default_query;  // argued in docs/model.md
  std::function<DnnGraph()> build;
  std::string file{};                       // the file as it was named, of a network from a file
  std::vector<UnmodeledLayer> unmodeled{};  // of a network from a file
};

/// The eight applications of the suite: imc, vgg, face, dig, asr, pos, ner, chk.
[[nodiscard]] std::span<const Application> applications();

/// The networks with branches: googlenet, resnet50, mobilenetv2, squeezenet, darknet53, bert-base.
[[nodiscard]] std::span<const Application> graph_applications();

/// The sizes of default queries that could be others (assumption A4), for `cutpoint models
/// --catalog`.
[[nodiscard]] std::vector<CatalogEntry> query_catalog();

/// The application of that name, of either group. Throws: InputError with a suggestion if there is
/// none.
[[nodiscard]] const Application& find_application(std::string_view name,
                                                  const SourceLocation& where = {});

}  // namespace cutpoint
