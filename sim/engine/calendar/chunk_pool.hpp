// Fixed-size chunks of entries, shared by all buckets of a ladder.
//
// Memory grows by an eighth at a time and is never copied, so slack stays small; a chunk that a
// bucket gives back is the next one handed out, while it is still in the cache.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace cutpoint::calendar {

/// A few entries of one bucket, and the chunk with the next ones.
template <class Entry>
struct Chunk {
  // A chunk of 15 entries has 248 bytes with its link, about four cache lines. Longer chunks leave
  // more room unused, shorter ones make more links to follow.
  static constexpr std::size_t kEntries = 15;

  std::array<Entry, kEntries> entries;
  Chunk* next;
};

/// Owns the chunks. Not copyable: buckets point into it.
template <class Entry>
class ChunkPool {
 public:
  using Chunk = calendar::Chunk<Entry>;

  ChunkPool() = default;
  ChunkPool(const ChunkPool&) = delete;
  ChunkPool& operator=(const ChunkPool&) = delete;
  ~ChunkPool() = default;

  /// A chunk with no successor. Amortized O(1); allocates only when none is free.
  [[nodiscard]] Chunk* take() {
    if (free_ == nullptr) [[unlikely]] {
      add_block(std::max(kSmallestBlock, chunk_count_ / 8));
    }
    Chunk* const chunk = free_;
    free_ = chunk->next;
    chunk->next = nullptr;
    return chunk;
  }

  /// Takes back a chunk that nothing points to any more.
  void give_back(Chunk* chunk) {
    chunk->next = free_;
    free_ = chunk;
  }

  /// Makes room for `chunks` chunks in all.
  void reserve(std::size_t chunks) {
    if (chunks > chunk_count_) {
      add_block(chunks - chunk_count_);
    }
  }

  /// Bytes of memory held, used or not.
  [[nodiscard]] std::size_t bytes() const { return chunk_count_ * sizeof(Chunk); }

 private:
  static constexpr std::size_t kSmallestBlock = 64;

  void add_block(std::size_t chunks) {
    blocks_.push_back(std::make_unique<Chunk[]>(chunks));
    for (std::size_t i = chunks; i-- > 0;) {
      give_back(&blocks_.back()[i]);
    }
    chunk_count_ += chunks;
  }

  std::vector<std::unique_ptr<Chunk[]>> blocks_;
  Chunk* free_ = nullptr;  // linked by Chunk::next
  std::size_t chunk_count_ = 0;
};

}  // namespace cutpoint::calendar
