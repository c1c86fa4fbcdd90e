#include "workloads/links/rate_files.hpp"

#include "base/input_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("a packet takes the first opportunity after it is there") {
  // Two at 5 ms, one at 8 ms; again at 13, 13, 16 ms and so on.
  const RateTrace trace =
      RateTrace::of_packets({milliseconds{5}, milliseconds{5}, milliseconds{8}});
  const auto finish = [&](Duration start, double bytes) {
    return trace.finish(start, Bytes{bytes});
  };
  const Duration tick{1};
  CHECK(finish(Duration{}, 1.0) == milliseconds{5} - tick);
  CHECK(finish(Duration{}, 1500.0) == milliseconds{5} - tick);
  CHECK(finish(Duration{}, 1501.0) == milliseconds{5});
  CHECK(finish(milliseconds{5} - tick, 1.0) == milliseconds{5});
  CHECK(finish(milliseconds{5}, 1.0) == milliseconds{8});
  CHECK(finish(milliseconds{8}, 1.0) == milliseconds{13} - tick);
  CHECK(finish(milliseconds{8}, 3'000'000.0) == milliseconds{666 * 8 + 13});
  CHECK(trace.mean().value() == Approx(4500.0 / 0.008));
  CHECK(trace.rate(seconds{2}).value() == Approx(125.0 * 4500.0));
  CHECK(trace.carried(milliseconds{4}, milliseconds{13}).value() == 5 * 1500.0);
}

TEST_CASE("an upload waits for the end of an outage, and not beyond its last byte") {
  const RateTrace trace = RateTrace::of_steps({{seconds{1}, BytesPerSecond{1e6}},
                                               {seconds{2}, BytesPerSecond{0.0}},
                                               {seconds{1}, BytesPerSecond{5e5}},
                                               {seconds{1}, BytesPerSecond{0.0}}});
  const auto finish = [&](Duration start, double bytes) {
    return trace.finish(start, Bytes{bytes});
  };
  CHECK(finish(milliseconds{500}, 5e5) == seconds{1});
  CHECK(finish(milliseconds{500}, 6e5) == milliseconds{3200});
  CHECK(finish(seconds{1}, 1.0) == seconds{3} + Duration{2'000});
  CHECK(finish(Duration{}, 1.5e6) == seconds{4});  // not at 5 s, although nothing more is sent then
  CHECK(finish(Duration{}, 15e6) == seconds{49});
  CHECK(finish(milliseconds{4500}, 1e6) == seconds{6});
  CHECK(finish(seconds{2}, 0.0) == seconds{2});
  CHECK(trace.rate(milliseconds{999}).value() == 1e6);
  CHECK(trace.rate(seconds{1}).value() == 0.0);
  CHECK(trace.rate(seconds{8}).value() == 5e5);
  CHECK(trace.mean().value() == 3e5);
}

TEST_CASE("a trace without anything to send by is a mistake of the caller") {
  const ThrowingContracts contracts;
  CHECK_THROWS_AS(RateTrace::of_steps({{seconds{1}, BytesPerSecond{0.0}}}), ContractBroken);
  CHECK_THROWS_AS(RateTrace::of_packets({}), ContractBroken);
  CHECK_THROWS_AS(RateTrace::of_packets({Duration{}}), ContractBroken);
}

std::string mahimahi_error(const std::string& text) {
  const TemporaryFile file{text};
  try {
    static_cast<void>(read_mahimahi(read_input(file.path(), InputKind::LinkTrace)));
  } catch (const InputError& error) {
    return std::to_string(error.where().line) + ':' + std::to_string(error.where().column) + ": " +
           error.message();
  }
  return {};
}

TEST_CASE("traces of Mahimahi are read as they are written") {
  const TemporaryFile file{"0\n5\n5\n8\n"};
  const RateTrace trace = read_mahimahi(read_input(file.path(), InputKind::LinkTrace));
  CHECK(trace.is_of_packets());
  CHECK(trace.period() == milliseconds{8});
  CHECK(trace.mean().value() == Approx(4 * 1500.0 / 0.008));
  // The packet at 0 is one at the end of a round.
  CHECK(trace.finish(milliseconds{5}, Bytes{3000.0}) == milliseconds{8});
}

TEST_CASE("what is no trace of Mahimahi is refused where it goes wrong") {
  CHECK(mahimahi_error("1\nx\n") == "2:1: \"x\" is not a number");
  CHECK(mahimahi_error("1\n2.5\n") ==
        "2:1: \"2.5\" is not a whole number of milliseconds from 0 to 1e9");
  CHECK(mahimahi_error("1\n\n2\n") ==
        "2:1: the line is empty; expected a whole number of milliseconds");
  CHECK(mahimahi_error("1\n2 3\n") == "2:3: \"3\" follows the number of the line");
  CHECK(mahimahi_error("3\n2\n") == "2:1: \"2\" is before the packet above it");
  CHECK(mahimahi_error("-1\n") == "1:1: \"-1\" is negative");
  CHECK(mahimahi_error("0\n0\n") ==
        "2:1: the last packet is at 0; the trace repeats after it, so it must be later");
}

const RateFileFormat kFormat{
    .time_unit = Seconds{1.0}, .rate_unit = megabits_per_second(1.0), .duration = seconds{60}};

std::string rates_error(const std::string& text) {
  const TemporaryFile file{text};
  try {
    static_cast<void>(read_rates(read_input(file.path(), InputKind::LinkTrace), kFormat));
  } catch (const InputError& error) {
    return std::to_string(error.where().line) + ':' + std::to_string(error.where().column) + ": " +
           error.message();
  }
  return {};
}

TEST_CASE("rates over time are read with a header and without") {
  for (const std::string header : {"", "time,uplink\n"}) {
    const TemporaryFile file{header + "0, 8\n20.5, 4\n40, 0\n"};
    const RateTrace trace = read_rates(read_input(file.path(), InputKind::LinkTrace), kFormat);
    CHECK(trace.period() == seconds{60});
    CHECK(trace.rate(milliseconds{20'499}).value() == 1e6);
    CHECK(trace.rate(milliseconds{20'500}).value() == 5e5);
    CHECK(trace.rate(seconds{59}).value() == 0.0);
    CHECK(trace.carried(Duration{}, seconds{60}).value() == Approx(20.5e6 + 19.5 * 5e5));
  }
}

TEST_CASE("what is no trace of rates is refused where it goes wrong") {
  CHECK(rates_error("0,1,2\n") == "1:1: \"0,1,2\": expected two columns, a time and a rate");
  CHECK(rates_error("1,1\n") == "1:1: \"1\": the first time must be 0");
  CHECK(rates_error("0,1\n5,2\n5,3\n") == "3:1: \"5\" is not after the time above");
  CHECK(rates_error("0,1\n60,2\n") == "2:1: \"60\" is not before the end of the trace");
  CHECK(rates_error("0,-1\n") == "1:3: \"-1\" is negative");
  CHECK(rates_error("0,x\n") == "1:3: \"x\" is not a number");
  CHECK(rates_error("0,1e20\n") == "1:3: \"1e20\" is a rate of more than 1000 Tbit/s");
  CHECK(rates_error("0,0\n1,0\n") ==
        "0:0: no rate of the trace is above 0; nothing would get through");
  CHECK(rates_error("time,rate\n") == "0:0: the file has no rates");
}

}  // namespace
}  // namespace cutpoint
