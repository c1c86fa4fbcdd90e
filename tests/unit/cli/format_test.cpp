#include "cli/format.hpp"

#include <limits>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("quantities have four digits and the fitting prefix") {
  CHECK(format_quantity(0.10248, "s") == "102.5 ms");
  CHECK(format_quantity(1.0, "s") == "1.000 s");
  CHECK(format_quantity(0.9996, "s") == "999.6 ms");
  CHECK(format_quantity(12.8e6, "bit/s") == "12.80 Mbit/s");
  CHECK(format_quantity(2000.0, "1/s") == "2000 1/s");  // a rate has no prefix
  CHECK(format_quantity(0.0, "s") == "0 s");
  CHECK(format_quantity(1.5, "") == "1.500");
  CHECK(format_quantity(kInfinity, "1/s") == "unbounded");
  CHECK(format_quantity(std::numeric_limits<double>::quiet_NaN(), "s") == "–");
}

TEST_CASE("an estimate shares its prefix with its half-width") {
  CHECK(format_estimate({0.1013, 0.0005}, "s") == "101.3 ± 0.5 ms");
  CHECK(format_estimate({kInfinity, 0.0}, "") == "unbounded");
  CHECK(format_estimate({0.25, kInfinity}, "s") == "250.0 ± ∞ ms");
  CHECK(format_estimate({0.25, kNaN}, "s") == "250.0 ms");
  CHECK(format_estimate({0.0, 0.003}, "s") == "0.000 ± 3.000 ms");
}

TEST_CASE("tables align labels to the left and numbers to the right") {
  TextTable table{{"name", "value"}, 1};
  table.add({"a", "1"});
  table.add({"long–er", "1000"});
  CHECK(table.text() ==
        "name     value\n"
        "a            1\n"
        "long–er   1000\n");
}

TEST_CASE("a row has as many cells as the header") {
  const ThrowingContracts contracts;
  TextTable table{{"name", "value"}};
  CHECK_THROWS_AS(table.add({"a"}), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
