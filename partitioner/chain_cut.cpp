#include "partitioner/chain_cut.hpp"
