#include "workloads/arrivals/arrival_files.hpp"

#include <chrono>
#include <cmath>
#include <string>
#include <string_view>

#include "base/input_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

using namespace std::chrono_literals;

constexpr Seconds kMillisecond{1e-3};

InputFile cdf_file(const std::filesystem::path& path) {
  return read_input(path, InputKind::ArrivalDistribution);
}

InputFile trace_file(const std::filesystem::path& path) {
  return read_input(path, InputKind::ArrivalTrace);
}

Distribution cdf_of(std::string_view content) {
  const TemporaryFile file{content};
  return read_cdf(cdf_file(file.path()), kMillisecond);
}

std::vector<Duration> trace_of(std::string_view content, const TraceFormat& format) {
  const TemporaryFile file{content};
  return read_trace(trace_file(file.path()), format);
}

TraceFormat arrivals_in_seconds(std::string column = "1") {
  return {.unit = Seconds{1.0}, .column = std::move(column)};
}
TraceFormat intervals_in_seconds(std::string column = "1") {
  return {
      .unit = Seconds{1.0}, .column = std::move(column), .content = TraceContent::Interarrivals};
}

/// What `read` complains about, after the path: ":line:column: error: message".
template <class Read>
std::string complaint(std::string_view content, Read read) {
  const TemporaryFile file{content};
  try {
    read(file.path());
  } catch (const InputError& error) {
    const std::string what = error.what();
    REQUIRE(what.starts_with(file.path().string()));
    return what.substr(file.path().string().size());
  }
  return "none";
}

std::string cdf_complaint(std::string_view content) {
  return complaint(
      content, [](const auto& path) { static_cast<void>(read_cdf(cdf_file(path), kMillisecond)); });
}

std::string trace_complaint(std::string_view content, const TraceFormat& format) {
  return complaint(
      content, [&](const auto& path) { static_cast<void>(read_trace(trace_file(path), format)); });
}

TEST_CASE("A distribution function is read in its unit, linear between the lines") {
  for (const std::string_view content :
       {"0 0\n1 0.5\n4 1\n", "0 0\r\n1 0.5\r\n4 1\r\n", " 0\t0 \n1   5e-1\n4.0 1.000"}) {
    const Distribution law = cdf_of(content);
    CHECK(description(law) == "empirical, points 3");
    CHECK(law.mean().count() == Approx(1.5e-3).epsilon(1e-12));
    CHECK(law.scv() == Approx((0.5 / 3.0 + 3.5) / 2.25 - 1.0).epsilon(1e-12));
    CHECK(law.cdf(Seconds{2.5e-3}) == Approx(0.75).epsilon(1e-12));
  }
}

TEST_CASE("A first probability above 0 is an atom, and a lost tail is made up for") {
  CHECK(cdf_of("2 0.25\n4 1\n").cdf(Seconds{2e-3}) == 0.25);
  const Distribution truncated = cdf_of("0 0\n1 0.4995\n2 0.999\n");
  CHECK(truncated.cdf(Seconds{1e-3}) == Approx(0.5).epsilon(1e-12));
  CHECK(truncated.cdf(Seconds{2e-3}) == 1.0);
}

TEST_CASE("A distribution function that breaks a rule is an error at its place") {
  CHECK(cdf_complaint("") == ": error: the file is empty");
  CHECK(cdf_complaint("0 0\n\n1 1\n") == ":2:1: error: \"\": expected a value and its probability");
  CHECK(cdf_complaint("0 0\n1\n") == ":2:1: error: \"1\": expected a value and its probability");
  CHECK(cdf_complaint("0 0\n1 1 junk\n") ==
        ":2:5: error: \"junk\" follows the two numbers of the line");
  CHECK(cdf_complaint("0 0\n1x 1\n") == ":2:1: error: \"1x\" is not a number");
  CHECK(cdf_complaint("x cdf\n1 1\n") == ":1:1: error: \"x\" is not a number");
  CHECK(cdf_complaint("0 0\nnan 1\n") ==
        ":2:1: error: \"nan\" is infinite, not a number, or out of range");
  CHECK(cdf_complaint("0 0\n 1 nan\n") ==
        ":2:4: error: \"nan\" is infinite, not a number, or out of range");
  CHECK(cdf_complaint("0 0\n1e999 1\n") ==
        ":2:1: error: \"1e999\" is infinite, not a number, or out of range");
  CHECK(cdf_complaint("-1 0\n1 1\n") == ":1:1: error: \"-1\" is negative");
  CHECK(cdf_complaint("0 0\n1e13 1\n") ==
        ":2:1: error: \"1e13\" is more than 100 years in this unit");
  CHECK(cdf_complaint("0 0\n2 0.5\n1 1\n") ==
        ":3:1: error: \"1\" is below the value of the line before");
  CHECK(cdf_complaint("0 0\n1 0.5\n2 0.4\n") ==
        ":3:3: error: \"0.4\" is below the probability of the line before");
  CHECK(cdf_complaint("0 0\n1 1.01\n") == ":2:3: error: \"1.01\" is a probability above 1");
  CHECK(cdf_complaint("0 0\n1 0.4\n") ==
        ":2:1: error: \"1 0.4\": the last probability must be 1, or 0.999 at least");
  CHECK(cdf_complaint("0 0\n1 0.99899\n") ==
        ":2:1: error: \"1 0.99899\": the last probability must be 1, or 0.999 at least");
  CHECK(cdf_complaint("0 0\n0 1\n") == ":2:1: error: \"0 1\": all values are 0");
  CHECK(cdf_complaint("0 1\n5 1\n") == ":2:1: error: \"5 1\": all values are 0");
}

