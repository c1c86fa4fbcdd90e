// Our model of a layer's time: what a processor spends on starting, computing and moving data,
// added up. Nothing is known of the processor but this shape.
//
//   time = c0 + max(c1 work, c2 rival) + c3 weight bytes + c4 activation bytes
//        + c5 unrolled bytes,  all c >= 0
//
// Regressors by layer type (0 where there is none):
//   convolution      work = FLOP; rival = FLOP per block, for processors compute the output in
//                    blocks of b channels by b positions, group by group, many at once: a layer
//                    of too few blocks takes as long as one block. b is fitted. Activations are
//                    the output; the input counts as the matrix that it is unrolled to, with a
//                    column of kernel² x channels values for every position of the output. It is
//                    read for each layer, however few its filters: that is what makes layers of
//                    few filters slow (on a Jetson TX1 the held-out error falls from 16 to 4 %).
//   local            weight bytes once per item, for nothing is shared between items
//   fully connected  work = FLOP; rival = weight bytes, which limit while there are few items.
//   Those
//                    of a layer whose input is a vector count r times, as libraries have another
//                    kernel for maps (oneDNN reads weights half as fast again there). r is fitted.
//   pooling, matmul  work = FLOP
//   other types      activation bytes alone, to which their FLOP are proportional
#pragma once

#include <array>
#include <span>

#include "predictor/layer_model.hpp"
#include "predictor/least_squares.hpp"

namespace cutpoint {

/// The model of the time of one layer type, fitted to measurements of it.
class PhysicalTime {
 public:
  /// The parts of a predicted time: overhead, work, rival, weights, activations, unrolled input. Of
  /// work and rival the smaller is 0.
  using Terms = std::array<double, 6>;
  /// What the coefficients of the terms are called in device files.
  static constexpr std::array<std::string_view, 6> kTermNames = {"overhead_s",
                                                                 "s_per_work",
                                                                 "s_per_rival",
                                                                 "s_per_weight_byte",
                                                                 "s_per_activation_byte",
                                                                 "s_per_unrolled_byte"};

  /// Minimizes the squared relative error. Which rows are limited by work and which by the rival
  /// is searched over thresholds on the ratio of the two, then refined until it agrees with the
  /// coefficients; for convolutions, for each of a few sizes of blocks.
  explicit PhysicalTime(std::span<const Observation> observations);
  /// Restores the model whose parameters() these are. Throws: InputError if one is missing or
  /// impossible.
  explicit PhysicalTime(std::span<const ModelParameter> parameters);

  /// The predicted seconds by cause; they add up to the predicted time.
  [[nodiscard]] Terms terms(const LayerFeatures& features) const;
  /// The predicted time in seconds.
  [[nodiscard]] double seconds(const LayerFeatures& features) const;
  [[nodiscard]] const RegressionFit& fit() const { return fit_; }
  /// All that terms() needs: the regime, b or r, then a coefficient per term.
  [[nodiscard]] std::vector<ModelParameter> parameters() const;

 private:
  double regime_ = 1.0;  // b of convolutions, r of fully connected layers
  RegressionFit fit_;
};

}  // namespace cutpoint
