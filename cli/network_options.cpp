#include "cli/network_options.hpp"

#include <array>
#include <vector>

#include <fmt/core.h>

#include "base/input_error.hpp"

namespace cutpoint {
namespace {

constexpr std::array kOptions{"input-shape", "branch"};

}  // namespace

void add_network_options(po::options_description& options) {
  auto add = options.add_options();
  add("input-shape",
      po::value<std::vector<std::string>>(),
      "NAME=1x3x224x224: dimensions that a file leaves open, or the value of an input that has "
      "none");
  add("branch",
      po::value<std::vector<std::string>>(),
      "NAME=then or NAME=else: what counts of an If whose condition is computed");
}

std::shared_ptr<const Application> open_network(const std::string& name,
                                                const po::variables_map& values) {
  NetworkFile from;
  for (const char* option : kOptions) {
    const auto given = value_of<std::vector<std::string>>(values, option);
    if (given) {
      from.given.insert(from.given.end(), given->begin(), given->end());
    }
  }
  return open_application(name, {}, from);
}

void refuse_network_options(const po::variables_map& values) {
  for (const char* option : kOptions) {
    if (const auto given = value_of<std::vector<std::string>>(values, option)) {
      throw InputError{
          {},
          fmt::format("--{} {}: it says what the file of a network leaves open, and no "
                      "network is named; name one, or leave the option out",
                      option,
                      given->front())};
    }
  }
}

}  // namespace cutpoint
