// Policies: how a client decides, query by query, where to cut.
//
// A policy is installed once per network and client class, from a cost table, and then asked for
// every query. An open set: a new policy is one file in policies/, declared in
// policies/policies.hpp and registered by one line in policy.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "partitioner/chain_cut.hpp"
#include "sim/units/input_error.hpp"

namespace cutpoint {

/// A policy installed for one network on one client class.
class Decider {
 public:
  Decider() = default;
  Decider(const Decider&) = delete;
  Decider& operator=(const Decider&) = delete;
  virtual ~Decider() = default;

  /// The cut for the next query. Allocates nothing; the same belief gives the same cut.
  [[nodiscard]] virtual CutId decide(const Belief& belief) const = 0;
};

/// What a policy is allowed to know.
enum class Knowledge : std::uint8_t {
  Predicted,  // the predictor's cost table and the client's own belief
  Actual,     // the actual cost table and the truth at the moment of the decision
};

struct Policy {
  std::string_view name;
  std::string_view description;
  Knowledge knowledge;
  std::unique_ptr<Decider> (*install)(const CostTable& table, Objective objective);
};

/// cloud_only, mobile_only, neurosurgeon, oracle.
[[nodiscard]] std::span<const Policy> policies();

/// Throws: InputError with a suggestion if there is none of that name.
[[nodiscard]] const Policy& find_policy(std::string_view name, const SourceLocation& where = {});

}  // namespace cutpoint
