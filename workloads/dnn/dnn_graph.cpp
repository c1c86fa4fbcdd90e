#include "workloads/dnn/dnn_graph.hpp"
