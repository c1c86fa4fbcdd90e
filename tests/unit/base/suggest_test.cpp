#include "base/suggest.hpp"

#include <array>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

const std::vector<std::string> kKeys = {"policy", "link", "count", "gpu_share"};

TEST_CASE("a misspelled name brings up the nearest known one") {
  CHECK(suggestion("polcy", kKeys) == "; did you mean \"policy\"?");   // one letter missing
  CHECK(suggestion("linkk", kKeys) == "; did you mean \"link\"?");     // one too many
  CHECK(suggestion("cound", kKeys) == "; did you mean \"count\"?");    // one replaced
  CHECK(suggestion("lnik", kKeys) == "; did you mean \"link\"?");      // two swapped
  CHECK(suggestion("POLICY", kKeys) == "; did you mean \"policy\"?");  // case does not count
  CHECK(suggestion("gpushaer", kKeys) == "; did you mean \"gpu_share\"?");
}

TEST_CASE("one edit in three letters is near, one more is not") {
  const std::vector<std::string> known = {"abcdef"};
  CHECK(suggestion("xbcdex", known) == "; did you mean \"abcdef\"?");
  CHECK(suggestion("xbxdex", known) == "; known: abcdef");
  CHECK(suggestion("abcdefgh", known) == "; did you mean \"abcdef\"?");
  CHECK(suggestion("abcdefghi", known) == "; known: abcdef");

  const std::vector<std::string> short_name = {"3g"};
  CHECK(suggestion("4g", short_name) == "; did you mean \"3g\"?");
  CHECK(suggestion("4k", short_name) == "; known: 3g");
}

TEST_CASE("the nearest name wins, the first of equals") {
  const std::vector<std::string> known = {"period", "perils", "perils2"};
  CHECK(suggestion("perils1", known) == "; did you mean \"perils\"?");
  CHECK(suggestion("perilss2", known) == "; did you mean \"perils2\"?");
}

TEST_CASE("all names are listed if none is near, and nothing if there are none") {
  CHECK(suggestion("throughput", kKeys) == "; known: policy, link, count, gpu_share");
  CHECK(suggestion("", kKeys) == "; known: policy, link, count, gpu_share");
  CHECK(suggestion("policy", {}).empty());
  CHECK(suggestion(std::string(1'000'000, 'x'), kKeys) ==
        "; known: policy, link, count, gpu_share");
}

struct Named {
  std::string name;
  int number;
};

TEST_CASE("what bears a name is found in a list, the first of equals") {
  const std::vector<Named> list = {{"a", 1}, {"b", 2}, {"b", 3}};
  CHECK(find_or_suggest(list, {.name = "b", .what = "letter"}, &Named::name)->number == 2);
  CHECK(find_or_suggest(kKeys, {.name = "gpu_share", .what = "key"}) - kKeys.begin() == 3);
}

TEST_CASE("a name that nothing bears is refused at its place, with a suggestion") {
  CHECK_THROWS_WITH(
      find_or_suggest(kKeys, {.name = "lnik", .what = "key", .where = {"a.toml", 2, 3}}),
      "a.toml:2:3: error: unknown key \"lnik\"; did you mean \"link\"?");
  const std::array<Named, 2> list = {Named{"lte", 1}, Named{"wifi", 2}};
  CHECK_THROWS_WITH(
      find_or_suggest(list, {.name = "x", .what = "rate", .within = " of \"up\""}, &Named::name),
      "error: unknown rate \"x\" of \"up\"; known: lte, wifi");
}

}  // namespace
}  // namespace cutpoint
