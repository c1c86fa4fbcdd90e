#include "sim/random/empirical.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

bool is_valid(const std::vector<CdfPoint>& points) {
  if (points.empty() || points.back().x.count() <= 0.0 || points.back().cdf != 1.0) {
    return false;
  }
  CdfPoint last{.x = Seconds::zero(), .cdf = 0.0};
  for (const CdfPoint& point : points) {
    // The comparisons are written so that NaN fails them.
    if (!(point.x >= last.x && point.cdf >= last.cdf && std::isfinite(point.x.count()))) {
      return false;
    }
    last = point;
  }
  return true;
}

}  // namespace

/// The pieces of the law: between neighboring points it is uniform, and a step between equal x is
/// an atom, a piece of width 0.
std::vector<Empirical::Piece> Empirical::pieces_of(const std::vector<CdfPoint>& points) {
  std::vector<Piece> pieces;
  CdfPoint from{.x = points.front().x, .cdf = 0.0};
  for (const CdfPoint& to : points) {
    if (to.cdf > from.cdf) {
      pieces.push_back({.start = from.x.count(),
                        .width = (to.x - from.x).count(),
                        .probability = to.cdf - from.cdf});
    }
    from = to;
  }
  return pieces;
}

/// Builds the alias table. Each column has probability 1/n. A piece that is owed less than a column
/// fills its own and gives the rest of it to a piece that is owed more, which thereby is owed less;
/// each step completes a column. O(n).
std::vector<Empirical::Column> Empirical::columns_of(const std::vector<Piece>& pieces) {
  const std::size_t n = pieces.size();
  std::vector<Column> columns(n);
  std::vector<double> share(n);  // how much of a column each piece is still owed
  std::vector<std::size_t> small;
  std::vector<std::size_t> large;
  for (std::size_t i = 0; i < n; ++i) {
    columns[i].start = pieces[i].start;
    columns[i].slope = pieces[i].width;
    share[i] = pieces[i].probability * static_cast<double>(n);
    (share[i] < 1.0 ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const std::size_t own = small.back();
    const std::size_t alias = large.back();
    small.pop_back();
    Column& column = columns[own];
    column.threshold = share[own];
    column.slope = pieces[own].width / share[own];
    column.alias_start = pieces[alias].start;
    column.alias_slope = pieces[alias].width / (1.0 - share[own]);
    share[alias] -= 1.0 - share[own];
    if (share[alias] < 1.0) {
      large.pop_back();
      small.push_back(alias);
    }
  }
  return columns;  // pieces left over have share 1, up to rounding, and keep a whole column
}

/// Sums mean and variance over the pieces: a uniform piece of width w has variance w²/12 about its
/// middle.
Empirical::Empirical(std::vector<CdfPoint> points) {
  CUTPOINT_EXPECTS(is_valid(points));

  const std::vector<Piece> pieces = pieces_of(points);
  Table table;
  for (const Piece& piece : pieces) {
    table.mean += piece.probability * (piece.start + 0.5 * piece.width);
  }
  double variance = 0.0;
  for (const Piece& piece : pieces) {
    const double offset = piece.start + 0.5 * piece.width - table.mean;
    variance += piece.probability * (offset * offset + piece.width * piece.width / 12.0);
  }
  CUTPOINT_EXPECTS(table.mean > 0.0);
  table.scv = variance / (table.mean * table.mean);
  table.columns = columns_of(pieces);
  table.points = std::move(points);
  table_ = std::make_shared<const Table>(std::move(table));
}

Seconds Empirical::mean() const { return Seconds{scale_ * table_->mean}; }

double Empirical::scv() const { return table_->scv; }

double Empirical::cdf(Seconds x) const {
  const std::vector<CdfPoint>& points = table_->points;
  const Seconds unscaled = x / scale_;
  const auto above = std::ranges::upper_bound(points, unscaled, {}, &CdfPoint::x);
  if (above == points.begin()) {
    return 0.0;
  }
  const CdfPoint& below = *std::prev(above);
  if (above == points.end()) {
    return 1.0;
  }
  return below.cdf + (above->cdf - below.cdf) * ((unscaled - below.x) / (above->x - below.x));
}

Empirical Empirical::scaled(double factor) const {
  CUTPOINT_EXPECTS(factor > 0.0 && std::isfinite(factor));

  Empirical result = *this;
  result.scale_ *= factor;
  return result;
}

std::size_t Empirical::size() const { return table_->points.size(); }

}  // namespace cutpoint
