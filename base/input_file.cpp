#include "base/input_file.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_descriptor.hpp"

namespace cutpoint {
namespace {

struct KindInfo {
  std::string_view name;
  std::uint64_t most_megabytes;
};

// Limits of size, chosen by us: a hundred times what the largest sensible file of each kind has.
// That of a network is the limit of Protocol Buffers, in which ONNX files are written.
constexpr std::array<KindInfo, kInputKindCount> kKinds{{
    {"scenario", 10},
    {"network", 2147},
    {"device file", 10},
    {"profile", 100},
    {"link trace", 1000},
    {"arrival trace", 1000},
    {"arrival distribution", 100},
    {"service distribution", 100},
}};

constexpr std::uint64_t kMegabyte = 1'000'000;

const KindInfo& info(InputKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

std::string reason_of(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return "there is no such file";
    case EACCES:
    case EPERM:
      return "it may not be read";
    default:
      return std::error_code{error, std::generic_category()}.message();
  }
}

std::string reason_of_size(std::uint64_t size, InputKind kind) {
  return "it has " + std::to_string(size) + " bytes, and a file of this kind at most " +
         std::to_string(info(kind).most_megabytes) + " MB";
}

/// Reads to the end, wherever the file's size has said that to be. Returns why it could not; empty
/// if it could.
std::string read_whole(const std::filesystem::path& path, InputKind kind, std::string& bytes) {
  // A pipe that nobody writes to, or a terminal line without a carrier, must not hold us up.
  const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
    return reason_of(errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return "it is a folder";
  }
  if (!S_ISREG(status.st_mode)) {
    return "it is no regular file, but a pipe, a socket or a device; save what comes out of it to "
           "a file";
  }
  const std::uint64_t most = most_bytes(kind);
  const auto expected = static_cast<std::uint64_t>(status.st_size);
  if (expected > most) {
    return reason_of_size(expected, kind);
  }
  constexpr std::size_t kStep = 1 << 16;
  bytes.resize(static_cast<std::size_t>(expected) + 1);  // one more, to see the end at once
  std::size_t size = 0;
  while (true) {
    const ssize_t count = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return reason_of(errno);
    }
    if (count == 0) {
      bytes.resize(size);
      return {};
    }
    size += static_cast<std::size_t>(count);
    if (size > most) {  // It grew, or is one of those that the kernel makes up while they are read.
      return reason_of_size(size, kind);
    }
    if (size == bytes.size()) {
      bytes.resize(size + kStep);
    }
  }
}

}  // namespace

std::string_view to_string(InputKind kind) { return info(kind).name; }

std::uint64_t most_bytes(InputKind kind) { return info(kind).most_megabytes * kMegabyte; }

InputFile read_input(const std::filesystem::path& path,
                     InputKind kind,
                     const SourceLocation& where) {
  InputFile file{path, {}};
  const std::string why = read_whole(path, kind, file.bytes);
  if (!why.empty()) {
    throw where.path.empty()
        ? InputError{{path.string()},
                     "cannot read the " + std::string{to_string(kind)} + ": " + why}
        : InputError{where, "cannot read " + path.string() + ": " + why};
  }
  return file;
}

}  // namespace cutpoint
