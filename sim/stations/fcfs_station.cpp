#include "sim/stations/fcfs_station.hpp"

#include "base/contract.hpp"

namespace cutpoint {

FcfsStation::FcfsStation(std::uint32_t servers) : servers_{servers}, line_(16) {
  CUTPOINT_EXPECTS(servers >= 1);
}

bool FcfsStation::arrive(JobId job) {
  if (busy_ < servers_) {
    ++busy_;
    return true;
  }
  if (waiting_ == line_.size()) {
    grow();
  }
  line_[(first_ + waiting_) & (line_.size() - 1)] = job;
  ++waiting_;
  return false;
}

std::optional<FcfsStation::JobId> FcfsStation::depart() {
  CUTPOINT_EXPECTS(busy_ > 0);

  if (waiting_ == 0) {
    --busy_;
    return std::nullopt;
  }
  const JobId next = line_[first_];
  first_ = (first_ + 1) & (line_.size() - 1);
  --waiting_;
  return next;
}

void FcfsStation::grow() {
  std::vector<JobId> larger(line_.size() * 2);
  for (std::size_t i = 0; i < waiting_; ++i) {
    larger[i] = line_[(first_ + i) & (line_.size() - 1)];
  }
  line_ = std::move(larger);
  first_ = 0;
}

}  // namespace cutpoint
