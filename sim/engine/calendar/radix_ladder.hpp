// A monotone radix ladder: the events of a calendar that are not among its earliest few.
//
// The idea. Simulated time never runs backwards, so an event need not be ordered finely until its
// turn is near. Times are numbers of eleven digits to base 64. An event with time t lies on the
// level of the highest digit in which t differs from a reference time, floor(log2(t xor reference)
// / 6), in the bucket of that digit of t; if t equals the reference, on level 0. Events on a low
// level agree with the reference in all higher digits and so come before those on a high level, and
// on one level a smaller digit comes first. The earliest events are therefore in the first occupied
// bucket of the lowest occupied level, which two words of bits find. Only that bucket is ever
// looked into: a small one is sorted, a large one is dealt out to a lower level. Every entry moves
// down at most eleven times, in practice two or three, whatever the number pending (radix heaps:
// Ahuja, Mehlhorn, Orlin and Tarjan 1990, "Faster algorithms for the shortest path problem";
// dealing out by demand: Tang et al. 2005, "Ladder queue").
//
// Invariants, whenever the calendar is not in the middle of a call:
//
// 1. No entry is before the reference.
// 2. Every entry lies on the level and in the bucket that its time and the reference say. Moving
//    the reference keeps this true of all entries that it does not pass: it moves only within the
//    bucket that is being emptied, whose higher digits it shares, and all lower levels are empty
//    then.
// 3. Entries of one instant share a bucket, in the order in which they were added: a bucket is a
//    queue, and dealing it out keeps its order. So simultaneous events leave in the order of
//    scheduling.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/engine/calendar/chunk_pool.hpp"
#include "sim/engine/calendar/scheduled_event.hpp"

namespace cutpoint::calendar {

template <CalendarEvent Event>
class RadixLadder {
 public:
  using Entry = ScheduledEvent<Event>;
  using Chunk = calendar::Chunk<Entry>;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  /// Makes room for `entries` entries, however they are spread over time, so that add() allocates
  /// nothing.
  void reserve(std::size_t entries) {
    buckets_.resize(kBuckets);
    // All chunks of a bucket but the last are full, except while its first is being emptied.
    pool_.reserve(entries / Chunk::kEntries + std::min(entries, kBuckets) + 2);
  }

  /// Makes `reference` the one that times are compared with. Requires: it lies between the earliest
  /// of the entries that move_earliest() took last and the time that it returned, or empty().
  void set_reference(TimePoint reference) {
    buckets_.resize(kBuckets);
    reference_ = instant(reference);
  }

  /// Adds an entry to the bucket of its time, behind those that are there. O(1). Requires: the
  /// reference was set, and the entry is not before it.
  void add(const Entry& entry) {
    const std::uint64_t at = instant(entry.at);
    append(level_of(at ^ reference_), at, entry);
    ++size_;
  }

  /// Moves the earliest entries to `near`, up to `most` of them. It moves whole buckets; only of a
  /// bucket with too many entries at a single instant it moves a part. Returns the instant that
  /// separates the moved entries from the rest: an event that is added later and is due before it
  /// belongs to `near`. Amortized O(levels) per entry. Requires: !empty(), near.empty(), most >=
  /// Chunk::kEntries.
  template <class Near>
  std::uint64_t move_earliest(Near& near, std::size_t most) {
    near.clear();
    std::uint64_t limit = 0;
    while (size_ != 0) {
      const Place first = first_bucket();
      Bucket& bucket = bucket_at(first);
      if (bucket.first == bucket.last) {
        if (near.size() + bucket.used > most) {
          break;
        }
        limit = move_bucket(first, near);
      } else if (!near.empty()) {
        break;
      } else if (first.level == 0) {
        return move_first_chunk(bucket, near);
      } else {
        deal_out(first);
      }
    }
    return size_ == 0 ? kNever : limit;
  }

  /// The time of the earliest entry. O(size of the first bucket). Requires: !empty().
  [[nodiscard]] TimePoint earliest() const {
    const Bucket& bucket = bucket_at(first_bucket());
    TimePoint earliest = bucket.first->entries[0].at;
    for_each(bucket, [&](const Entry& entry) { earliest = std::min(earliest, entry.at); });
    return earliest;
  }

  /// Bytes of memory held, used or not.
  [[nodiscard]] std::size_t bytes() const {
    return pool_.bytes() + buckets_.capacity() * sizeof(Bucket);
  }

 private:
  static constexpr unsigned kDigitBits = 6;
  static constexpr std::size_t kDigits = 1U << kDigitBits;
  static constexpr std::size_t kLevels = (63 + kDigitBits - 1) / kDigitBits;
  static constexpr std::size_t kBuckets = kLevels * kDigits;

  struct Bucket {
    Chunk* first = nullptr;
    Chunk* last = nullptr;
    std::size_t used = Chunk::kEntries;  // of the last chunk; an empty bucket is as good as full
  };
  struct Place {
    unsigned level;
    unsigned digit;
  };

