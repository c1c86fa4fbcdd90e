// Adding up and emptying batches, member by member.
//
// A batch lists its members once, in a function members(); sums, emptying and the bytes of a record
// follow from that list.
#pragma once

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <tuple>
#include <utility>

namespace cutpoint {

/// Adds a later value of a batch's member to an earlier one: numbers and sums by +=, histograms by
/// merge(), sequences element by element, where a shorter one counts as filled up with nothing.
template <class Value>
void accumulate(Value& sum, const Value& later) {
  if constexpr (requires { sum += later; }) {
    sum += later;
  } else if constexpr (requires { sum.merge(later); }) {
    sum.merge(later);
  } else {
    if constexpr (requires { sum.resize(later.size()); }) {
      sum.resize(std::max(sum.size(), later.size()));
    }
    for (std::size_t i = 0; i < later.size(); ++i) {
      accumulate(sum[i], later[i]);
    }
  }
}

/// Empties a member, whose memory is kept.
template <class Value>
void set_to_nothing(Value& value) {
  if constexpr (std::ranges::range<Value>) {
    for (auto& element : value) {
      set_to_nothing(element);
    }
  } else if constexpr (requires { value.clear(); }) {
    value.clear();
  } else {
    value = Value{};
  }
}

/// Adds a batch's members to those of an earlier one. `members` gives a tuple of references.
template <class Batch>
void merge_members(Batch& sum, const Batch& later) {
  const auto to = members(sum);
  const auto from = members(later);
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (accumulate(std::get<i>(to), std::get<i>(from)), ...);
  }
  (std::make_index_sequence<std::tuple_size_v<decltype(to)>>{});
}

/// Empties a batch, whose memory is kept.
template <class Batch>
void clear_members(Batch& batch) {
  std::apply([](auto&... values) { (set_to_nothing(values), ...); }, members(batch));
}

}  // namespace cutpoint
