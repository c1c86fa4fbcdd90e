#include "sim/units/suggest.hpp"
