#include "sim/queueing/queueing.hpp"
