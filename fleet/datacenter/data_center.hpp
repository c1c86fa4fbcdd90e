// The data center as the rest of the fleet sees it: queries go in, come out, and the load is heard
// of.
//
// Today it is a pool: all executors of all servers behind one first-come, first-served line, the
// same FcfsStation that bare queues are made of. It owns whatever follows from who is here: the
// line, the busy time, the work that is left, and the load level that clients hear of.
//
// The interface promises no more than it must, so that much of what comes next fits behind it.
// Whoever enters says what the service needs and does not ask which server it goes to, so servers
// may have lines of their own, and a dispatcher. Starts are reported by a callback, which may be
// called any number of times, for any queries, whenever somebody enters or leaves: a batch starts
// several at once, and a server that is added or repaired starts some with nobody leaving.
//
// Three things it does not carry yet. A service is as long as the query said when it entered, for
// the model and the recorder work it out again at its end; a batch whose time depends on its
// content has to report the time that it took. A start is final: servers that share their capacity
// have to report another end for a query that runs, and the model to drop the one before. And a
// server that fails has to report what it drops.
//
// Invariants: no query waits while an executor is idle. The work in line is the sum of its
// services; the sum of the ends of the running services, less as many times now, is the work that
// runs. Everything is O(1) per call, and nothing is stored per query but its place in line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/duration_sum.hpp"
#include "fleet/datacenter/load_signal.hpp"
#include "fleet/fleet_settings.hpp"
#include "sim/stations/fcfs_station.hpp"
#include "sim/stats/time_integral.hpp"

namespace cutpoint {

/// What a query asks of the servers.
struct ServerTask {
  std::uint32_t query = 0;  // its number, which the data center only hands back
  Duration service{};       // on one executor
};

/// The executors, their line, and all that follows from who is here.
class DataCenter {
 public:
  /// Requires: at least one executor, period > 0, delay >= 0.
  DataCenter(const Pool& pool, Duration ping_period, Duration ping_delay)
      : pool_{pool.servers * pool.executors}, load_{ping_period, ping_delay} {}

  /// A query enters. `started(query, done)` is called for each query whose service starts now: at
  /// `done` it is to leave().
  template <class Started>
  void enter(ServerTask task, TimePoint now, Started&& started) {
    if (pool_.arrive(task)) {
      busy_.change(now, +1);
      start(task, now, started);
    } else {
      waiting_work_ += task.service;
    }
  }

  /// The service of a query ends, which entered a `sojourn` ago. `started` as for enter().
  template <class Started>
  void leave(ServerTask task, Duration sojourn, TimePoint now, Started&& started) {
    running_end_sum_ -= now.time_since_epoch();
    if (const std::optional<ServerTask> next = pool_.depart()) {
      waiting_work_ -= next->service;
      start(*next, now, started);
    } else {
      busy_.change(now, -1);
    }
    load_.completed(sojourn, task.service);
  }

  /// Publishes the load of the period that ends now; to be called at every end of one.
  void end_period() { load_.publish(pool_.busy() == 0); }
  [[nodiscard]] Duration period() const { return load_.period(); }
  /// What a client has last heard of the load whose pings come `phase` after each period's begin.
  [[nodiscard]] PoolLoad heard(TimePoint now, Duration phase) const {
    return load_.heard(now, phase);
  }

  /// How long a query would wait that enters now: the work ahead of it, shared evenly by the
  /// executors. None if one is idle.
  [[nodiscard]] DurationSum expected_wait(TimePoint now) const {
    if (has_idle()) {
      return {};
    }
    const DurationSum running =
        running_end_sum_ - pool_.busy() * DurationSum{now.time_since_epoch()};
    return (waiting_work_ + running) / pool_.servers();
  }

  /// Whether an executor is idle.
  [[nodiscard]] bool has_idle() const { return pool_.busy() < pool_.servers(); }
  /// The number of executors that are busy.
  [[nodiscard]] std::uint32_t busy() const { return pool_.busy(); }
  /// Queries in line, those in service not counted.
  [[nodiscard]] std::size_t waiting() const { return pool_.waiting(); }
  /// The number of busy executors, integrated over time since the beginning.
  [[nodiscard]] DurationSum busy_time(TimePoint now) const { return busy_.area(now); }

 private:
  template <class Started>
  void start(ServerTask task, TimePoint now, Started&& started) {
    const TimePoint done = clock_sum(now, task.service);
    running_end_sum_ += done.time_since_epoch();
    started(task.query, done);
  }

  FcfsStation<ServerTask> pool_;
  LoadSignal load_;
  TimeIntegral busy_;
  DurationSum waiting_work_{};     // service time of the queries in line
  DurationSum running_end_sum_{};  // times at which the running ones will be done
};

}  // namespace cutpoint
