#include "workloads/dnn/onnx/proto/file.hpp"

#include <cctype>
#include <charconv>
#include <utility>

#include <fmt/core.h>
#include <onnx/common/version.h>
#include <onnx/defs/parser.h>
#include <onnx/defs/schema.h>
#include <onnx/onnx_pb.h>

#include "base/input_error.hpp"
#include "workloads/dnn/onnx_file.hpp"

namespace cutpoint::onnx_file {
namespace {

/// The number behind `label` in a parser's message, 0 if there is none.
int number_after(const std::string& message, std::string_view label) {
  const std::size_t at = message.find(label);
  int number = 0;
  if (at != std::string::npos) {
    const char* const begin = message.data() + at + label.size();
    std::from_chars(begin, message.data() + message.size(), number);
  }
  return number;
}

onnx::ModelProto parse_text(const InputFile& file) {
  onnx::ModelProto model;
  std::string complaint;
  try {
    const onnx::Common::Status status = onnx::OnnxParser::Parse(model, file.bytes.c_str());
    complaint = status.IsOK() ? "" : status.ErrorMessage();
  } catch (const std::exception& error) {
    complaint = error.what();
  }
  if (!complaint.empty()) {
    const SourceLocation where{
        file.path.string(), number_after(complaint, "line: "), number_after(complaint, "column: ")};
    const std::size_t last_line = complaint.rfind('\n');
    throw InputError{
        where,
        "this is not the text syntax of ONNX: " +
            one_line(complaint.substr(last_line == std::string::npos ? 0 : last_line + 1))};
  }
  return model;
}

onnx::ModelProto parse_binary(const InputFile& file) {
  onnx::ModelProto model;
  if (!model.ParseFromString(file.bytes) || !model.has_graph()) {
    throw InputError{{file.path.string()},
                     "this is no ONNX model, or a damaged one; the text syntax is read from files "
                     "whose names end in " +
                         std::string{kOnnxTextSuffix}};
  }
  return model;
}

void expect_known_opsets(const std::filesystem::path& path, const onnx::ModelProto& model) {
  const auto& known = onnx::OpSchemaRegistry::DomainToVersionRange::Instance().Map();
  for (const onnx::OperatorSetIdProto& opset : model.opset_import()) {
    const std::string domain = opset.domain() == "ai.onnx" ? "" : opset.domain();
    const auto range = known.find(domain);
    if (range == known.end()) {
      continue;
    }
    const auto& [oldest, newest] = range->second;
    if (opset.version() < oldest || opset.version() > newest) {
      throw InputError{{path.string()},
                       fmt::format("needs opset {}{}, but the library (ONNX {}) knows only {} to "
                                   "{}; export the network for one of these",
                                   opset.version(),
                                   domain.empty() ? "" : " of " + domain,
                                   onnx::LAST_RELEASE_VERSION,
                                   oldest,
                                   newest)};
    }
  }
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, text.find("==> Context"))) {
    const bool is_gap = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!is_gap) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (line.ends_with(' ') || line.ends_with('.')) {
    line.pop_back();
  }
  return line;
}

std::shared_ptr<onnx::ModelProto> read_proto(const InputFile& file) {
  const bool is_text = file.path.extension() == kOnnxTextSuffix;
  auto model = std::make_shared<onnx::ModelProto>(is_text ? parse_text(file) : parse_binary(file));
  expect_known_opsets(file.path, *model);
  return model;
}

std::string library() {
  const auto& known = onnx::OpSchemaRegistry::DomainToVersionRange::Instance().Map();
  return fmt::format(
      "ONNX {}, operators up to opset {}", onnx::LAST_RELEASE_VERSION, known.at("").second);
}

}  // namespace cutpoint::onnx_file
