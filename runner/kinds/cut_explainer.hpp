// What cuts cost a query that is alone, as the client believes and really.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "partitioner/best_cut.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// What a cut costs one query.
struct ExplainedCost {
  Seconds latency{};
  Joules energy;  // energy of the phone, above idle
};

/// A cut with its believed and its actual costs, and the parts of the actual latency.
struct ExplainedCut {
  std::size_t index = 0;  // number of layers on the phone
  std::string after;      // what is uploaded, as cut_label() has it
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
  double load_level = 1.0;  // K >= 1, by which the server's times are multiplied
  NetworkAccounting accounting;
};

/// Works out cuts of one network on one phone and one server.
class CutExplainer {
 public:
  explicit CutExplainer(const QueryCosts& costs) : costs_{costs} {}

  /// The costs of these cuts, in their order. O(cuts x (layers + edges)).
  [[nodiscard]] std::vector<ExplainedCut> explain(std::span<const Cut> cuts) const;

  /// The belief that a client decides by, which counts neither round trip nor download.
  [[nodiscard]] Belief belief() const;
  /// The truth as a belief: with round trip and download as far as the accounting counts them.
  [[nodiscard]] Belief truth() const;

 private:
  void add_actual_cost(ExplainedCut& cut, const CutCost& cost) const;

  QueryCosts costs_;
};

}  // namespace cutpoint
