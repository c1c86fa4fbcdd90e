#include "base/contract.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace cutpoint {
namespace {

void print_violation(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: contract violated: %s\n", file, line, condition);
}

ContractHandler current_handler = print_violation;

}  // namespace

ContractHandler set_contract_handler(ContractHandler handler) {
  return std::exchange(current_handler, handler);
}

void contract_violated(const char* condition, const char* file, int line) {
  current_handler(condition, file, line);
  std::abort();
}

}  // namespace cutpoint
