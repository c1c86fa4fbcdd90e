#include "workloads/constant.hpp"
