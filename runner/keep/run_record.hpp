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

/// The beginning of a record, which can be read without the rest.
struct RunHead {
  RunKey key;
  std::uint64_t max_observations = 0;  // its budget
  PointStatus status = PointStatus::NotRun;
};

/// A finished run with all that is known of it.
struct RunRecord {
  RunKey key;
  std::uint64_t max_observations = 0;
  PointResult result;
};

/// A digest of the layout of records: of the names of all metrics, in their order, and of what the
/// members of results take. A program reads records whose layout has the digest of its own. So a
/// metric or a member that is new, gone or in another place makes other records, and nobody has to
/// remember a version.
[[nodiscard]] std::uint64_t record_layout();

/// The bytes of a record. Requires: the run has ended.
[[nodiscard]] std::string encode_run(RunRecord record);

/// A run that has just ended, with its record in bytes and how it went.
struct FinishedRun {
  RunKey key;
  std::string record;        // encode_run()
  double seconds = 0.0;      // seconds that it took, on the clock of the wall
  std::uint64_t events = 0;  // events simulated, those of a search included
  double precision = 0.0;    // largest relative half-width of what was to be precise; 0 if unknown
};

/// Reads a record. Throws: ResultsError about `source` if the bytes are damaged or of another
/// version.
[[nodiscard]] RunRecord decode_run(const std::string& bytes, const std::filesystem::path& source);
/// Reads the beginning of a record. Throws: as decode_run().
[[nodiscard]] RunHead decode_head(const std::string& bytes, const std::filesystem::path& source);

}  // namespace cutpoint
