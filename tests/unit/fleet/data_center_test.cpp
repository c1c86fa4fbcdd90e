#include "fleet/datacenter/data_center.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TimePoint at(Duration since_start) { return TimePoint{since_start}; }

/// A data center of two executors that publishes every second, and what it starts.
struct TwoExecutors {
  DataCenter servers{{.servers = 1, .executors = 2, .idle_power = Watts{}}, seconds{1}, Duration{}};
  struct Start {
    std::uint32_t query;
    TimePoint done;
  };
  std::vector<Start> starts;

  void enter(std::uint32_t query, Duration service, Duration now) {
    servers.enter({query, service}, at(now), [this](std::uint32_t started, TimePoint done) {
      starts.push_back({started, done});
    });
  }
  void leave(std::uint32_t query, Duration service, Duration sojourn, Duration now) {
    servers.leave(
        {query, service}, sojourn, at(now), [this](std::uint32_t started, TimePoint done) {
          starts.push_back({started, done});
        });
  }
};

TEST_CASE("queries start in order of arrival as executors are free, and say when they are done") {
  TwoExecutors center;
  center.enter(7, milliseconds{10}, milliseconds{0});
  center.enter(8, milliseconds{30}, milliseconds{1});
  center.enter(9, milliseconds{5}, milliseconds{2});
  CHECK(center.starts.size() == 2);
  CHECK(center.servers.busy() == 2);
  CHECK(center.servers.waiting() == 1);
  CHECK_FALSE(center.servers.has_idle());
  center.leave(7, milliseconds{10}, milliseconds{10}, milliseconds{10});
  REQUIRE(center.starts.size() == 3);
  CHECK(center.starts[0].done == at(milliseconds{10}));
  CHECK(center.starts[1].done == at(milliseconds{31}));
  CHECK((center.starts[2].query == 9 && center.starts[2].done == at(milliseconds{15})));
  center.leave(9, milliseconds{5}, milliseconds{13}, milliseconds{15});
  CHECK(center.starts.size() == 3);
  CHECK(center.servers.busy() == 1);
  // Both until 15 ms but for the first one, one from there to 20 ms.
  CHECK(center.servers.busy_time(at(milliseconds{20})) == DurationSum{milliseconds{29 + 5}});
}

TEST_CASE("a query expects to wait for the work ahead of it, none while an executor is idle") {
  TwoExecutors center;
  center.enter(1, milliseconds{10}, milliseconds{0});
  CHECK(center.servers.expected_wait(at(milliseconds{0})) == DurationSum{});
  center.enter(2, milliseconds{20}, milliseconds{0});
  center.enter(3, milliseconds{40}, milliseconds{4});
  // At 4 ms 6 ms and 16 ms are left of who runs, and 40 ms are in line: 62 ms for two.
  CHECK(center.servers.expected_wait(at(milliseconds{4})) == DurationSum{milliseconds{31}});
  center.leave(1, milliseconds{10}, milliseconds{10}, milliseconds{10});
  CHECK(center.servers.expected_wait(at(milliseconds{10})) == DurationSum{milliseconds{25}});
  center.leave(2, milliseconds{20}, milliseconds{20}, milliseconds{20});
  CHECK(center.servers.expected_wait(at(milliseconds{20})) == DurationSum{});
}

TEST_CASE("the load that is heard of is that of the queries that have left") {
  TwoExecutors center;
  center.enter(1, milliseconds{10}, milliseconds{0});
  center.leave(1, milliseconds{10}, milliseconds{40}, milliseconds{10});
  center.servers.end_period();
  CHECK(center.servers.heard(at(seconds{1}), Duration{}).slowdown == 4.0);
  center.enter(2, seconds{5}, milliseconds{1'500});
  center.servers.end_period();  // stuck
  CHECK(center.servers.heard(at(seconds{2}), Duration{}).slowdown == 4.0);
}

}  // namespace
}  // namespace cutpoint
