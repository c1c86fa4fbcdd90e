#include "predictor/predictor.hpp"
