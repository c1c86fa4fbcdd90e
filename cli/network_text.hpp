// One network as a table of layers, as JSON and as a Graphviz graph.
#pragma once

#include "cli/json.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {

/// Prints the layers with what each reads, a line of totals, and the layers that have no cost
/// model.
void print_network(const Application& application);

/// Prints the layers and edges as a graph in the language of Graphviz.
void print_dot(const Application& application);

/// The totals of a network as JSON; with `with_layers` also its layers, edges and what has no cost
/// model.
[[nodiscard]] Json network_json(const Application& application, bool with_layers);

}  // namespace cutpoint
