#include "results/provenance.hpp"
