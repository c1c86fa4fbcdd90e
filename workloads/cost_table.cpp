#include "workloads/cost_table.hpp"
