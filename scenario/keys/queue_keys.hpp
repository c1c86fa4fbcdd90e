// The sections of a scenario of bare queues: [source] and [station.NAME].
#pragma once

#include "scenario/keys/key_table.hpp"

namespace cutpoint::scenario_file {

/// A station has a service time that the file must give.
template <>
struct Defaults<StationSettings> {
  static StationSettings make() {
    return {.name = {}, .service = Distribution{Exponential{Seconds{1.0}}}};
  }
};

template <>
struct Defaults<QueueSystem> {
  static QueueSystem make() { return Draft{}.queues; }
};

/// Whether the scenario is one of bare queues, by its sections.
[[nodiscard]] bool has_queues(const TableReader& root);

/// Throws: InputError unless a scenario of bare queues has the sections of one, and no others.
void expect_queues(TableReader& root);

[[nodiscard]] const Keys<Draft>& source_keys();
[[nodiscard]] const Keys<StationSettings>& station_keys();

/// What the keys of [source] say together; sets the intensity. Requires: the stations have been
/// read. Throws: InputError.
void check_source(TableReader& source, Draft& draft);

}  // namespace cutpoint::scenario_file
