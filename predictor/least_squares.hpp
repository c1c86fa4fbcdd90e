// Weighted linear least squares, plain and non-negative, with a verdict on their conditioning.
//
// Minimizes sum_i (w_i (y_i - sum_j x_ij b_j))². Columns are scaled to equal length before they are
// factored, so units decide nothing. Deterministic to the bit: no vectorization, no threads.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <vector>

namespace cutpoint {

/// Rows of regressors with what they should add up to.
class RegressionData {
 public:
  /// Requires: from 1 to 12 columns.
  explicit RegressionData(std::size_t columns);

  /// Adds a row. Requires: one regressor per column; everything finite; weight > 0.
  void add_row(std::initializer_list<double> regressors, double target, double weight = 1.0);
  void add_row(std::span<const double> regressors, double target, double weight = 1.0);

  [[nodiscard]] std::size_t rows() const { return targets_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  /// Regressors by rows, then targets and weights; not weighted yet.
  [[nodiscard]] const std::vector<double>& regressors() const { return regressors_; }
  [[nodiscard]] const std::vector<double>& targets() const { return targets_; }
  [[nodiscard]] const std::vector<double>& weights() const { return weights_; }

 private:
  std::size_t columns_;
  std::vector<double> regressors_;
  std::vector<double> targets_;
  std::vector<double> weights_;
};

/// The coefficients of a fit, with a verdict on how well the data determine them.
struct RegressionFit {
  std::vector<double> coefficients;
  double condition_number = 1.0;  // ratio of the scaled design's extreme singular values
  bool rank_deficient = false;    // the condition number exceeds kMaxConditionNumber
};

/// The largest condition number of a fit that is trusted: 1 / sqrt(epsilon). Beyond it fewer than
/// half the digits of a double are left in a coefficient.
inline constexpr double kMaxConditionNumber = 67108864.0;

/// The coefficients of least squares, by QR decomposition with column pivoting. Columns that depend
/// on others, within kMaxConditionNumber, get coefficient 0, and the fit says so; columns of zeros
/// get 0 and do not count. O(rows x columns²).
[[nodiscard]] RegressionFit least_squares(const RegressionData& data);

/// The coefficients of least squares among those that are all >= 0. It tries every set of columns
/// and takes the best whose coefficients are not negative, which is exact (Lawson and Hanson 1974,
/// ch. 23 has the problem). O(rows x columns² + 2^columns). Requires: at most six columns.
[[nodiscard]] RegressionFit non_negative_least_squares(const RegressionData& data);

}  // namespace cutpoint
