// One network as a table of layers, as JSON and as a Graphviz graph.
#pragma once

#include "cli/json.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {

/// Layers with what each reads, a line of totals, and what has no cost model.
void print_network(const Application& application);

void print_dot(const Application& application);

/// Totals; with `with_layers` also layers, edges and what has no cost model.
[[nodiscard]] Json network_json(const Application& application, bool with_layers);

}  // namespace cutpoint
