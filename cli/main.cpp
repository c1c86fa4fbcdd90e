#include "cli/cli.hpp"
#include "cli/streams.hpp"

int main(int argc, char** argv) {
  cutpoint::prepare_streams();
  return cutpoint::run_cli({argv + 1, argv + argc});
}
