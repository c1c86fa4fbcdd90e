// Whether 95 % intervals cover the truth, stop rule included.
//
// Method: waiting and sojourn times of M/M/1 by Lindley's recursion, no engine involved, until the
// mean waiting time is known to 5 % and the batch means look uncorrelated. Over many seeds, the
// interval of the mean waiting time should hold the Pollaczek–Khinchine value, and that of the 95th
// percentile of the sojourn time the exponential one, about 95 times in a hundred; sequential
// stopping costs a point or two, because a run that underestimates its own spread stops early.
#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/random/random_stream.hpp"
#include "sim/stats/batch_series.hpp"
#include "sim/stats/estimate.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

struct Batch {
  double waiting_sum = 0.0;
  double count = 0.0;
  Histogram sojourn;

  void merge(const Batch& later) {
    waiting_sum += later.waiting_sum;
    count += later.count;
    sojourn.merge(later.sojourn);
  }
  void clear() {
    waiting_sum = 0.0;
    count = 0.0;
    sojourn.clear();
  }
};

struct Answer {
  Estimate waiting_mean;
  Estimate sojourn_p95;
  bool uncorrelated = false;
  double jobs = 0.0;
};

Answer estimate(const BatchSeries<Batch>& series) {
  std::vector<double> means;
  for (const Batch& batch : series.closed()) {
    means.push_back(batch.waiting_sum / batch.count);
  }
  const std::size_t warm_up = warm_up_batches(means);
  means.erase(means.begin(), means.begin() + static_cast<std::ptrdiff_t>(warm_up));

  std::vector<double> sums;
  std::vector<double> counts;
  std::vector<const Histogram*> histograms;
  for (const Batch& batch : series.closed().subspan(warm_up)) {
    sums.push_back(batch.waiting_sum);
    counts.push_back(batch.count);
    histograms.push_back(&batch.sojourn);
  }
  return {.waiting_mean = ratio_estimate(sums, counts),
          .sojourn_p95 = quantile_estimate(histograms, 0.95),
          .uncorrelated = looks_uncorrelated(means),
          .jobs = static_cast<double>(series.observations())};
}

/// One run of M/M/1 with E[S] = 1 s, until the target is reached.
Answer run(double utilization, std::uint64_t seed) {
  RandomStream arrivals{{.seed = 1, .replication = seed, .purpose = Purpose::Arrival}};
  RandomStream services{{.seed = 1, .replication = seed, .purpose = Purpose::Service}};
  BatchSeries<Batch> series{64};
  double waiting = 0.0;
  std::uint64_t batch_size = series.batch_size();
  while (true) {
    const double service = services.exponential();
    Batch& batch = series.current();
    batch.waiting_sum += waiting;
    batch.count += 1.0;
    batch.sojourn.add(to_duration(Seconds{waiting + service}));
    series.step();
    waiting = std::max(0.0, waiting + service - arrivals.exponential() / utilization);

    if (series.batch_size() != batch_size) {  // each time the run has doubled
      batch_size = series.batch_size();
      const Answer answer = estimate(series);
      if (answer.uncorrelated && answer.waiting_mean.relative_half_width() <= 0.05) {
        return answer;
      }
    }
  }
}

struct Study {
  double mean_coverage = 0.0;  // shares of the runs
  double quantile_coverage = 0.0;
  double mean_within_target = 0.0;  // … whose mean is within 5 % of the truth
  double jobs_per_run = 0.0;
};

Study study(double utilization, int runs) {
  const double true_mean = utilization / (1.0 - utilization);
  const double true_quantile = std::log(20.0) / (1.0 - utilization);
  Study result;
  for (int seed = 1; seed <= runs; ++seed) {
    const Answer answer = run(utilization, static_cast<std::uint64_t>(seed));
    const double error = std::abs(answer.waiting_mean.value - true_mean);
    const double quantile_error = std::abs(answer.sojourn_p95.value - true_quantile);
    result.mean_coverage += error <= answer.waiting_mean.half_width ? 1.0 / runs : 0.0;
    result.quantile_coverage += quantile_error <= answer.sojourn_p95.half_width ? 1.0 / runs : 0.0;
    result.mean_within_target += error <= 0.05 * true_mean ? 1.0 / runs : 0.0;
    result.jobs_per_run += answer.jobs / runs;
  }
  return result;
}

TEST_CASE("Nominal 95 % intervals of M/M/1 cover the truth in 90 to 99 % of 200 runs") {
  const Study half = study(0.5, 200);
  CAPTURE(half.jobs_per_run, half.mean_within_target);
  CHECK(half.mean_coverage >= 0.90);
  CHECK(half.mean_coverage <= 0.99);
  CHECK(half.quantile_coverage >= 0.90);
  CHECK(half.quantile_coverage <= 0.99);
}

// By hand, in a release build: a minute or so.
TEST_CASE("Coverage at several utilizations over 2,000 runs", "[.study]") {
  const double utilization = GENERATE(0.5, 0.8, 0.9);
  const Study result = study(utilization, 2000);
  WARN("utilization " << utilization << ": mean " << result.mean_coverage << ", p95 "
                      << result.quantile_coverage << ", mean within 5 % "
                      << result.mean_within_target << ", jobs per run " << result.jobs_per_run);
  CHECK(result.mean_coverage >= 0.93);
  CHECK(result.mean_coverage <= 0.97);
  CHECK(result.quantile_coverage >= 0.93);
  CHECK(result.quantile_coverage <= 0.97);
}

}  // namespace
}  // namespace cutpoint
