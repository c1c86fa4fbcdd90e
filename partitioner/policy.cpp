#include "partitioner/policy.hpp"
