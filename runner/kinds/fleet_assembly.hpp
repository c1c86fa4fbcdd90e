// From a scenario's point to a fleet: profiles and fits the predictors, tabulates predicted and
// actual costs, installs the policy on every class. Here predictor, partitioner and fleet meet.
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <string>

#include "fleet/fleet.hpp"
#include "predictor/predictor.hpp"
#include "runner/kinds/point_result.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// The predictors of every processor that a scenario names, each fitted once. Of the settings only
/// the form and the noise of the profile count; clients who know exact costs need no predictor.
class PredictorSet {
 public:
  /// Profiles the processor and fits its predictor, unless that has been done or is not needed; a
  /// measured processor has brought its own.
  void install(const Processor& processor, const PredictionSettings& settings = {});

  /// The predictor of a processor. Requires: install() was called with this processor and these
  /// settings.
  [[nodiscard]] const Predictor& of(const Processor& processor,
                                    const PredictionSettings& settings = {}) const;

 private:
  struct Key {
    std::string processor;
    // A scenario has one processor of each name, with its misfit and without.
    double misfit;
    double cache_bytes;
    double profile_noise;
    BelievedCosts costs;

    auto operator<=>(const Key&) const = default;
  };
  [[nodiscard]] static Key key_of(const Processor& processor, const PredictionSettings& settings);

  std::map<Key, std::shared_ptr<const Predictor>> fitted_;
};

/// Predictors for all points of a scenario.
[[nodiscard]] PredictorSet fit_predictors(const Scenario& scenario);

/// The costs that the simulated world follows.
[[nodiscard]] NetworkCosts actual_costs(const DnnGraph& dnn,
                                        const QueryType& query,
                                        const Processor& mobile,
                                        const Processor& server);

/// The costs of a phone of this world, with the idle power that its clients count
/// (ClientSettings::idle_power).
[[nodiscard]] NetworkCosts actual_costs(const FleetWorld& world,
                                        const MixEntry& entry,
                                        const Processor& mobile);

/// The costs that the client believes in, if its predictions are neither biased nor noisy.
[[nodiscard]] NetworkCosts predicted_costs(const DnnGraph& dnn,
                                           const QueryType& query,
                                           const Predictor& mobile,
                                           const Predictor& server);

/// The costs that the clients of this world believe in (PredictionSettings). The seed is that of
/// their errors. Requires: `predictors` has been fitted for the world's processors.
[[nodiscard]] NetworkCosts believed_costs(const FleetWorld& world,
                                          std::uint64_t seed,
                                          const MixEntry& entry,
                                          const Processor& mobile,
                                          const PredictorSet& predictors);

/// The actual time of the application's query on the server if everything runs there.
[[nodiscard]] Seconds cloud_only_service(const Processor& server, const MixEntry& entry);

/// The mean actual server time of a query of the mix if everything runs on the servers.
[[nodiscard]] Seconds cloud_only_service_mean(const FleetWorld& world);

/// The rate of the clients' queries: given, or worked out from the load (assumption A18).
[[nodiscard]] Rate query_rate(const FleetWorld& world);

/// The rate of the queries of other users; 0 if there are none.
[[nodiscard]] Rate background_rate(const ServerSettings& server);

/// What the scenario says to its policy about one application on such a phone.
[[nodiscard]] PolicyOptions policy_options(const FleetWorld& world,
                                           const MixEntry& entry,
                                           const Processor& mobile);

/// The clients' link as the queries of such a phone pay for it, with the idle power that they count
/// (ClientSettings::idle_power).
[[nodiscard]] Link paid_link(const ClientSettings& clients, const Processor& mobile);

/// A fleet in such a world, with an open source at query_rate(). Requires: `predictors` has been
/// fitted for the world's processors; expect_representable().
struct AssembledFleet {
  FleetSettings settings;
  CutLabels labels;
};
[[nodiscard]] AssembledFleet assemble_fleet(const FleetWorld& world,
                                            const RunSettings& run,
                                            const PredictorSet& predictors);

/// The numbers of the client classes of assembled fleets.
enum class ClassIndex : std::uint8_t { Gpu = 0, Cpu = 1 };

}  // namespace cutpoint
