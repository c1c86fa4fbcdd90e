#include "predictor/least_squares.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <Eigen/QR>
#include <Eigen/SVD>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t kMostColumns = 6;  // the most columns of a non-negative fit
// Shrunk problems have at most so many columns, so that they live without allocations.
constexpr int kMostSmall = 12;
using SmallMatrix =
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMostSmall + 1, kMostSmall + 1>;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMostSmall + 1, 1>;

// A weighted problem, shrunk by one QR decomposition to as many rows as it has columns and one
// more. It has the same solutions as the whole problem for every subset of its columns.
struct ScaledProblem {
  SmallMatrix design;  // columns of length 1, those of zeros left out
  SmallVector targets;
  std::vector<std::size_t> kept;  // which of the data's columns the design has
  std::vector<double> lengths;    // what each column was divided by
};

/// Weighs and scales the columns to length 1 and shrinks the problem. With the decomposition (X y)
/// = Q R of the columns and the targets behind them, |X b - y| is |R (b, -1)| for every b, so the
/// small triangle R stands for all rows. O(rows x columns²).
ScaledProblem scaled_problem(const RegressionData& data) {
  const auto rows = static_cast<Index>(data.rows());
  const auto columns = static_cast<Index>(data.columns());
  MatrixXd all(rows, columns + 1);
  for (Index i = 0; i < rows; ++i) {
    const auto row = static_cast<std::size_t>(i);
    const double weight = data.weights()[row];
    for (Index j = 0; j < columns; ++j) {
      const auto at = row * data.columns() + static_cast<std::size_t>(j);
      all(i, j) = weight * data.regressors()[at];
    }
    all(i, columns) = weight * data.targets()[row];
  }

  ScaledProblem problem;
  MatrixXd kept(rows, columns + 1);
  Index count = 0;
  for (Index j = 0; j < columns; ++j) {
    const double length = all.col(j).norm();
    if (length > 0.0) {
      kept.col(count++) = all.col(j) / length;
      problem.kept.push_back(static_cast<std::size_t>(j));
      problem.lengths.push_back(length);
    }
  }
  kept.col(count) = all.col(columns);
  const MatrixXd tall = kept.leftCols(count + 1);
  const Eigen::HouseholderQR<MatrixXd> qr(tall);
  const SmallMatrix triangle =
      qr.matrixQR().topRows(std::min(rows, count + 1)).triangularView<Eigen::Upper>();
  problem.design = triangle.leftCols(count);
  problem.targets = triangle.col(count);
  return problem;
}

/// A fit whose coefficients are all 0, with the condition number of the scaled design: the ratio of
/// its extreme singular values.
RegressionFit without_coefficients(const ScaledProblem& problem, std::size_t columns) {
  RegressionFit fit;
  fit.coefficients.assign(columns, 0.0);
  if (problem.design.cols() == 0) {
    return fit;
  }
  const VectorXd singular = Eigen::JacobiSVD<MatrixXd>(problem.design).singularValues();
  const bool enough_rows = problem.design.rows() >= problem.design.cols();
  const double least = enough_rows ? singular.minCoeff() : 0.0;
  fit.condition_number =
      least > 0.0 ? singular.maxCoeff() / least : std::numeric_limits<double>::infinity();
  fit.rank_deficient = fit.condition_number > kMaxConditionNumber;
  return fit;
}

// Numbers of columns of the scaled design.
using Columns = Eigen::Matrix<Index, Eigen::Dynamic, 1, 0, kMostSmall, 1>;

// The numbers of the columns whose bits are set in `set`.
Columns members(std::size_t set, std::size_t columns) {
  Columns chosen(std::popcount(set));
  Index count = 0;
  for (std::size_t k = 0; k < columns; ++k) {
    if (((set >> k) & 1U) != 0U) {
      chosen(count++) = static_cast<Index>(k);
    }
  }
  return chosen;
}

/// The least-squares solution with these columns alone.
SmallVector solve(const ScaledProblem& problem, const Columns& columns) {
  const SmallMatrix part = problem.design(Eigen::all, columns);
  return Eigen::ColPivHouseholderQR<SmallMatrix>(part).solve(problem.targets);
}

/// Writes a solution into a fit, in the units of the data; columns that are not in it get 0.
void set_coefficients(RegressionFit& fit,
                      const ScaledProblem& problem,
                      const Columns& columns,
                      const SmallVector& solution) {
  std::ranges::fill(fit.coefficients, 0.0);
  for (Index k = 0; k < columns.size(); ++k) {
    const auto column = static_cast<std::size_t>(columns(k));
    fit.coefficients[problem.kept[column]] = solution(k) / problem.lengths[column];
  }
}

}  // namespace

RegressionData::RegressionData(std::size_t columns) : columns_{columns} {
  CUTPOINT_EXPECTS(columns >= 1);
  CUTPOINT_EXPECTS(columns <= kMostSmall);
}

void RegressionData::add_row(std::initializer_list<double> regressors,
                             double target,
                             double weight) {
  add_row(std::span<const double>{regressors.begin(), regressors.size()}, target, weight);
}

void RegressionData::add_row(std::span<const double> regressors, double target, double weight) {
  CUTPOINT_EXPECTS(regressors.size() == columns_);
  CUTPOINT_EXPECTS(std::isfinite(target));
  CUTPOINT_EXPECTS(std::isfinite(weight) && weight > 0.0);
  for (const double value : regressors) {
    CUTPOINT_EXPECTS(std::isfinite(value));
    regressors_.push_back(value);
  }
  targets_.push_back(target);
  weights_.push_back(weight);
}

RegressionFit least_squares(const RegressionData& data) {
  const ScaledProblem problem = scaled_problem(data);
  RegressionFit fit = without_coefficients(problem, data.columns());
  if (problem.kept.empty()) {
    return fit;
  }
  Eigen::ColPivHouseholderQR<SmallMatrix> qr(problem.design);
  qr.setThreshold(1.0 / kMaxConditionNumber);
  const Columns independent = qr.colsPermutation().indices().head(qr.rank()).cast<Index>();
  set_coefficients(fit, problem, independent, solve(problem, independent));
  return fit;
}

RegressionFit non_negative_least_squares(const RegressionData& data) {
  CUTPOINT_EXPECTS(data.columns() <= kMostColumns);
  const ScaledProblem problem = scaled_problem(data);
  RegressionFit fit = without_coefficients(problem, data.columns());
  double least_error = problem.targets.squaredNorm();  // with every coefficient at 0

  const std::size_t sets = std::size_t{1} << problem.kept.size();
  for (std::size_t set = 1; set < sets; ++set) {
    const Columns chosen = members(set, problem.kept.size());
    const SmallVector solution = solve(problem, chosen);
    const double error =
        (problem.design(Eigen::all, chosen) * solution - problem.targets).squaredNorm();
    if (solution.minCoeff() >= 0.0 && error < least_error) {
      least_error = error;
      set_coefficients(fit, problem, chosen, solution);
    }
  }
  return fit;
}

}  // namespace cutpoint
