#include "workloads/dnn/application.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/core.h>

#include "workloads/dnn/zoo_graphs.hpp"

namespace cutpoint {
namespace {

/// "net.onnx:x=1x8,y=2" taken apart.
struct FileName {
  std::string path;
  std::vector<std::string> given;
};

constexpr std::array<std::string_view, 2> kSuffixes{".onnx", kOnnxTextSuffix};

FileName split(std::string_view name) {
  std::size_t end = name.size();
  for (const std::string_view suffix : kSuffixes) {
    const std::size_t found = name.find(std::string{suffix} + ':');
    end = found == std::string_view::npos ? end : std::min(end, found + suffix.size());
  }
  FileName file{.path = std::string{name.substr(0, end)}, .given = {}};
  while (end < name.size()) {
    const std::size_t next = std::min(name.find(',', end + 1), name.size());
    file.given.emplace_back(name.substr(end + 1, next - end - 1));
    end = next;
  }
  return file;
}

constexpr std::string_view kBert = "bert-base";

bool has_length(std::string_view name) {
  return name.starts_with(kBert) && name.substr(kBert.size()).starts_with(':');
}

/// "bert-base:384": the encoder for sequences of that many tokens.
std::shared_ptr<const Application> bert_of_length(std::string_view name,
                                                  const SourceLocation& where) {
  const std::string_view digits = name.substr(kBert.size() + 1);
  int length = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc{} || rest != digits.data() + digits.size() || length < 1 ||
      length > kBertPositions) {
    throw InputError{where,
                     fmt::format("\"{}\": the encoder has positions for sequences of 1 to {} "
                                 "tokens; write \"bert-base:384\"",
                                 name,
                                 kBertPositions)};
  }
  Application bert = find_application(kBert);
  bert.name = name;
  bert.build = [length] { return bert_base(length); };
  return std::make_shared<const Application>(std::move(bert));
}

}  // namespace

std::string network_path(std::string_view name) { return split(name).path; }

bool names_network_file(std::string_view name) {
  const std::string path = split(name).path;
  return path.find('/') != std::string::npos ||
         std::ranges::any_of(kSuffixes,
                             [&path](std::string_view suffix) { return path.ends_with(suffix); });
}

std::shared_ptr<const Application> open_application(std::string_view name,
                                                    const SourceLocation& where,
                                                    const NetworkFile& from) {
  if (!names_network_file(name)) {
    if (!from.given.empty()) {
      throw InputError{where,
                       '"' + std::string{name} +
                           "\" is built in and leaves nothing open; leave out \"" +
                           from.given.front() + '"'};
    }
    if (has_length(name)) {
      return bert_of_length(name, where);
    }
    // Built-in ones live as long as the program, so nobody owns them.
    return {std::shared_ptr<void>{}, &find_application(name, where)};
  }
  FileName parts = split(name);
  parts.given.insert(parts.given.end(), from.given.begin(), from.given.end());
  const ImportedDnn imported =
      from.file == nullptr ? read_onnx(read_input(parts.path, InputKind::Network), parts.given)
                           : read_onnx(*from.file, parts.given);
  const bool is_image = imported.query.encoding == InputEncoding::Pixels8;
  return std::make_shared<const Application>(
      Application{.name = imported.dnn.name(),
                  .title = "ONNX, opset " + std::to_string(imported.opset),
                  .item_name = is_image ? "image" : "item",
                  .default_query = imported.query,
                  .build = [dnn = imported.dnn] { return dnn; },
                  .file = std::string{name},
                  .unmodeled = imported.unmodeled});
}

}  // namespace cutpoint
