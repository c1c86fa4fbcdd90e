#include "results/dataset.hpp"
