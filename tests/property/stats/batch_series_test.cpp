#include "sim/stats/batch_series.hpp"

#include "sim/random/random_stream.hpp"
#include "sim/stats/histogram.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

/// A batch that remembers everything, in order.
struct Record {
  std::vector<int> values;

  void merge(const Record& later) {
    values.insert(values.end(), later.values.begin(), later.values.end());
  }
  void clear() { values.clear(); }
};

/// Counts an observation that was recorded in `open`.
template <class Batch>
void step(BatchSeries<Batch>& series, Batch& open) {
  if (series.step()) {
    series.close(open);
  }
}

TEST_CASE("Batches are the run cut into equal stretches, whatever its length") {
  // Method: after every observation, compare with batches cut out of the raw list.
  const auto first_size = GENERATE(1U, 2U, 3U, 10U);
  CAPTURE(first_size);
  BatchSeries<Record> series{first_size};
  Record open;
  std::uint64_t expected_size = first_size;
  for (int n = 1; n <= 1500; ++n) {
    open.values.push_back(n);
    step(series, open);

    const auto observed = static_cast<std::uint64_t>(n);
    if (observed == 128 * expected_size) {
      expected_size *= 2;
    }
    REQUIRE(series.observations() == observed);
    REQUIRE(series.batch_size() == expected_size);
    REQUIRE(series.closed().size() == observed / expected_size);
    int next = 1;
    for (const Record& batch : series.closed()) {
      REQUIRE(batch.values.size() == expected_size);
      for (const int value : batch.values) {
        REQUIRE(value == next++);
      }
    }
    REQUIRE(open.values.size() == observed % expected_size);
    REQUIRE((open.values.empty() || open.values.front() == next));
  }
}

TEST_CASE("After the first round there are always 64 to 127 batches") {
  BatchSeries<Record> series{1};
  Record open;
  for (int n = 1; n <= 10'000; ++n) {
    step(series, open);
    REQUIRE(series.closed().size() < 128);
    REQUIRE((n < 128 || series.closed().size() >= 64));
  }
}

/// A histogram that can say whether it is one of those a series started with.
struct CountingBatch {
  static inline int constructed = 0;

  CountingBatch() { ++constructed; }
  void merge(const CountingBatch& later) { histogram.merge(later.histogram); }
  void clear() { histogram.clear(); }

  Histogram histogram;
};

TEST_CASE("Batches of histograms pool to the histogram of the whole run, and no batch is added") {
  BatchSeries<CountingBatch> series{7};
  CountingBatch open;
  const int constructed = CountingBatch::constructed;
  RandomStream stream{{}};
  Histogram whole;
  for (int n = 0; n < 20'000; ++n) {
    const Duration value{static_cast<std::int64_t>(stream.below(1'000'000))};
    whole.add(value);
    open.histogram.add(value);
    step(series, open);
  }
  CHECK(CountingBatch::constructed == constructed);
  Histogram pooled = open.histogram;
  for (const CountingBatch& batch : series.closed()) {
    CHECK(batch.histogram.count() == series.batch_size());
    pooled.merge(batch.histogram);
  }
  CHECK(pooled.count() == whole.count());
  for (std::int64_t value = 0; value < 1'000'000; value += 10'007) {
    CHECK(pooled.share_at_or_below(Duration{value}) == whole.share_at_or_below(Duration{value}));
  }
}

TEST_CASE("A series needs batches of at least one observation") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(BatchSeries<Record>{0}, "first_batch_size >= 1");
}

TEST_CASE("Only a full batch can be closed") {
  const ThrowingContracts contracts;
  BatchSeries<Record> series{2};
  Record open;
  CHECK_FALSE(series.step());
  CHECK_THROWS_WITH(series.close(open), "observations_ == full_at_");
}

}  // namespace
}  // namespace cutpoint
