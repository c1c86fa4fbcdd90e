#include "experiments/cli/cli.hpp"

int main(int argc, char** argv) { return cutpoint::run_cli({argv + 1, argv + argc}); }
