#include "workloads/dnn/zoo.hpp"
