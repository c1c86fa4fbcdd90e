// Queries of others than the clients, which begin at the servers and end there.
//
// They have streams of their own, so that clients meet the same arrivals of their own with and
// without them.
#pragma once

#include <cstdint>
#include <optional>

#include "fleet/fleet_plan.hpp"
#include "sim/random/random_stream.hpp"

namespace cutpoint {

/// The queries of others than the clients (assumption A16a).
class BackgroundSource {
 public:
  /// Requires: settings.background, of which `plan` was made. `plan` must outlive the source.
  BackgroundSource(const FleetSettings& settings, const FleetPlan& plan)
      : plan_{plan},
        arrivals_{settings.background->arrivals},
        arrival_stream_{{settings.seed, settings.replication, 0, Purpose::BackgroundArrival}},
        application_stream_{
            {settings.seed, settings.replication, 0, Purpose::BackgroundApplication}} {}

  /// The time from the last arrival, or time 0, to the next one; nothing after the end of a trace.
  /// O(1).
  [[nodiscard]] std::optional<Duration> next_interval() { return arrivals_.next(arrival_stream_); }

  /// Issues a query. Returns its cut, an index into FleetPlan::cuts. O(applications).
  [[nodiscard]] std::uint32_t issue() {
    ++issued_;
    ++in_system_;
    return plan_.first_background_cut + plan_.background_mix->pick(application_stream_.uniform());
  }
  /// Counts a query of the background that is done.
  void complete() { --in_system_; }

  /// Queries issued so far.
  [[nodiscard]] std::uint32_t issued() const { return issued_; }
  /// How many of the queries issued are not done.
  [[nodiscard]] std::uint64_t in_system() const { return in_system_; }

 private:
  const FleetPlan& plan_;
  ArrivalProcess arrivals_;
  RandomStream arrival_stream_;
  RandomStream application_stream_;
  std::uint32_t issued_ = 0;
  std::uint64_t in_system_ = 0;
};

}  // namespace cutpoint
