// Policies: how a client decides, query by query, where to cut.
//
// A policy is installed once per network and client class: it names the cuts that it may choose,
// and is then given what each costs. After that it is asked for every query. An open set: a new
// policy is one file in policies/, declared in policies/policies.hpp and registered by one line in
// policy.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"
#include "partitioner/best_cut.hpp"

namespace cutpoint {

/// A policy installed for one network on one client class.
class Decider {
 public:
  Decider() = default;
  Decider(const Decider&) = delete;
  Decider& operator=(const Decider&) = delete;
  virtual ~Decider() = default;

  /// The cut for the next query, an index into the policy's cuts. Allocates nothing; the same
  /// belief gives the same cut.
  [[nodiscard]] virtual CutId decide(const Belief& belief) const = 0;
};

/// What a policy is allowed to know.
enum class Knowledge : std::uint8_t {
  Predicted,  // the predictor's costs and the client's own belief
  Actual,     // the actual costs and the truth at the moment of the decision
};

/// What a scenario says to policies; each policy looks only at what concerns it.
struct PolicyOptions {
  Objective objective;
  Downlink downlink{};               // for oracle: what results cost to download
  BytesPerSecond threshold{1e6};     // for threshold: from this uplink on, all is offloaded
  std::string static_cut = "input";  // for static: the layer after which it cuts
};

/// A policy as the registry lists it: what it may know, and two functions that install it.
struct Policy {
  std::string_view name;
  std::string_view description;
  Knowledge knowledge = Knowledge::Predicted;
  bool predicts = false;  // whether it weighs cuts by what the predictor says of them
  bool draws = false;     // whether it needs Belief::draw

  /// Lists the cuts that the policy chooses from. Throws: InputError without a place if an option
  /// does not fit the network.
  std::vector<Cut> (*cuts)(const NetworkCosts& costs, const PolicyOptions& options);

  /// Makes the policy ready to decide. The table has the costs of the cuts, in the order in which
  /// `cuts` listed them.
  std::unique_ptr<Decider> (*install)(const CostTable& table, const PolicyOptions& options);
};

/// All policies, in the order in which users are told their names.
[[nodiscard]] std::span<const Policy> policies();

/// The policy of that name. Throws: InputError with a suggestion if there is none.
[[nodiscard]] const Policy& find_policy(std::string_view name, const SourceLocation& where = {});

}  // namespace cutpoint
