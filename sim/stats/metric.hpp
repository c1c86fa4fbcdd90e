// What there is to know of one thing that is measured, and tables of such descriptions.
//
// A model has one table of its metrics. What else handles metrics goes through that table: results
// files and their records, what a scenario may ask to be precise, the tables that commands print,
// comparisons. So a new metric is a new row. Code that means a certain metric names it by the text
// that users know, which is looked up when the program is compiled: result["latency_mean"].
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/duration_sum.hpp"
#include "base/units.hpp"
#include "sim/stats/batch_estimate.hpp"

namespace cutpoint {

/// The description of a metric. It is computed from batches of type Batch, which hold sums and
/// histograms, and from facts about the simulated system, such as its number of servers.
template <class Batch, class System>
struct Metric {
  using RatioOf = Ratio (*)(const Batch&, const System&);

  std::string_view name;  // in results files, in scenarios and on the command line
  std::string_view unit;  // "" if dimensionless
  std::string_view long_name;
  std::variant<RatioOf, QuantileOf<Batch>> computed;
  std::string_view column{};  // header in the table of `cutpoint run`; "" if it is not shown there
  bool is_target = false;     // a scenario may ask that it be precise
  bool is_compared = false;   // `cutpoint compare` shows it unless told what to show
  /// Whether its reciprocal stands for it within one batch, which has observations but may take no
  /// time: a rate of them.
  bool is_reciprocal_in_batch = false;
  /// Whether it also means something when servers are kept busy artificially.
  bool is_of_backlog = false;

  /// Whether it is read from a histogram, so that it is known no better than its bins.
  [[nodiscard]] constexpr bool is_quantile() const {
    return std::holds_alternative<QuantileOf<Batch>>(computed);
  }

  /// The metric within one batch, or its reciprocal, to judge warm-up and correlation by; NaN if
  /// the batch has no observation of it.
  [[nodiscard]] double value(const Batch& batch, const System& system) const {
    if (const auto* quantile = std::get_if<QuantileOf<Batch>>(&computed)) {
      return batch_quantile(batch, *quantile);
    }
    const Ratio ratio = std::get<RatioOf>(computed)(batch, system);
    return is_reciprocal_in_batch ? ratio.denominator / ratio.numerator
                                  : ratio.numerator / ratio.denominator;
  }

  /// The metric over batches, with its interval; NaN if there is no observation of it or fewer than
  /// two batches. O(batches), for a quantile O(batches x bins).
  [[nodiscard]] Estimate estimate(std::span<const Batch> batches,
                                  const System& system,
                                  Batches kind = Batches::Consecutive) const {
    if (const auto* quantile = std::get_if<QuantileOf<Batch>>(&computed)) {
      return estimate_quantile(batches, *quantile, kind);
    }
    std::vector<Ratio> ratios;
    for (const Batch& batch : batches) {
      ratios.push_back(std::get<RatioOf>(computed)(batch, system));
    }
    return estimate_ratio(ratios, kind);
  }
};

/// A sum in its base unit, as a term of a Ratio.
[[nodiscard]] constexpr double in_base_unit(std::uint64_t count) {
  return static_cast<double>(count);
}
[[nodiscard]] constexpr double in_base_unit(DurationSum sum) { return sum.seconds().count(); }
[[nodiscard]] constexpr double in_base_unit(Seconds time) { return time.count(); }
template <class Unit>
[[nodiscard]] constexpr double in_base_unit(Quantity<Unit> quantity) {
  return quantity.value();
}

/// How a metric is computed that is one sum of the batch over another: members, or functions that
/// add members up.
template <auto numerator, auto denominator>
inline constexpr auto kRatio = [](const auto& batch, const auto& /*system*/) {
  return Ratio{in_base_unit(std::invoke(numerator, batch)),
               in_base_unit(std::invoke(denominator, batch))};
};

// clang 14 crashes where it generates code for some calls of a consteval constructor. There a name
// that no metric has throws when it is used; g++, which compiles the same calls, still refuses it.
#if defined(__clang__) && __clang_major__ < 15
#define CUTPOINT_CONSTEVAL constexpr
#else
#define CUTPOINT_CONSTEVAL consteval
#endif

/// A metric of a table, which is an array of Metric.
template <const auto& table>
class MetricIn {
 public:
  static constexpr std::size_t kCount = table.size();

  /// The metric of that name; a name that the table does not have is not compiled.
  // NOLINTNEXTLINE(google-explicit-constructor): a metric's name is that metric.
  CUTPOINT_CONSTEVAL MetricIn(const char* name) : index_{index_of(name)} {
    static_assert(names_differ(), "two metrics of a table have one name");
    if (index_ == kCount) {
      throw "no metric has this name";
    }
  }

  /// Every metric, in the order of the table.
  [[nodiscard]] static constexpr std::array<MetricIn, kCount> all() {
    return []<std::size_t... indices>(std::index_sequence<indices...>) {
      return std::array{MetricIn{indices}...};
    }
    (std::make_index_sequence<kCount>{});
  }

  /// The metric of that name, if there is one. O(metrics).
  [[nodiscard]] static constexpr std::optional<MetricIn> find(std::string_view name) {
    const std::size_t index = index_of(name);
    return index < kCount ? std::optional{MetricIn{index}} : std::nullopt;
  }

  /// Its place in the table, and in arrays of kCount values by metric.
  [[nodiscard]] constexpr std::size_t index() const { return index_; }
  [[nodiscard]] constexpr const auto* operator->() const { return &table[index_]; }

  friend constexpr bool operator==(MetricIn, MetricIn) = default;

 private:
  constexpr explicit MetricIn(std::size_t index) : index_{index} {}

  static constexpr bool names_differ() {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (index_of(table[i].name) != i) {
        return false;
      }
    }
    return true;
  }

  static constexpr std::size_t index_of(std::string_view name) {
    const auto found =
        std::ranges::find_if(table, [&](const auto& row) { return row.name == name; });
    return static_cast<std::size_t>(found - table.begin());
  }

  std::size_t index_;
};

}  // namespace cutpoint
