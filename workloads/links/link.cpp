#include "workloads/links/link.hpp"
