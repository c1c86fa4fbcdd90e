// What is read back: results files by their reader, and journals.
#include <fstream>

#include "results/journal.hpp"
#include "results/results_reader.hpp"
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

TEST_CASE("a results file is read as it was written") {
  const TemporaryFile file{"", ".h5"};
  const Dataset dataset = sample();
  write_dataset(file.path(), dataset);
  const ResultsReader reader{file.path()};
  CHECK(text_of(reader.group("")) == text_of({"", dataset.dimensions, dataset.variables}));
  CHECK(text_of(reader.group("records")) == text_of(dataset.groups.front()));
  CHECK(reader.text("title") == "a title");
  CHECK(reader.integer("count") == 3);
  CHECK(reader.number("time") == 1.5);
  CHECK_FALSE(reader.text("count").has_value());
  CHECK_FALSE(reader.text("none").has_value());
  CHECK(reader.has_group("records"));
  CHECK_FALSE(reader.has_group("runs"));
  CHECK_THROWS_AS(reader.group("runs"), ResultsError);
}

TEST_CASE("what is no results file is refused") {
  const TemporaryFile file{"text", ".h5"};
  CHECK_THROWS_WITH(ResultsReader{file.path()},
                    Catch::Contains("cannot be read as a results file"));
  CHECK_THROWS_WITH(ResultsReader{"/nowhere/f.h5"}, "/nowhere/f.h5: error: there is no such file");
}

TEST_CASE("a journal keeps whole blocks and drops a torn one") {
  const TemporaryFile file{"", ".journal"};
  const std::string large(100'000, 'x');
  {
    Journal journal{file.path()};
    CHECK(journal.blocks().empty());
    journal.append("first");
    journal.append("");
    journal.append(large);
  }
  CHECK(is_journal(file.path()));
  const std::vector<std::string> all{"first", "", large};
  CHECK(read_journal(file.path()) == all);

  // Cut anywhere within the last block, it is the only one lost; what follows is kept again.
  const std::uintmax_t size = std::filesystem::file_size(file.path());
  for (const std::uintmax_t lost :
       {std::uintmax_t{1}, std::uintmax_t{100'000}, std::uintmax_t{100'020}}) {
    std::filesystem::resize_file(file.path(), size - lost);
    Journal journal{file.path()};
    CHECK(journal.blocks() == std::vector<std::string>{"first", ""});
    journal.append(large);
    CHECK(read_journal(file.path()) == all);
  }
  // A flipped bit is found as well.
  std::fstream damaged{file.path(), std::ios::binary | std::ios::in | std::ios::out};
  damaged.seekp(static_cast<std::streamoff>(size - 50));
  damaged.put('y');
  damaged.close();
  CHECK(read_journal(file.path()).size() == 2);
}

TEST_CASE("a journal belongs to one process at a time, and to nobody else's file") {
  const TemporaryFile file{"", ".journal"};
  {
    const Journal journal{file.path()};
    CHECK_THROWS_WITH(Journal{file.path()}, Catch::Contains("another run is writing it"));
  }
  Journal journal{file.path()};
  journal.append("block");
  journal.clear();
  CHECK(read_journal(file.path()).empty());
  const TemporaryFile foreign{"precious", ".journal"};
  CHECK_FALSE(is_journal(foreign.path()));
  CHECK_THROWS_WITH(Journal{foreign.path()}, Catch::Contains("no journal of Cutpoint"));
}

}  // namespace
}  // namespace cutpoint
