// The results of an experiment of decisions as variables of a results file.
#pragma once

#include "runner/kinds/result_variables.hpp"

namespace cutpoint {

/// Adds the dimensions application and cut and the variables over them. Requires: an experiment of
/// decisions.
void add_decisions(ResultVariables& variables);

}  // namespace cutpoint
