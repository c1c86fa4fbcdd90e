#include "sim/random/random_stream.hpp"
