// The first queries of a run, each with all of its life, for those who want more than means.
//
// Costs nothing unless some are asked for. A query that is under way is found by its number, which
// is used again after it; a record by its own, which is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "fleet/query.hpp"
#include "fleet/recorder/query_record.hpp"

namespace cutpoint {

/// Records by two numbers: that of a query while it is under way, and their own.
class QueryRecords {
 public:
  /// Keeps the first `most` queries.
  explicit QueryRecords(std::uint32_t most) : most_{most} { records_.reserve(most); }

  [[nodiscard]] bool is_on() const { return most_ > 0; }

  /// A query is issued under that number: where it is kept, or null if it is not. Requires:
  /// is_on(). Amortized O(1).
  [[nodiscard]] QueryRecord* add(std::uint32_t query) {
    if (query >= numbers_.size()) {
      numbers_.resize(query + std::size_t{1}, kNoRecord);
    }
    if (records_.size() == most_) {
      numbers_[query] = kNoRecord;
      return nullptr;
    }
    numbers_[query] = static_cast<std::uint32_t>(records_.size());
    return &records_.emplace_back();
  }

  /// The record of a query that is under way; kNoRecord if it is not kept. O(1).
  [[nodiscard]] std::uint32_t number_of(std::uint32_t query) const {
    return query < numbers_.size() ? numbers_[query] : kNoRecord;
  }
  /// The record of a query that is under way; null if it is not kept. O(1).
  [[nodiscard]] QueryRecord* find(std::uint32_t query) {
    const std::uint32_t number = number_of(query);
    return number == kNoRecord ? nullptr : &records_[number];
  }
  [[nodiscard]] QueryRecord& operator[](std::uint32_t number) { return records_[number]; }

  /// Takes all records out, in the order in which the queries were issued.
  [[nodiscard]] std::vector<QueryRecord> take() { return std::move(records_); }

 private:
  std::uint32_t most_;
  std::vector<QueryRecord> records_;
  std::vector<std::uint32_t> numbers_;  // by query: into records_, or kNoRecord
};

}  // namespace cutpoint
