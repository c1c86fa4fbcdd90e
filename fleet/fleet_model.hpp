// The life of a query, from the client's decision to the result: who has it, and who is next.
//
// The model passes queries between parts, each of which knows its own business and can be tested
// alone: a source says when queries come, the clients decide and run the first layers, the links
// carry what is left, the data center runs the rest, and the recorder looks on. What connects them
// is here: the events, and the memory of the queries that are under way. A part never schedules
// anything; it says when something will be, and the model sees to it. Events and queries are so
// few bytes, and fetched so early (approach()), that millions of clients fit.
#pragma once

#include <cstdint>
#include <optional>

#include "fleet/clients/clients.hpp"
#include "fleet/clients/decisions.hpp"
#include "fleet/clients/jitter.hpp"
#include "fleet/datacenter/data_center.hpp"
#include "fleet/fleet.hpp"
#include "fleet/fleet_plan.hpp"
#include "fleet/links/links.hpp"
#include "fleet/links/radios.hpp"
#include "fleet/query.hpp"
#include "fleet/recorder/recorder.hpp"
#include "fleet/source/background_source.hpp"
#include "fleet/source/client_source.hpp"
#include "sim/engine/engine.hpp"

namespace cutpoint {

/// The model of a fleet for the engine: one run of one scenario point.
class FleetModel {
 public:
  enum class Kind : std::uint32_t {
    Arrival,
    PhoneDone,
    UploadDone,
    ServerDone,
    EndOfPeriod,
    BackgroundArrival,
  };
  struct Event {
    Kind kind;
    std::uint32_t subject;  // the client of an arrival, the query of any other event
  };
  using Loop = Engine<FleetModel>;

  /// `settings` must outlive the model, which stays where it is: its parts know each other.
  explicit FleetModel(const FleetSettings& settings);
  FleetModel(const FleetModel&) = delete;
  FleetModel& operator=(const FleetModel&) = delete;

  /// Schedules the first events.
  void start(Loop& loop);
  void handle(Event event, Loop& loop);

  /// Fetches the memory that an event will need, which will come soon.
  void approach(Event event) const;

  /// The result of a run that has ended; takes the records with it. To be called once.
  [[nodiscard]] FleetResult result(const Loop& loop);

 private:
  // These functions are the stages of a query's life, in order.
  void schedule_arrival(Loop& loop);
  void arrive(std::uint32_t client, Loop& loop);
  void upload(std::uint32_t number, Loop& loop);
  void end_upload(std::uint32_t number, Loop& loop);
  void enter_servers(std::uint32_t number, Loop& loop);
  void leave_servers(std::uint32_t number, Loop& loop);
  void complete(std::uint32_t number, TimePoint done, Loop& loop);
  // These functions are what happens beside the life of a query.
  void feed_servers(Loop& loop);
  void schedule_background(Loop& loop);
  void arrive_in_background(Loop& loop);
  void end_period(Loop& loop);
  /// Whether there are too many queries for this run to tell anything, which ends it.
  [[nodiscard]] bool gives_up(Loop& loop);

  // These functions matter to links that change: they say when a transfer begins and how long it
  // takes.
  [[nodiscard]] TimePoint wake_radio(std::uint32_t number, TimePoint at);
  [[nodiscard]] TimePoint begin_upload(std::uint32_t number, TimePoint at);
  [[nodiscard]] Duration download(std::uint32_t number, TimePoint now);

  [[nodiscard]] const CutPlan& cut_of(const Query& query) const { return plan_.cuts[query.cut]; }
  [[nodiscard]] ServerTask task_of(std::uint32_t number) const {
    const Query& query = queries_[number];
    return {number, cut_of(query).server_run + query.deviations.server_run};
  }
  /// What the data center is to do with whoever starts service now.
  [[nodiscard]] auto starter(Loop& loop);

  /// The queries of clients that are under way.
  [[nodiscard]] std::uint64_t in_flight() const { return queries_.in_system() - in_background(); }
  [[nodiscard]] std::uint64_t in_background() const {
    return background_ ? background_->in_system() : 0;
  }
  /// Whether clients will issue queries, or wait for some.
  [[nodiscard]] bool is_under_way() const { return !last_has_arrived_ || in_flight() > 0; }
  [[nodiscard]] FleetLines lines() const;

  const FleetSettings& settings_;
  FleetPlan plan_;
  Clients clients_;
  Links links_;
  Radios radios_;
  DataCenter data_center_;
  Decisions decisions_;
  Jitter jitter_;
  ClientSource source_;
  std::optional<BackgroundSource> background_;
  QueryPool queries_;
  Recorder recorder_;
  std::uint64_t most_in_system_;
  std::uint64_t issued_ = 0;     // queries that clients have issued
  std::uint64_t uploading_ = 0;  // queries in upload, or waiting for it
  bool last_has_arrived_ = false;
  bool has_given_up_ = false;
};

}  // namespace cutpoint
