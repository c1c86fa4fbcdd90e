#include "runner/kinds/point_result.hpp"

namespace cutpoint {

std::string_view to_string(PointStatus status) {
  switch (status) {
    case PointStatus::Converged:
      return "converged";
    case PointStatus::Budget:
      return "budget";
    case PointStatus::Unstable:
      return "unstable";
    case PointStatus::NotRun:
      return "not run";
    case PointStatus::Excluded:
      return "excluded";
  }
  return "unknown";
}

PointStatus to_point_status(RunStatus status) {
  switch (status) {
    case RunStatus::Converged:
      return PointStatus::Converged;
    case RunStatus::Budget:
      return PointStatus::Budget;
    case RunStatus::Unstable:
      return PointStatus::Unstable;
  }
  return PointStatus::NotRun;
}

}  // namespace cutpoint
