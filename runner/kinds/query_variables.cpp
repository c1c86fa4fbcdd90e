#include "runner/kinds/query_variables.hpp"

#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "runner/kinds/fleet_results.hpp"

namespace cutpoint {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Adds variables over the axes and the queries, one after the other.
class RecordColumns {
 public:
  RecordColumns(ResultVariables& variables, std::size_t records)
      : dataset_{variables.dataset()},
        dimensions_{variables.axes()},
        results_{variables.results()},
        records_{records} {
    dimensions_.emplace_back("query");
  }

  /// A number of every query; of those that `has` does not hold for it is missing.
  template <class Value, class Has>
  void add(const std::string& name,
           const std::string& unit,
           const std::string& long_name,
           const Value& value,
           const Has& has) {
    std::vector<double> values(results_.size() * records_, kNaN);
    for_each([&](std::size_t place, const PointResult&, const QueryRecord& record) {
      if (has(record)) {
        values[place] = value(record);
      }
    });
    dataset_.variables.push_back({name, dimensions_, std::move(values), unit, long_name});
  }

  /// What is known from the arrival on.
  template <class Value>
  void add_known(const std::string& name,
                 const std::string& unit,
                 const std::string& long_name,
                 const Value& value) {
    add(name, unit, long_name, value, [](const QueryRecord&) { return true; });
  }

  /// What is known at the end.
  template <class Value>
  void add_measured(const std::string& name,
                    const std::string& unit,
                    const std::string& long_name,
                    const Value& value) {
    add(name, unit, long_name, value, [](const QueryRecord& record) { return record.is_complete; });
  }

  template <class Value>
  void add_text(const std::string& name, const std::string& long_name, const Value& value) {
    std::vector<std::string> values(results_.size() * records_);
    for_each([&](std::size_t place, const PointResult& point, const QueryRecord& record) {
      values[place] = value(point, record);
    });
    dataset_.variables.push_back({name, dimensions_, std::move(values), "", long_name});
  }

 private:
  template <class Visit>
  void for_each(const Visit& visit) const {
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (const FleetResult* fleet = fleet_of(results_[i])) {
        for (std::size_t j = 0; j < fleet->records.size(); ++j) {
          visit(i * records_ + j, results_[i], fleet->records[j]);
        }
      }
    }
  }

  Dataset& dataset_;
  std::vector<std::string> dimensions_;
  std::span<const PointResult> results_;
  std::size_t records_;
};

void add_spans(RecordColumns& columns) {
  for (std::size_t span = 0; span < kSpanCount; ++span) {
    const auto& mean = kFleetMetrics[FleetMetric{"span_decision_mean"}.index() + span];
    // "span_upload_mean", "mean upload" without the mean.
    const std::string name{mean.name.substr(0, mean.name.rfind("_mean"))};
    const std::string long_name{mean.long_name.substr(std::string_view{"mean "}.size())};
    columns.add_measured("query_" + name, "s", long_name, [span](const QueryRecord& record) {
      return Seconds{record.spans[span]}.count();
    });
  }
}

}  // namespace

void add_queries(ResultVariables& variables) {
  const Point& first = variables.scenario().points.front();
  const std::size_t records = first.run.record;
  if (records == 0) {
    return;
  }
  std::vector<double> numbers(records);
  std::iota(numbers.begin(), numbers.end(), 0.0);
  variables.dataset().dimensions.push_back(
      {"query", numbers, "", "queries in the order of their arrival"});
  RecordColumns columns{variables, records};
  const std::vector<MixEntry>& mix = world_of(first)->queries.mix;
  columns.add_known("query_arrival", "s", "time of arrival", [](const QueryRecord& record) {
    return Seconds{record.arrival.time_since_epoch()}.count();
  });
  columns.add_known("query_client", "", "number of the client", [](const QueryRecord& record) {
    return static_cast<double>(record.client);
  });
  columns.add_text("query_application",
                   "network asked for",
                   [&mix](const PointResult&, const QueryRecord& record) {
                     return mix[record.application].application->name;
                   });
  columns.add_text(
      "query_cut", "what is uploaded", [](const PointResult& point, const QueryRecord& record) {
        return cut_labels_of(point)[record.client_class][record.application][record.cut];
      });
  columns.add_known("query_believed_uplink",
                    "B/s",
                    "uplink rate that the client believed in",
                    [](const QueryRecord& record) { return record.believed_uplink.value(); });
  columns.add_known(
      "query_uplink", "B/s", "uplink rate when the client decided", [](const QueryRecord& record) {
        return record.uplink.value();
      });
  columns.add_known("query_load_level",
                    "",
                    "load level K that the client had heard of",
                    [](const QueryRecord& record) { return record.load_level; });
  columns.add_known("query_load_wait",
                    "s",
                    "mean wait for an executor that the client had heard of",
                    [](const QueryRecord& record) { return record.load_wait.count(); });
  columns.add_known(
      "query_busy", "", "busy executors when the client decided", [](const QueryRecord& record) {
        return static_cast<double>(record.busy);
      });
  columns.add_known("query_waiting",
                    "",
                    "queries in line for an executor when the client decided",
                    [](const QueryRecord& record) { return static_cast<double>(record.waiting); });
  add_spans(columns);
  columns.add_measured("query_latency", "s", "end-to-end latency", [](const QueryRecord& record) {
    return Seconds{record.latency()}.count();
  });
  columns.add_measured(
      "query_mobile_energy", "J", "phone energy, above idle", [](const QueryRecord& record) {
        return record.mobile_energy.value();
      });
}

}  // namespace cutpoint
