#include "base/unit_grammar.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("times are seconds") {
  CHECK(parse_seconds("2 s", {}) == Seconds{2.0});
  CHECK(parse_seconds("180 ms", {}) == Seconds{0.18});
  CHECK(parse_seconds("319 us", {}) == Seconds{319e-6});
  CHECK(parse_seconds("7 ns", {}) == Seconds{7e-9});
  CHECK(parse_seconds("1.5 min", {}) == Seconds{90.0});
  CHECK(parse_seconds("2 h", {}) == Seconds{7200.0});
}

TEST_CASE("bandwidths are bytes per second, from bits or bytes, decimal or binary") {
  CHECK(parse_bandwidth("12.8 Mbit/s", {}) == megabits_per_second(12.8));
  CHECK(parse_bandwidth("8 bit/s", {}) == BytesPerSecond{1.0});
  CHECK(parse_bandwidth("8 kbit/s", {}) == BytesPerSecond{1e3});
  CHECK(parse_bandwidth("8 Gbit/s", {}) == BytesPerSecond{1e9});
  CHECK(parse_bandwidth("8 Tbit/s", {}) == BytesPerSecond{1e12});
  CHECK(parse_bandwidth("8 Kibit/s", {}) == BytesPerSecond{1024.0});
  CHECK(parse_bandwidth("8 Mibit/s", {}) == BytesPerSecond{1048576.0});
  CHECK(parse_bandwidth("8 Gibit/s", {}) == BytesPerSecond{1073741824.0});
  CHECK(parse_bandwidth("8 Tibit/s", {}) == BytesPerSecond{1099511627776.0});
  CHECK(parse_bandwidth("3 B/s", {}) == BytesPerSecond{3.0});
  CHECK(parse_bandwidth("3 kB/s", {}) == BytesPerSecond{3e3});
  CHECK(parse_bandwidth("1.6 MB/s", {}) == BytesPerSecond{1.6e6});
  CHECK(parse_bandwidth("3 GB/s", {}) == BytesPerSecond{3e9});
  CHECK(parse_bandwidth("3 TB/s", {}) == BytesPerSecond{3e12});
  CHECK(parse_bandwidth("3 KiB/s", {}) == BytesPerSecond{3072.0});
  CHECK(parse_bandwidth("3 MiB/s", {}) == BytesPerSecond{3145728.0});
  CHECK(parse_bandwidth("3 GiB/s", {}) == BytesPerSecond{3221225472.0});
  CHECK(parse_bandwidth("3 TiB/s", {}) == BytesPerSecond{3298534883328.0});
}

TEST_CASE("sizes are bytes, decimal or binary") {
  CHECK(parse_bytes("5 B", {}) == Bytes{5.0});
  CHECK(parse_bytes("152 kB", {}) == Bytes{152e3});
  CHECK(parse_bytes("2 MB", {}) == Bytes{2e6});
  CHECK(parse_bytes("2 GB", {}) == Bytes{2e9});
  CHECK(parse_bytes("2 TB", {}) == Bytes{2e12});
  CHECK(parse_bytes("2 KiB", {}) == kibibytes(2.0));
  CHECK(parse_bytes("4 MiB", {}) == Bytes{4194304.0});
  CHECK(parse_bytes("1 GiB", {}) == Bytes{1073741824.0});
  CHECK(parse_bytes("1 TiB", {}) == Bytes{1099511627776.0});
}

TEST_CASE("rates are per second") {
  CHECK(parse_rate("200 /s", {}) == per_second(200.0));
  CHECK(parse_rate("12 /min", {}) == per_second(0.2));
  CHECK(parse_rate("1800 /h", {}) == per_second(0.5));
  CHECK(parse_rate("50 Hz", {}) == per_second(50.0));
  CHECK(parse_rate("3 kHz", {}) == per_second(3000.0));
  CHECK(parse_rate("3 MHz", {}) == per_second(3e6));
}

TEST_CASE("powers are watts") {
  CHECK(parse_watts("2 W", {}) == Watts{2.0});
  CHECK(parse_watts("870 mW", {}) == Watts{0.87});
  CHECK(parse_watts("5 uW", {}) == Watts{5e-6});
  CHECK(parse_watts("1.2 kW", {}) == Watts{1200.0});
  CHECK(parse_joules("870 mJ", {}) == Joules{0.87});
  CHECK(parse_joules("2 J", {}) == Joules{2.0});
  CHECK(parse_joules("5 uJ", {}) == Joules{5e-6});
  CHECK(parse_joules("1 nJ", {}) == Joules{1e-9});
  CHECK(parse_joules("1.2 kJ", {}) == Joules{1200.0});
}

TEST_CASE("speeds of arithmetic are operations per second") {
  CHECK(parse_flop_rate("7 FLOP/s", {}) == FlopPerSecond{7.0});
  CHECK(parse_flop_rate("7 kFLOP/s", {}) == FlopPerSecond{7e3});
  CHECK(parse_flop_rate("7 MFLOP/s", {}) == FlopPerSecond{7e6});
  CHECK(parse_flop_rate("68 GFLOP/s", {}) == FlopPerSecond{68e9});
  CHECK(parse_flop_rate("1.8 TFLOP/s", {}) == FlopPerSecond{1.8e12});
  CHECK(parse_flop_rate("2 PFLOP/s", {}) == FlopPerSecond{2e15});
}

