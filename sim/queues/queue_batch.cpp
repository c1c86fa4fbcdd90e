#include "sim/queues/queue_batch.hpp"

#include "sim/stats/batch_members.hpp"

namespace cutpoint {

QueueBatch::OfClass& QueueBatch::OfClass::operator+=(const OfClass& later) {
  jobs += later.jobs;
  waiting += later.waiting;
  return *this;
}

void QueueBatch::merge(const QueueBatch& later) { merge_members(*this, later); }

void QueueBatch::clear() { clear_members(*this); }

}  // namespace cutpoint
