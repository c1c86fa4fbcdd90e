// Binary files: the models that ONNX tests itself with, and damaged copies of them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/input_error.hpp"
#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/onnx_text.hpp"

namespace cutpoint {
namespace {

std::vector<std::filesystem::path> test_models() {
  std::vector<std::filesystem::path> models;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(CUTPOINT_ONNX_TESTDATA)) {
    if (entry.path().extension() == ".onnx") {
      models.push_back(entry.path());
    }
  }
  std::ranges::sort(models);
  return models;
}

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream{path, std::ios::binary}.rdbuf();
  return text.str();
}

/// Whether it is imported; another exception than InputError fails the test.
bool is_imported(const std::filesystem::path& path) {
  try {
    const DnnGraph dnn = read_onnx(read_input(path, InputKind::Network)).dnn;
    CHECK(flop_per_item(dnn).value() >= 0.0);
    CHECK(parameter_count(dnn) >= 0);
    return true;
  } catch (const InputError& error) {
    CHECK(error.where().path == path.string());
    CHECK(error.message().find('\n') == std::string::npos);
    return false;
  }
}

TEST_CASE("every model that ONNX is tested with is imported, or refused with a reason") {
  std::size_t imported = 0;
  const std::vector<std::filesystem::path> models = test_models();
  for (const std::filesystem::path& path : models) {
    CAPTURE(path.string());
    imported += is_imported(path) ? 1U : 0U;
  }
  // The others: 77 without a layer, 29 with sequences, 8 with control flow, 10 with empty tensors,
  // and 7 whose shapes depend on values.
  CHECK(models.size() == 1072);
  CHECK(imported >= 941);
}

TEST_CASE("damaged models are refused or imported, and nothing else happens") {
  const std::vector<std::filesystem::path> models = test_models();
  RandomStream stream{{1, 0, 0, Purpose::Application}};
  const auto below = [&stream](std::size_t count) {
    return std::min(count - 1,
                    static_cast<std::size_t>(stream.uniform() * static_cast<double>(count)));
  };
  for (int round = 0; round < 400; ++round) {
    const std::filesystem::path& path = models[below(models.size())];
    std::string content = content_of(path);
    CAPTURE(round, path.string());
    if (round % 4 == 0) {
      content.resize(below(content.size()));
    } else {
      const std::size_t at = below(content.size());
      content[at] = static_cast<char>(content[at] ^ (1 << below(8)));
    }
    const TemporaryFile damaged{content, ".onnx"};
    static_cast<void>(is_imported(damaged.path()));
  }
}

}  // namespace
}  // namespace cutpoint
