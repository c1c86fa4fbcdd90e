#include "sim/stats/estimate.hpp"
