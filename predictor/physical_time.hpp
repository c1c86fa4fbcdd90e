// Our model of a layer's time: what a processor spends on starting, computing and moving data,
// added up. Nothing is known of the processor but this shape.
//
//   time = c0 + max(c1 work, c2 rival) + c3 weight bytes + c4 activation bytes,  all c >= 0
//
// Regressors by layer type (0 where there is none):
//   convolution      work = FLOP; rival = FLOP per block, for processors compute the output in
//                    blocks of b channels by b positions, group by group, many at once: a layer
//                    of too few blocks takes as long as one block. b is fitted.
//   local            weight bytes once per item, for nothing is shared between items
//   fully connected  work = FLOP; rival = weight bytes, which limit while there are few items
//   pooling          work = FLOP
//   other types      activation bytes alone, to which their FLOP are proportional
#pragma once

#include <array>
#include <span>

#include "predictor/layer_model.hpp"
#include "predictor/least_squares.hpp"

namespace cutpoint {

class PhysicalTime {
 public:
  /// Overhead, work, rival, weights, activations; of work and rival the smaller is 0.
  using Terms = std::array<double, 5>;

  /// Minimizes the squared relative error. Which rows are limited by work and which by the rival
  /// is searched over thresholds on the ratio of the two, then refined until it agrees with the
  /// coefficients; for convolutions, for each of a few sizes of blocks.
  explicit PhysicalTime(std::span<const Observation> observations);

  /// Seconds, by cause; they add up to the predicted time.
  [[nodiscard]] Terms terms(const LayerFeatures& features) const;
  [[nodiscard]] double seconds(const LayerFeatures& features) const;
  [[nodiscard]] const RegressionFit& fit() const { return fit_; }

 private:
  double block_side_ = 1.0;
  RegressionFit fit_;
};

}  // namespace cutpoint