  [[nodiscard]] static unsigned level_of(std::uint64_t difference) {
    return (static_cast<unsigned>(std::bit_width(difference | 1U)) - 1U) / kDigitBits;
  }
  [[nodiscard]] static unsigned digit_of(std::uint64_t at, unsigned level) {
    return static_cast<unsigned>(at >> (level * kDigitBits)) % kDigits;
  }

  [[nodiscard]] Bucket& bucket_at(Place place) {
    return buckets_[place.level * kDigits + place.digit];
  }
  [[nodiscard]] const Bucket& bucket_at(Place place) const {
    return buckets_[place.level * kDigits + place.digit];
  }
  [[nodiscard]] Place first_bucket() const {
    const auto level = static_cast<unsigned>(std::countr_zero(occupied_levels_));
    return {level, static_cast<unsigned>(std::countr_zero(occupied_[level]))};
  }

  void append(unsigned level, std::uint64_t at, const Entry& entry) {
    const Place place{level, digit_of(at, level)};
    Bucket& bucket = bucket_at(place);
    if (bucket.used == Chunk::kEntries) {
      extend(place, bucket);
    }
    bucket.last->entries[bucket.used++] = entry;
  }

  [[gnu::noinline]] void extend(Place place, Bucket& bucket) {
    Chunk* const chunk = pool_.take();
    if (bucket.first == nullptr) {
      bucket.first = chunk;
      occupied_[place.level] |= std::uint64_t{1} << place.digit;
      occupied_levels_ |= 1U << place.level;
    } else {
      bucket.last->next = chunk;
    }
    bucket.last = chunk;
    bucket.used = 0;
  }

  void mark_empty(Place place) {
    bucket_at(place) = Bucket{};
    occupied_[place.level] &= ~(std::uint64_t{1} << place.digit);
    if (occupied_[place.level] == 0) {
      occupied_levels_ &= ~(1U << place.level);
    }
  }

  /// Moves the entries of a bucket of one chunk, and the reference into the range of times that the
  /// bucket stands for. Returns the end of that range.
  template <class Near>
  std::uint64_t move_bucket(Place place, Near& near) {
    Bucket& bucket = bucket_at(place);
    Chunk* const chunk = bucket.first;
    for (std::size_t i = 0; i < bucket.used; ++i) {
      near.append(chunk->entries[i]);
    }
    size_ -= bucket.used;
    reference_ = instant(chunk->entries[0].at);
    pool_.give_back(chunk);
    mark_empty(place);
    const unsigned shift = place.level * kDigitBits;
    return ((reference_ >> shift) + 1U) << shift;
  }

  /// Moves the first chunk of a bucket of several chunks whose entries are all due at one instant.
  /// Returns that instant: events that are added for it line up in the bucket.
  template <class Near>
  std::uint64_t move_first_chunk(Bucket& bucket, Near& near) {
    Chunk* const chunk = bucket.first;
    for (const Entry& entry : chunk->entries) {
      near.append(entry);
    }
    size_ -= Chunk::kEntries;
    reference_ = instant(chunk->entries[0].at);
    bucket.first = chunk->next;
    pool_.give_back(chunk);
    return reference_;
  }

  /// Deals the entries of the first bucket out to the highest level on which they differ.
  void deal_out(Place place) {
    const Bucket bucket = bucket_at(place);
    mark_empty(place);
    const std::uint64_t first = instant(bucket.first->entries[0].at);
    std::uint64_t differences = 0;
    for_each(bucket, [&](const Entry& entry) { differences |= instant(entry.at) ^ first; });
    const unsigned level = level_of(differences);
    for (Chunk* chunk = bucket.first; chunk != nullptr;) {
      const std::size_t used = chunk == bucket.last ? bucket.used : Chunk::kEntries;
      for (std::size_t i = 0; i < used; ++i) {
        append(level, instant(chunk->entries[i].at), chunk->entries[i]);
      }
      Chunk* const next = chunk->next;
      pool_.give_back(chunk);
      chunk = next;
    }
  }

  template <class Visit>
  static void for_each(const Bucket& bucket, const Visit& visit) {
    for (const Chunk* chunk = bucket.first; chunk != nullptr; chunk = chunk->next) {
      const std::size_t used = chunk == bucket.last ? bucket.used : Chunk::kEntries;
      for (std::size_t i = 0; i < used; ++i) {
        visit(chunk->entries[i]);
      }
    }
  }

  std::uint64_t reference_ = 0;
  std::size_t size_ = 0;
  std::uint32_t occupied_levels_ = 0;              // bit l is set if level l has entries
  std::array<std::uint64_t, kLevels> occupied_{};  // by level: bit d is set if d is in use
  std::vector<Bucket> buckets_;                    // level by level; empty until used
  ChunkPool<Entry> pool_;
};

}  // namespace cutpoint::calendar
