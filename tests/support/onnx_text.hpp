// Networks in the text syntax of ONNX, and what they are imported as.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temporary_file.hpp"
#include "workloads/dnn/onnx_file.hpp"

namespace cutpoint {

/// Imports the text of a whole model.
inline ImportedDnn import_text(std::string_view text, const std::vector<std::string>& given = {}) {
  const TemporaryFile file{text, kOnnxTextSuffix};
  return read_onnx(read_input(file.path(), InputKind::Network), given);
}

/// A model of today's operators around a graph.
inline std::string onnx_model(std::string_view graph) {
  return "<ir_version: 8, opset_import: [\"\" : 17]>\n" + std::string{graph};
}

/// "w = a constant tensor of that shape", which is how weights are written without their values.
inline std::string onnx_weights(const std::string& name, const std::vector<std::int64_t>& dims) {
  std::string list;
  for (const std::int64_t dim : dims) {
    list += list.empty() ? "" : ", ";
    list += std::to_string(dim);
  }
  return "  " + name + "_shape = Constant <value = int64[" + std::to_string(dims.size()) + "] {" +
         list + "}> ()\n  " + name + " = ConstantOfShape (" + name + "_shape)\n";
}

/// A chain of ours in that syntax, the layers' names being those of their outputs. Local layers,
/// which ONNX lacks, make it no model.
inline std::string onnx_text_of(const DnnGraph& dnn) {
  const Shape input = dnn.input();
  std::string dims = "1," + std::to_string(input.channels);
  if (input.height > 1) {
    dims += ',' + std::to_string(input.height) + ',' + std::to_string(input.width);
  }
  std::string text =
      "chain (float[" + dims + "] x) => (float[1] " + dnn.layers().back().name + ") {\n";
  std::string from = "x";
  for (const Layer& layer : dnn.layers()) {
    const std::string& name = layer.name;
    const Window& window = layer.window;
    const auto twice = [](int value) {
      const std::string one = std::to_string(value);
      return std::string{'['}.append(one).append(",").append(one).append("]");
    };
    const std::string kernel =
        "kernel_shape = " + twice(window.kernel) + ", strides = " + twice(window.stride);
    const std::string pad = std::to_string(window.pad);
    std::string call;
    switch (layer.type) {
      case LayerType::Convolution:
        text += onnx_weights("w_" + name,
                             {layer.output.channels,
                              layer.input.channels / window.group,
                              window.kernel,
                              window.kernel});
        text += onnx_weights("b_" + name, {layer.output.channels});
        call = "Conv <" + kernel + ", group = " + std::to_string(window.group) + ", pads = [" +
               pad + "," + pad + "," + pad + "," + pad + "]> (" + from + ", w_" + name + ", b_" +
               name + ")";
        break;
      case LayerType::FullyConnected:
        text += onnx_weights("w_" + name, {layer.input.elements(), layer.output.channels});
        text += onnx_weights("b_" + name, {layer.output.channels});
        text += "  flat_" + name + " = Flatten (" + from + ")\n";
        call = "Gemm (flat_" + name + ", w_" + name + ", b_" + name + ")";
        break;
      case LayerType::Pooling:
        call = "MaxPool <" + kernel + ", ceil_mode = 1> (" + from + ")";
        break;
      case LayerType::Normalization:
        call = "LRN <size = 5> (" + from + ")";
        break;
      case LayerType::Relu:
        call = "Relu (" + from + ")";
        break;
      case LayerType::Sigmoid:
        call = "Sigmoid (" + from + ")";
        break;
      case LayerType::Tanh:
        call = "Tanh (" + from + ")";
        break;
      case LayerType::Softmax:
        call = "Softmax (" + from + ")";
        break;
      case LayerType::Argmax:
        call = "ArgMax <axis = 1> (" + from + ")";
        break;
      case LayerType::Dropout:
        call = "Dropout (" + from + ")";
        break;
      default:
        break;
    }
    text += "  " + name + " = " + call + "\n";
    from = name;
  }
  return onnx_model(text + "}\n");
}

}  // namespace cutpoint