TEST_CASE("a percentage is dimensionless") {
  CHECK(parse_percentage("2 %", {}) == 0.02);
  CHECK(parse_percentage("150%", {}) == 1.5);
}

TEST_CASE("the space before the unit is optional, and numbers may be negative or have exponents") {
  CHECK(parse_bandwidth("12.8Mbit/s", {}) == megabits_per_second(12.8));
  CHECK(parse_rate("200/s", {}) == per_second(200.0));
  CHECK(parse_seconds("-5 ms", {}) == Seconds{-0.005});
  CHECK(parse_seconds("1.5e3 s", {}) == Seconds{1500.0});
  CHECK(parse_seconds(".5 s", {}) == Seconds{0.5});
}

TEST_CASE("a number without a unit is refused with the unit that it probably has") {
  CHECK_THROWS_WITH(parse_bandwidth("10", {"s.toml", 3, 11}),
                    "s.toml:3:11: error: \"10\" has no unit; add one, e.g. \"10 Mbit/s\"");
  CHECK_THROWS_WITH(parse_seconds("1.5 ", {}),
                    "error: \"1.5 \" has no unit; add one, e.g. \"1.5 ms\"");
  CHECK_THROWS_WITH(parse_bytes("1", {}), "error: \"1\" has no unit; add one, e.g. \"1 kB\"");
  CHECK_THROWS_WITH(parse_rate("1", {}), "error: \"1\" has no unit; add one, e.g. \"1 /s\"");
  CHECK_THROWS_WITH(parse_watts("1", {}), "error: \"1\" has no unit; add one, e.g. \"1 W\"");
  CHECK_THROWS_WITH(parse_flop_rate("1", {}),
                    "error: \"1\" has no unit; add one, e.g. \"1 GFLOP/s\"");
  CHECK_THROWS_WITH(parse_percentage("1", {}), "error: \"1\" has no unit; add one, e.g. \"1 %\"");
}

TEST_CASE("a unit that is not in the grammar is refused with examples") {
  CHECK_THROWS_WITH(parse_bandwidth("12 Mb/s", {"s.toml", 3, 11}),
                    "s.toml:3:11: error: \"12 Mb/s\": unknown unit \"Mb/s\"; write it like "
                    "\"12.8 Mbit/s\" or \"1.6 MB/s\"");
  CHECK_THROWS_WITH(parse_seconds("5  s", {}),
                    "error: \"5  s\": unknown unit \" s\"; write it like \"180 ms\" or \"2 s\"");
  CHECK_THROWS_WITH(parse_seconds("5 s ", {}),
                    "error: \"5 s \": unknown unit \"s \"; write it like \"180 ms\" or \"2 s\"");
  CHECK_THROWS_WITH(parse_bytes("5 MB/s", {}),
                    "error: \"5 MB/s\": unknown unit \"MB/s\"; write it like "
                    "\"152 kB\" or \"4 MiB\"");
  CHECK_THROWS_WITH(parse_rate("5 s", {}),
                    "error: \"5 s\": unknown unit \"s\"; write it like \"200 /s\" or \"3 kHz\"");
  CHECK_THROWS_WITH(parse_joules("5 W", {}),
                    "error: \"5 W\": unknown unit \"W\"; write it like \"2 J\" or \"870 mJ\"");
  CHECK_THROWS_WITH(parse_watts("5 J", {}),
                    "error: \"5 J\": unknown unit \"J\"; write it like \"2 W\" or \"870 mW\"");
  CHECK_THROWS_WITH(parse_flop_rate("5 GFLOPS", {}),
                    "error: \"5 GFLOPS\": unknown unit \"GFLOPS\"; write it like "
                    "\"68 GFLOP/s\" or \"1.8 TFLOP/s\"");
  CHECK_THROWS_WITH(parse_percentage("5 percent", {}),
                    "error: \"5 percent\": unknown unit \"percent\"; write it like \"2 %\"");
}

TEST_CASE("a text that does not start with a number is refused") {
  const std::string end = " does not start with a number; write it like \"180 ms\" or \"2 s\"";
  CHECK_THROWS_WITH(parse_seconds("", {}), "error: \"\"" + end);
  CHECK_THROWS_WITH(parse_seconds("fast", {}), "error: \"fast\"" + end);
  CHECK_THROWS_WITH(parse_seconds(" 5 s", {}), "error: \" 5 s\"" + end);
  CHECK_THROWS_WITH(parse_seconds("+5 s", {}), "error: \"+5 s\"" + end);
}

TEST_CASE("infinity, NaN and numbers out of range are refused") {
  const std::string end =
      " is infinite, not a number, or out of range; write it like \"180 ms\" or \"2 s\"";
  CHECK_THROWS_WITH(parse_seconds("inf s", {}), "error: \"inf s\"" + end);
  CHECK_THROWS_WITH(parse_seconds("nan s", {}), "error: \"nan s\"" + end);
  CHECK_THROWS_WITH(parse_seconds("1e400 s", {}), "error: \"1e400 s\"" + end);
  CHECK_THROWS_WITH(parse_seconds("1e307 h", {}), "error: \"1e307 h\"" + end);
  CHECK(parse_seconds("1e304 h", {}) == Seconds{3.6e307});
}

}  // namespace
}  // namespace cutpoint
