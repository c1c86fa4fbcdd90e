#include "workloads/devices/processor.hpp"
