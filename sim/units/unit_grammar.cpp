#include "sim/units/unit_grammar.hpp"
