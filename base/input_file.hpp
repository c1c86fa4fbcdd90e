// Files that a user names: scenarios, networks, devices, traces. The one way in for all of them.
//
// A file is opened once, without waiting for anybody, and read whole. What is no regular file (a
// pipe would be waited for, a device never ends) is refused, and so is what is larger than any
// sensible file of its kind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/input_error.hpp"

namespace cutpoint {

/// What a file is read for: messages name it, and it sets how large the file may be.
enum class InputKind : std::uint8_t {
  Scenario,  // its own file, or one that it extends or includes
  Network,
  Device,
  Profile,
  LinkTrace,
  ArrivalTrace,
  ArrivalDistribution,  // the law of the times between arrivals
  ServiceDistribution,
};
inline constexpr int kInputKindCount = 8;

/// "scenario", "network", "device file", "profile", "link trace", "arrival trace",
/// "arrival distribution", "service distribution".
[[nodiscard]] std::string_view to_string(InputKind kind);

/// How many bytes a file of that kind may have: about a hundred times the largest sensible one.
[[nodiscard]] std::uint64_t most_bytes(InputKind kind);

/// A file that was read whole, as the readers of its kind take it.
struct InputFile {
  std::filesystem::path path;  // as messages name it
  std::string bytes;
};

/// Reads a whole file. O(bytes). Throws: InputError if there is no such file, if it may not be
/// read, is no regular file or is too large. The error is placed at `where`, the place at which a
/// user names the file, or at the file itself if that is not known.
[[nodiscard]] InputFile read_input(const std::filesystem::path& path,
                                   InputKind kind,
                                   const SourceLocation& where = {});

}  // namespace cutpoint
