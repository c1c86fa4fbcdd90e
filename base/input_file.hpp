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

/// What a file is read for.
enum class InputKind : std::uint8_t {
  Scenario,  // its own file, or one that it extends or includes
  Network,
  Device,
  Profile,
  LinkTrace,
  ArrivalTrace,
  ArrivalDistribution,  // of the times between arrivals
  ServiceDistribution,
};
inline constexpr int kInputKindCount = 8;

/// "scenario", "network", "device file", "profile", "link trace", "arrival trace",
/// "arrival distribution", "service distribution".
[[nodiscard]] std::string_view to_string(InputKind kind);

/// How many bytes a file of that kind may have.
[[nodiscard]] std::uint64_t most_bytes(InputKind kind);

struct InputFile {
  std::filesystem::path path;  // as messages name it
  std::string bytes;
};

/// Throws: InputError if there is no such file, it may not be read, is no regular file or too
/// large; at `where`, which is where it is named, or about the file if that is not known.
[[nodiscard]] InputFile read_input(const std::filesystem::path& path,
                                   InputKind kind,
                                   const SourceLocation& where = {});

}  // namespace cutpoint
