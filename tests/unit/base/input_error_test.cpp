#include "base/input_error.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("an input error says where as far as that is known") {
  const std::string message = "servers = 0; a station needs at least one";
  CHECK(InputError({"s.toml", 12, 11}, message).what() ==
        std::string{"s.toml:12:11: error: servers = 0; a station needs at least one"});
  CHECK(InputError({"s.toml"}, message).what() ==
        std::string{"s.toml: error: servers = 0; a station needs at least one"});
  CHECK(InputError({}, message).what() ==
        std::string{"error: servers = 0; a station needs at least one"});
}

TEST_CASE("an input error keeps its location") {
  const SourceLocation where{"s.toml", 12, 11};
  CHECK(InputError(where, "x").where() == where);
}

}  // namespace
}  // namespace cutpoint
