// What is read back of results files, and what is refused.
#include <fstream>
#include <iterator>

#include <sys/stat.h>
#include <unistd.h>

#include "results/store/results_reader.hpp"
#include "results/store/seal.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"

namespace cutpoint {
namespace {

/// All that a group holds, as text.
std::string text_of(const Group& group) {
  std::string text = group.name;
  const auto add = [&](const auto& values) {
    if constexpr (std::is_same_v<decltype(values), const Length&>) {
      text += " length " + std::to_string(values.value);
    } else {
      for (const auto& value : values) {
        if constexpr (std::is_same_v<decltype(values), const std::vector<std::string>&>) {
          text += " '" + value + '\'';
        } else {
          text += ' ' + std::to_string(value);
        }
      }
    }
  };
  for (const Dimension& dimension : group.dimensions) {
    text += "\n" + dimension.name + " [" + dimension.unit + "] " + dimension.long_name;
    std::visit(add, dimension.values);
  }
  for (const Variable& variable : group.variables) {
    text += "\n" + variable.name + " [" + variable.unit + "] " + variable.long_name;
    for (const std::string& dimension : variable.dimensions) {
      text += ' ' + dimension;
    }
    std::visit(add, variable.values);
  }
  return text;
}

Dataset sample() {
  Dataset dataset;
  dataset.dimensions = {{"policy", std::vector<std::string>{"a", ""}, "", "who decides"},
                        {"load", std::vector<double>{0.5, 1.0, 1.5}, "", ""}};
  dataset.variables = {{"latency", {"load", "policy"}, std::vector<double>(6, 0.25), "s", "time"},
                       {"status", {"policy"}, std::vector<std::string>{"größer", ""}, "", ""},
                       {"scalar", {}, std::vector<std::int64_t>{-7}, "", ""}};
  dataset.attributes = {{"title", "a title"}, {"count", std::int64_t{3}}, {"time", 1.5}};
  dataset.groups = {{"records",
                     {{"byte", Length{5}, "", ""}},
                     {{"bytes", {"byte"}, std::vector<std::uint8_t>{0, 255, 1, 2, 3}, "", "b"}}}};
  return dataset;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// What reading complains about, or "" if it does not.
std::string complaint(const std::filesystem::path& path, const Reading& reading = {}) {
  try {
    static_cast<void>(read_dataset(path, reading));
  } catch (const ResultsError& error) {
    return error.message();
  }
  return "";
}

TEST_CASE("a results file is read as it was written") {
  const TemporaryFile file{"", ".h5"};
  const Dataset dataset = sample();
  write_dataset(file.path(), dataset);
  const Dataset read = read_dataset(file.path());
  CHECK(text_of({"", read.dimensions, read.variables}) ==
        text_of({"", dataset.dimensions, dataset.variables}));
  REQUIRE(read.groups.size() == 1);
  CHECK(text_of(read.groups.front()) == text_of(dataset.groups.front()));
  CHECK(integer_attribute(read, "schema_version") == kResultsSchemaVersion);
  CHECK(text_attribute(read, "title") == "a title");
  CHECK(integer_attribute(read, "count") == 3);
  CHECK(number_attribute(read, "time") == 1.5);
  CHECK_FALSE(text_attribute(read, "count").has_value());
  CHECK_FALSE(text_attribute(read, "none").has_value());
  CHECK(find_group(read, "records") != nullptr);
  CHECK(find_group(read, "runs") == nullptr);
}

TEST_CASE("arrays of more than one piece are read as they were written") {
  const TemporaryFile file{"", ".h5"};
  std::vector<double> numbers(std::size_t{3} * 1'500'000);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<double>(i);
  }
  const std::vector<double> along(1'500'000, 0.5);
  write_dataset(
      file.path(),
      {.dimensions = {{"row", std::vector<double>{1, 2, 3}, "", ""}, {"column", along, "", ""}},
       .variables = {{"table", {"row", "column"}, numbers, "", ""}},
       .attributes = {}});
  const Dataset read = read_dataset(file.path());
  CHECK(std::get<std::vector<double>>(read.variables.front().values) == numbers);
  CHECK(std::get<std::vector<double>>(read.dimensions.back().values) == along);
}

TEST_CASE("what is no results file is refused") {
  const TemporaryFile text{"text", ".h5"};
  CHECK_THAT(complaint(text.path()), Catch::Contains("cannot be read as a results file"));
  CHECK(complaint("/nowhere/f.h5") == "there is no such file");
  CHECK(complaint("/tmp") == "this is no regular file");
  CHECK(complaint("/dev/zero") == "this is no regular file");
  const TemporaryFile pipe{"", ".pipe"};
  std::filesystem::remove(pipe.path());
  REQUIRE(mkfifo(pipe.path().c_str(), 0666) == 0);
  CHECK(complaint(pipe.path()) == "this is no regular file");
}

TEST_CASE("a results file with any byte changed is refused, and so is one cut short") {
  const TemporaryFile file{"", ".h5"};
  write_dataset(file.path(), sample());
  const std::string whole = content(file.path());
  REQUIRE(complaint(file.path()).empty());
  for (std::size_t i = 0; i < whole.size(); i += whole.size() / 97) {
    CAPTURE(i);
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    const TemporaryFile other{damaged, ".h5"};
    CHECK(complaint(other.path()) ==
          "damaged: its content does not have the SHA-256 that stands behind it");
  }
  for (std::size_t i = 1; i <= kSealBytes; ++i) {
    CAPTURE(i);
    std::string damaged = whole;
    damaged[whole.size() - i] = static_cast<char>(damaged[whole.size() - i] ^ 0x01);
    CHECK_THAT(complaint(TemporaryFile{damaged, ".h5"}.path()), Catch::StartsWith("damaged: "));
    CHECK_FALSE(complaint(TemporaryFile{whole.substr(0, whole.size() - i), ".h5"}.path()).empty());
  }
  CHECK_THAT(complaint(TemporaryFile{whole + whole, ".h5"}.path()), Catch::StartsWith("damaged: "));
}

TEST_CASE("what a seal stands behind can be checked with other tools") {
  CHECK(seal_of("abc") ==
        "cutpoint sha256\n00000000000000000003\n"
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
  CHECK(seal_of("abc").size() == kSealBytes);
  CHECK_FALSE(has_seal("abc"));
  CHECK(sealed_content("abc" + seal_of("abc")) == "abc");
  CHECK_FALSE(sealed_content("abd" + seal_of("abc")).has_value());
}

}  // namespace
}  // namespace cutpoint
