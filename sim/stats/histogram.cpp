#include "sim/stats/histogram.hpp"
