#include "workloads/constant.hpp"

#include "base/contract.hpp"

namespace cutpoint {

std::string_view to_string(Evidence evidence) {
  switch (evidence) {
    case Evidence::Sourced:
      return "sourced";
    case Evidence::Calibrated:
      return "calibrated";
    case Evidence::Assumed:
      return "assumed";
  }
  contract_violated("evidence is one of the enumerators", __FILE__, __LINE__);
}

}  // namespace cutpoint
