// Lets a test observe a broken contract as an exception.
#pragma once

#include <stdexcept>

#include "base/contract.hpp"

namespace cutpoint {

struct ContractBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// While alive, a broken contract throws ContractBroken with the condition's text.
class ThrowingContracts {
 public:
  ThrowingContracts()
      : former_{set_contract_handler(
            [](const char* condition, const char*, int) { throw ContractBroken{condition}; })} {}
  ThrowingContracts(const ThrowingContracts&) = delete;
  ThrowingContracts& operator=(const ThrowingContracts&) = delete;
  ~ThrowingContracts() { set_contract_handler(former_); }

 private:
  ContractHandler former_;
};

}  // namespace cutpoint
