// A law given by points of its distribution function, such as a measured one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/time.hpp"
#include "sim/random/wide_product.hpp"

namespace cutpoint {

/// A point of a distribution function: P(X <= x) = cdf.
struct CdfPoint {
  Seconds x;
  double cdf;
};

/// The law whose distribution function is linear between the points: uniform between neighbors. A
/// first point above 0 is an atom of that probability; so is each step between equal x.
/// Copies share the points, which never change.
class Empirical {
 public:
  /// O(points). Requires: at least one point; x finite, >= 0, not decreasing, and not 0 throughout;
  /// cdf >= 0, not decreasing, 1 at the last point.
  explicit Empirical(std::vector<CdfPoint> points);

  /// The expected value, exact for the piecewise linear distribution function.
  [[nodiscard]] Seconds mean() const;
  /// The squared coefficient of variation, exact for the piecewise linear distribution function.
  [[nodiscard]] double scv() const;
  /// The distribution function P(X <= x). O(log points).
  [[nodiscard]] double cdf(Seconds x) const;
  /// The draw that belongs to 64 random bits.
  [[nodiscard]] Seconds at(std::uint64_t bits) const;
  /// The law of factor * X. Requires: 0 < factor < infinity.
  [[nodiscard]] Empirical scaled(double factor) const;
  /// How many points the law was made of.
  [[nodiscard]] std::size_t size() const;

 private:
  // Walker's alias method (1977), with Vose's construction (1991): a draw picks one of n equally
  // likely columns and a fraction in it. Fractions below the threshold belong to the column's own
  // piece of the law, the others to its alias; a piece spreads its fractions evenly over its width.
  struct Column {
    double threshold = 1.0;
    double start = 0.0;  // where the column's own piece starts
    double slope = 0.0;  // width of its own piece / threshold
    double alias_start = 0.0;
    double alias_slope = 0.0;  // the alias's width / (1 - threshold)
  };
  struct Piece {
    double start;
    double width;
    double probability;
  };
  struct Table {
    std::vector<CdfPoint> points;
    std::vector<Column> columns;
    double mean = 0.0;
    double scv = 0.0;
  };

  static std::vector<Piece> pieces_of(const std::vector<CdfPoint>& points);
  static std::vector<Column> columns_of(const std::vector<Piece>& pieces);

  std::shared_ptr<const Table> table_;  // shared: thousands of points, and copies are common
  double scale_ = 1.0;
};

inline Seconds Empirical::at(std::uint64_t bits) const {
  const std::vector<Column>& columns = table_->columns;
  const auto [index, rest] = wide_product(bits, columns.size());
  const Column& column = columns[index];
  const double fraction = static_cast<double>(rest >> 11U) * 0x1p-53;
  const double beyond = fraction - column.threshold;
  const double x = beyond < 0.0 ? column.start + fraction * column.slope
                                : column.alias_start + beyond * column.alias_slope;
  return Seconds{scale_ * x};
}

}  // namespace cutpoint
