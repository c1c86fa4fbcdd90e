#include "experiments/scenario/scenario.hpp"
