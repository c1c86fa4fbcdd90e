// A finished run as bytes: what results files and journals keep of it, and what workers send.
//
// The bytes hold all numbers bit for bit, and equal results give equal bytes. Numbers are little
// endian, integers as short as they are (LEB128), histograms without their empty bins. The first
// byte is the version of this layout.
#pragma once

#include <filesystem>
#include <string>

#include "runner/keep/run_plan.hpp"
#include "runner/kinds/point_result.hpp"

namespace cutpoint {

/// What can be told of a run without reading all of it.
struct RunHead {
  RunKey key;
  std::uint64_t max_observations = 0;  // its budget
  PointStatus status = PointStatus::NotRun;
};

struct RunRecord {
  RunKey key;
  std::uint64_t max_observations = 0;
  PointResult result;
};

/// Requires: a record of a run that has ended.
[[nodiscard]] std::string encode_run(RunRecord record);

struct FinishedRun {
  RunKey key;
  std::string record;        // encode_run()
  double seconds = 0.0;      // that it took, on the clock of the wall
  std::uint64_t events = 0;  // simulated, those of a search included
  double precision = 0.0;    // largest relative half-width of what was to be precise; 0 if unknown
};

/// Throws: ResultsError about `source` if the bytes are damaged or of another version.
[[nodiscard]] RunRecord decode_run(const std::string& bytes, const std::filesystem::path& source);
[[nodiscard]] RunHead decode_head(const std::string& bytes, const std::filesystem::path& source);

}  // namespace cutpoint
