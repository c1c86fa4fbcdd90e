// What cuts cost a query that is alone, as the client believes and really.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "partitioner/best_cut.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

struct ExplainedCost {
  Seconds latency{};
  Joules energy;  // of the phone, above idle
};

struct ExplainedCut {
  std::size_t index = 0;  // layers on the phone
  std::string after;      // what is uploaded: cut_label()
  Bytes upload;
  ExplainedCost predicted;  // as the partitioner sees it: no round trip, no download
  ExplainedCost actual;
  Seconds mobile_time{};  // the parts of the actual latency
  Seconds upload_time{};
  Seconds server_time{};
  Seconds download_time{};
};

/// Where a query's costs come from; the networks must outlive who is given it.
struct QueryCosts {
  const NetworkCosts& actual;
  const NetworkCosts& predicted;
  Link link;
  double load_level = 1.0;  // K >= 1, of the server's times
  NetworkAccounting accounting;
};

class CutExplainer {
 public:
  explicit CutExplainer(const QueryCosts& costs) : costs_{costs} {}

  /// In the order of the cuts.
  [[nodiscard]] std::vector<ExplainedCut> explain(std::span<const Cut> cuts) const;

  /// What the client believes: neither round trip nor download.
  [[nodiscard]] Belief belief() const;
  /// The same with what the accounting counts of them.
  [[nodiscard]] Belief truth() const;

 private:
  void add_actual_cost(ExplainedCut& cut, const CutCost& cost) const;

  QueryCosts costs_;
};

}  // namespace cutpoint
