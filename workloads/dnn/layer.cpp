#include "workloads/dnn/layer.hpp"
