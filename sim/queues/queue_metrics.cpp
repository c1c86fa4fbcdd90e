#include "sim/queues/queue_metrics.hpp"

#include <vector>

namespace cutpoint {

Estimate class_waiting_time(std::span<const QueueBatch> batches, std::size_t number, Batches kind) {
  std::vector<Ratio> ratios;
  for (const QueueBatch& batch : batches) {
    if (number < batch.classes.size()) {
      const QueueBatch::OfClass& of_class = batch.classes[number];
      ratios.push_back({of_class.waiting.seconds().count(), static_cast<double>(of_class.jobs)});
    }
  }
  return estimate_ratio(ratios, kind);
}

}  // namespace cutpoint
