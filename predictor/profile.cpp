#include "predictor/profile.hpp"
