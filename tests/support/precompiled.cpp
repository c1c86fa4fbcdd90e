// Nothing but the header that all tests share (tests/CMakeLists.txt).
#include "tests/support/catch.hpp"
