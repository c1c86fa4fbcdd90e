// The reference is what the loader asks for, and its defaults are the loader's.
#include "scenario/keys/reference.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scenario/keys/resolved.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

TEST_CASE("the second part of docs/scenario.md is the reference") {
  const std::filesystem::path root =
      std::filesystem::path{__FILE__}.parent_path().parent_path().parent_path().parent_path();
  std::ifstream file{root / "docs/scenario.md"};
  std::ostringstream text;
  text << file.rdbuf();
  const std::string heading = "## Keys\n";
  REQUIRE(text.str().find(heading) != std::string::npos);
  // Else: cutpoint init --reference says what belongs there.
  CHECK(text.str().substr(text.str().find(heading) + heading.size()) == scenario_reference());
}

TEST_CASE("every key that the loader asks for is described") {
  for (const ReferenceKey& key : reference_keys()) {
    CAPTURE(key.section, key.key);
    CHECK_FALSE(key.meaning.empty());
    CHECK_FALSE(key.otherwise.empty());
    CHECK_FALSE(key.type.empty());
  }
}

/// Whether the text is a value of TOML, as most defaults are.
bool is_value(const std::string& text) {
  return text.starts_with('"') || text == "true" || text == "false" ||
         (!text.empty() && text.find_first_not_of("0123456789.") == std::string::npos);
}

TEST_CASE("a default of the reference is what a key has that is not given") {
  // Some keys have a meaning only beside others.
  const std::vector<std::string> surroundings = {
      "",
      "clients.objective = 'weighted'\n",
      "clients.objective = 'battery'\n",
      "clients.estimator = 'ewma'\n",
      "clients.estimator = 'probe'\n",
      "clients.policy = 'threshold'\n",
      "clients.gpu_share = 0\n",
      "server.background.load = 0.1\n",
      "clients.link = 'NAME'\nlink.NAME.trace.mean = '1 Mbit/s'\nlink.NAME.trace.duration = '1 "
      "s'\nlink.NAME.trace.outages = { share = '1 %', length = '1 s' }\n",
      "run.experiment = 'throughput'\nclients.policy = 'cloud_only'\n",
      "source.rate = '1 /s'\nstation.NAME.service = 'google_search'\n",
  };
  std::size_t checked = 0;
  for (const ReferenceKey& key : reference_keys()) {
    const bool is_law = key.section.ends_with(".service") || key.section.ends_with(".arrivals");
    const bool needs_file = key.section == "link.NAME.trace" && key.key == "format";
    if (!is_value(key.otherwise) || is_law || needs_file) {
      continue;
    }
    const bool is_defined = key.section == "link.NAME";
    const std::string name = key.section + '.' + key.key;
    CAPTURE(name, key.otherwise);
    const bool is_known = std::ranges::any_of(surroundings, [&](const std::string& around) {
      const std::string given =
          around + (is_defined ? "clients.link = 'NAME'\n" : "") + name + " = " + key.otherwise;
      const std::string left = around + (is_defined ? "clients.link = 'NAME'\nlink.NAME = {}" : "");
      return error_of(given).empty() && error_of(left).empty() &&
             resolved_values(point_of(given)) == resolved_values(point_of(left));
    });
    CHECK(is_known);
    ++checked;
  }
  CHECK(checked > 30);
}

TEST_CASE("every law of the reference is one") {
  const std::vector<ReferenceKey> keys = reference_keys();
  const auto law = std::ranges::find_if(keys, [](const ReferenceKey& key) {
    return key.key == "law" && key.section == "source.arrivals";
  });
  REQUIRE(law != keys.end());
  std::istringstream names{law->values.substr(1, law->values.size() - 2)};
  for (std::string name; names >> name;) {
    CAPTURE(name);
    CHECK(error_of("source.arrivals.law = '" + name + "'\nstation.s.service = 'google_search'")
              .find("unknown law") == std::string::npos);
  }
}

}  // namespace
}  // namespace cutpoint