TEST_CASE("Arrival times give the intervals between them") {
  CHECK(trace_of("1.5\n1.75\n1.75\n4\n", arrivals_in_seconds()) ==
        std::vector<Duration>{250ms, 0ms, 2250ms});
  CHECK(trace_of("1000,a\r\n1001,b\r\n", {.unit = kMillisecond}) == std::vector<Duration>{1ms});
}

TEST_CASE("Inter-arrival times are taken as they are") {
  CHECK(trace_of("0.25\n0\n2\n", intervals_in_seconds()) == std::vector<Duration>{250ms, 0ms, 2s});
}

TEST_CASE("A column is found by its name or its number") {
  const std::string_view content = "id, time ,3\n7,1,0\n8,2,5\n";
  CHECK(trace_of(content, arrivals_in_seconds("time")) == std::vector<Duration>{1s});
  CHECK(trace_of(content, arrivals_in_seconds("2")) == std::vector<Duration>{1s});
  CHECK(trace_of("7,1\n8,3\n", arrivals_in_seconds("2")) == std::vector<Duration>{2s});
  CHECK(trace_complaint(content, arrivals_in_seconds("4")) ==
        ":1:1: error: there is no column \"4\"; the first line has 3, to be named as there or "
        "counted from 1");
  CHECK(trace_complaint(content, arrivals_in_seconds("0")).starts_with(":1:1: error: there is no"));
  CHECK(trace_complaint(content, arrivals_in_seconds("Time")).starts_with(":1:1: error: there is"));
}

TEST_CASE("Rounding to nanoseconds does not add up along a trace") {
  std::string content;
  for (int i = 0; i < 1000; ++i) {
    content += "1.4\n";
  }
  TraceFormat format = intervals_in_seconds();
  format.unit = Seconds{1e-9};
  Duration total{};
  for (const Duration interval : trace_of(content, format)) {
    total += interval;
  }
  CHECK(total == 1400ns);
}

TEST_CASE("A trace that breaks a rule is an error at its place") {
  const TraceFormat arrivals = arrivals_in_seconds();
  CHECK(trace_complaint("", arrivals) == ": error: the file is empty");
  CHECK(trace_complaint("1\n2\n1.5\n", arrivals) ==
        ":3:1: error: \"1.5\" is before the arrival above it");
  CHECK(trace_complaint("1\n2 3\n", arrivals) == ":2:1: error: \"2 3\" is not a number");
  CHECK(trace_complaint("time\n1\nlast\n", arrivals) == ":3:1: error: \"last\" is not a number");
  CHECK(trace_complaint("1\n\n2\n", arrivals) == ":2:1: error: \"\" is not a number");
  CHECK(trace_complaint("1,5\n2\n", arrivals) ==
        ":2:1: error: \"2\": 1 columns, the first line has 2");
  CHECK(trace_complaint("1,5\n2,6,7\n", arrivals) ==
        ":2:5: error: \"2,6,7\": 3 columns, the first line has 2");
  CHECK(trace_complaint("a,b\n1, nan\n", arrivals_in_seconds("b")) ==
        ":2:4: error: \"nan\" is infinite, not a number, or out of range");
  CHECK(trace_complaint("1\n-2\n", intervals_in_seconds()) == ":2:1: error: \"-2\" is negative");
  CHECK(trace_complaint("1\n9e9\n", arrivals) ==
        ":2:1: error: \"9e9\" is more than 100 years in this unit");
  CHECK(trace_complaint("2e9\n2e9\n", intervals_in_seconds()) ==
        ":2:1: error: \"2e9\" is the end of more than 100 years");
  const std::string no_interval = ": error: the trace has no interval of a nanosecond or more";
  CHECK(trace_complaint("1\n", arrivals) == no_interval);
  CHECK(trace_complaint("1\n1\n", arrivals) == no_interval);
  CHECK(trace_complaint("time\n", arrivals) == no_interval);
}

TEST_CASE("A unit must be positive") {
  const ThrowingContracts contracts;
  const TemporaryFile file{"0 0\n1 1\n"};
  CHECK_THROWS_AS(read_cdf(cdf_file(file.path()), Seconds{}), ContractBroken);
  CHECK_THROWS_AS(read_trace(trace_file(file.path()), {.unit = Seconds{}}), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
