#include "sim/stations/known_line.hpp"

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TimePoint at(std::int64_t nanoseconds) { return TimePoint{Duration{nanoseconds}}; }

TEST_CASE("a job starts when it is ready or the one before it is done") {
  KnownLine line;
  CHECK(line.start(at(5)) == at(5));
  CHECK(line.occupy(at(5), Duration{10}) == at(15));
  CHECK(line.start(at(7)) == at(15));
  CHECK(line.occupy(line.start(at(7)), Duration{10}) == at(25));
  CHECK(line.start(at(25)) == at(25));
  CHECK(line.start(at(30)) == at(30));
}

TEST_CASE("a job that begins later than it could keeps the line waiting for as long") {
  KnownLine line;
  CHECK(line.occupy(at(100), Duration{10}) == at(110));
  CHECK(line.start(at(1)) == at(110));
}

TEST_CASE("a line that grows beyond the clock ends with it") {
  KnownLine line;
  CHECK(line.occupy(at(5), kEndOfClock.time_since_epoch()) == kEndOfClock);
  CHECK(line.occupy(line.start(at(6)), Duration{1}) == kEndOfClock);
}

}  // namespace
}  // namespace cutpoint
