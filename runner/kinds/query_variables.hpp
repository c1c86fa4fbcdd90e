// The lives of single queries as variables of a results file.
#pragma once

#include "runner/kinds/result_variables.hpp"

namespace cutpoint {

/// Adds the dimension `query` and what is known of each of the queries that `run.record` asks for,
/// over the axes and that; nothing if it asks for none. Requires: fleets, or points not run.
void add_queries(ResultVariables& variables);

}  // namespace cutpoint
