#include "runner/keep/run_check.hpp"

#include <algorithm>

#include "results/store/dataset.hpp"
#include "runner/kinds/kind.hpp"

namespace cutpoint {
void expect_of_point(const Point& point,
                     const std::vector<PointResult>& replications,
                     const std::filesystem::path& source) {
  const Kind& kind = kind_of(point);
  const bool is_right = std::ranges::all_of(replications, [&](const PointResult& run) {
    return run.status != PointStatus::NotRun && run.status != PointStatus::Excluded &&
           kind.is_possible(point, run) && kind.have_same_shape(run, replications.front());
  });
  if (!is_right || (replications.size() > 1 && !kind.may_be_replicated())) {
    throw ResultsError{source, "its runs cannot be of its scenario"};
  }
}

}  // namespace cutpoint
