#include "base/number_text.hpp"

#include <limits>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("A number's text reads back as the same number, whole ones without an exponent") {
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(0.1 + 0.2) == "0.30000000000000004");
  CHECK(number_text(100000.0) == "100000");
  CHECK(number_text(-3.0) == "-3");
  CHECK(number_text(999999999999999.0) == "999999999999999");
  CHECK(number_text(1e15) == "1e+15");
  CHECK(number_text(0.0001) == "1e-04");
  CHECK(number_text(std::numeric_limits<double>::denorm_min()) == "5e-324");
}

TEST_CASE("A computed number is shown to nine digits, without traces of binary fractions") {
  CHECK(rounded_text(0.1 + 0.2) == "0.3");
  CHECK(rounded_text(0.0001) == "0.0001");
  CHECK(rounded_text(123456789.4) == "123456789");
  CHECK(rounded_text(1e10) == "1e+10");
  CHECK(rounded_text(-2.5) == "-2.5");
}

TEST_CASE("A number is rounded to the nearest that some digits can write") {
  CHECK(rounded(0.1 + 0.2, 12) == 0.3);
  CHECK(rounded(1234.0, 3) == 1230.0);
  CHECK(rounded(-0.0009876, 2) == -0.00099);
  CHECK(rounded(0.0, 3) == 0.0);
  CHECK(rounded(1e300, 1) == 1e300);
}

}  // namespace
}  // namespace cutpoint
