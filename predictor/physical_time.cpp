#include "predictor/physical_time.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

using Terms = PhysicalTime::Terms;

constexpr std::size_t kWork = 1;
constexpr std::size_t kRival = 2;
// The numbers of thresholds and rounds. With 16 and with 64 thresholds the held-out errors for the
// built-in processors are the same. Rounds end by themselves after a few; the limit is for data
// that make them crawl.
constexpr std::size_t kThresholds = 8;
constexpr int kRounds = 20;

// The sides of a block of a convolution's output that are tried: matrix libraries use powers of 2.
// Without blocks the K40's held-out error is 20 %, with them 8 %.
constexpr std::array kBlockSides = {8.0, 16.0, 32.0, 64.0, 128.0, 256.0};
// The factors r that are tried by which weights cost more where the input is a vector.
constexpr std::array kVectorCosts = {1.0, 1.25, 1.5, 2.0, 3.0};
constexpr std::array kNoRegimes = {1.0};

/// The values of the regime (b or r) that are tried for a layer type. A factor r can be told only
/// if there are inputs of both kinds.
std::span<const double> regimes_of(std::span<const Observation> observations) {
  const auto takes_maps = [](const Observation& observation) {
    return observation.features.takes_maps;
  };
  switch (observations.front().features.type) {
    case LayerType::Convolution:
      return kBlockSides;
    case LayerType::FullyConnected: {
      const bool has_both = std::ranges::any_of(observations, takes_maps) &&
                            !std::ranges::all_of(observations, takes_maps);
      return has_both ? std::span<const double>{kVectorCosts} : kNoRegimes;
    }
    default:
      return kNoRegimes;
  }
}

/// The regressors of one layer, by type, as the table at the head of the header has them.
Terms regressors(const LayerFeatures& f, double regime) {
  switch (f.type) {
    case LayerType::Convolution: {
      const double blocks =
          std::ceil(f.positions / regime) * std::ceil(f.channels_per_group / regime);
      const double unrolled = kBytesPerFloat / 2.0 * f.flop / f.channels_per_group;
      return {1.0, f.flop, f.flop / blocks, f.weight_bytes, f.output_bytes, unrolled};
    }
    case LayerType::Local:
      return {1.0, 0.0, 0.0, f.weight_bytes * f.items, f.activation_bytes, 0.0};
    case LayerType::FullyConnected:
      return {1.0,
              f.flop,
              (f.takes_maps ? 1.0 : regime) * f.weight_bytes,
              0.0,
              f.activation_bytes,
              0.0};
    case LayerType::Pooling:
    case LayerType::MatMul:
      return {1.0, f.flop, 0.0, 0.0, f.activation_bytes, 0.0};
    default:
      return {1.0, 0.0, 0.0, 0.0, f.activation_bytes, 0.0};
  }
}

constexpr std::string_view kRegime = "regime";

// A measured layer in the terms of the model.
struct Row {
  Terms regressors;
  double seconds;
};

/// The terms of a predicted time: regressors times coefficients, of which only the larger of work
/// and rival counts.
Terms scaled(Terms regressors, const std::vector<double>& coefficients) {
  for (std::size_t j = 0; j < regressors.size(); ++j) {
    regressors[j] *= coefficients[j];
  }
  regressors[regressors[kWork] < regressors[kRival] ? kWork : kRival] = 0.0;
  return regressors;
}

double sum(const Terms& terms) { return std::accumulate(terms.begin(), terms.end(), 0.0); }

/// A fit and its sum of squared relative errors, infinite before there is one.
struct Candidate {
  RegressionFit fit;
  double error = std::numeric_limits<double>::infinity();
};

// Fits with rows above `threshold` in work / rival limited by work, the others by the rival; the
// error is that of the maximum of the two.
Candidate fit_with_threshold(std::span<const Row> rows, double threshold) {
  RegressionData data{std::tuple_size_v<Terms>};
  for (const Row& row : rows) {
    Terms limited = row.regressors;
    limited[limited[kWork] > threshold * limited[kRival] ? kRival : kWork] = 0.0;
    data.add_row(limited, row.seconds, relative_weight(row.seconds));
  }
  Candidate candidate{.fit = non_negative_least_squares(data), .error = 0.0};
  for (const Row& row : rows) {
    const double difference = sum(scaled(row.regressors, candidate.fit.coefficients)) - row.seconds;
    const double relative = relative_weight(row.seconds) * difference;
    candidate.error += relative * relative;
  }
  return candidate;
}

// The thresholds that are tried: ratios of work to rival, evenly spread over the rows. A threshold
// of 0 gives every row to work.
std::vector<double> thresholds(std::span<const Row> rows) {
  std::vector<double> ratios;
  for (const Row& row : rows) {
    if (row.regressors[kRival] > 0.0) {
      ratios.push_back(row.regressors[kWork] / row.regressors[kRival]);
    }
  }
  std::ranges::sort(ratios);
  std::vector<double> chosen{0.0};
  for (std::size_t k = 0; k < kThresholds && !ratios.empty(); ++k) {
    chosen.push_back(ratios[(ratios.size() - 1) * k / (kThresholds - 1)]);
  }
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

/// The best fit for one regime. The maximum of two terms is not linear, but it is once each row is
/// assigned to one of them. The assignment is a threshold on work / rival, at best the ratio of the
/// coefficients; so thresholds are tried, and the best one is then refined by the ratio that its
/// own coefficients imply, until that does not help any more.
Candidate best_fit(std::span<const Row> rows) {
  Candidate best;
  for (const double threshold : thresholds(rows)) {
    Candidate candidate = fit_with_threshold(rows, threshold);
    if (candidate.error < best.error) {
      best = std::move(candidate);
    }
  }
  for (int round = 0; round < kRounds; ++round) {
    const double work = best.fit.coefficients[kWork];
    const double rival = best.fit.coefficients[kRival];
    if (work <= 0.0 || rival <= 0.0) {
      break;
    }
    Candidate candidate = fit_with_threshold(rows, rival / work);
    if (candidate.error >= best.error) {
      break;
    }
    best = std::move(candidate);
  }
  return best;
}

}  // namespace

PhysicalTime::PhysicalTime(std::span<const Observation> observations) {
  CUTPOINT_EXPECTS(!observations.empty());
  Candidate best;
  for (const double regime : regimes_of(observations)) {
    std::vector<Row> rows;
    for (const Observation& observation : observations) {
      rows.push_back(
          {.regressors = regressors(observation.features, regime), .seconds = observation.seconds});
    }
    Candidate candidate = best_fit(rows);
    if (candidate.error < best.error) {
      best = std::move(candidate);
      regime_ = regime;
    }
  }
  fit_ = std::move(best.fit);
}

PhysicalTime::PhysicalTime(std::span<const ModelParameter> parameters)
    : regime_{value_of(parameters, kRegime)} {
  for (const std::string_view name : kTermNames) {
    fit_.coefficients.push_back(value_of(parameters, name));
  }
}

std::vector<ModelParameter> PhysicalTime::parameters() const {
  std::vector<ModelParameter> parameters{{std::string{kRegime}, regime_}};
  for (std::size_t i = 0; i < kTermNames.size(); ++i) {
    parameters.push_back({std::string{kTermNames[i]}, fit_.coefficients[i]});
  }
  return parameters;
}

Terms PhysicalTime::terms(const LayerFeatures& features) const {
  return scaled(regressors(features, regime_), fit_.coefficients);
}

double PhysicalTime::seconds(const LayerFeatures& features) const { return sum(terms(features)); }

}  // namespace cutpoint
