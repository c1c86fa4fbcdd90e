#include "runner/keep/merged_runs.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/contract.hpp"
#include "base/input_error.hpp"

namespace cutpoint {
namespace {

[[noreturn]] void refuse(const StoredRuns& part, const StoredRuns& first, const std::string& why) {
  throw InputError{{part.path.string()}, "does not belong to " + first.path.string() + ": " + why};
}

void expect_related(const StoredRuns& part, const StoredRuns& first) {
  if (const auto why = any_difference(first.origin, part.origin)) {
    refuse(part, first, *why);
  }
  if (part.origin.replications != first.origin.replications) {
    refuse(part,
           first,
           std::to_string(first.origin.replications) + " replications there, " +
               std::to_string(part.origin.replications) + " here");
  }
}

}  // namespace

StoredRuns merge_runs(const std::vector<std::filesystem::path>& paths, const Reading& reading) {
  CUTPOINT_EXPECTS(!paths.empty());

  StoredRuns merged = read_runs(paths.front(), reading);
  for (std::size_t i = 1; i < paths.size(); ++i) {
    StoredRuns part = read_runs(paths[i], reading);
    expect_related(part, merged);
    take_content(merged.origin.source, part.origin.source);
    for (auto& [key, record] : part.runs) {
      const auto [known, is_new] = merged.runs.emplace(key, record);
      if (!is_new && known->second != record) {
        refuse(
            part,
            merged,
            fmt::format(
                "replication {} of point {} is in both and differs", key.replication, key.point));
      }
    }
    merged.seconds += part.seconds;
  }
  merged.origin.shard = {};
  return merged;
}

}  // namespace cutpoint
