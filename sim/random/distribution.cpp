#include "sim/random/distribution.hpp"
