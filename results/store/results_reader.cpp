#include "results/store/results_reader.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <new>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_descriptor.hpp"
#include "results/store/child_process.hpp"
#include "results/store/dataset_archive.hpp"
#include "results/store/dataset_parser.hpp"
#include "results/store/seal.hpp"

namespace cutpoint {
namespace {

// The limits of what reading a file may take, by its size: many times what honest files need
// (assumed).
constexpr std::size_t kLeastContent = std::size_t{256} << 20U;
constexpr std::size_t kContentPerByte = 64;  // for each byte of a file; records shrink to a third
constexpr std::size_t kMostContent = std::size_t{16} << 30U;
constexpr std::size_t kLeastMemory = std::size_t{1} << 30U;
constexpr std::chrono::seconds kLeastTime{30};
constexpr std::size_t kBytesPerSecond = std::size_t{1} << 22U;

std::string cause(int error) { return std::generic_category().message(error); }

/// Reads up to `size` bytes; fewer if the file ends before. Throws: ResultsError.
std::string read_all(int descriptor, std::size_t size, const std::filesystem::path& path) {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = read(descriptor, bytes.data() + done, size - done);
    if (count < 0 && errno != EINTR) {
      throw ResultsError{path, "cannot read it: " + cause(errno)};
    }
    if (count == 0) {
      break;
    }
    done += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  bytes.resize(done);
  return bytes;
}

/// Parses an image in a child process, and decodes and checks what comes back like any input, for
/// the child may have been made to send anything.
Dataset parse_apart(std::string_view image, const std::filesystem::path& path) {
  const std::size_t by_size = std::min(kMostContent, kContentPerByte * image.size());
  const std::size_t most = kLeastContent + by_size;
  const ChildLimits limits{
      .memory = kLeastMemory + 4 * by_size,
      .time = kLeastTime + std::chrono::seconds{image.size() / kBytesPerSecond},
      .output = 2 * most};
  const auto parse = [&]() -> std::string {
    try {
      return encode_dataset(parse_dataset(image, most, path));
    } catch (const ResultsError& error) {
      throw std::runtime_error{error.message()};
    }
  };
  try {
    auto dataset = decode_dataset(run_in_child(parse, limits));
    if (!dataset) {
      throw ChildError{"what came of it makes no sense"};
    }
    if (const auto complaint = inconsistency(*dataset)) {
      throw ChildError{*complaint};
    }
    return *std::move(dataset);
  } catch (const ChildError& error) {
    throw ResultsError{path, std::string{"cannot be read as a results file: "} + error.what()};
  }
}

/// The version of the layout of a file. Throws: ResultsError if the file has none, or a later one
/// than this program knows.
std::int64_t version_of(const Dataset& dataset, const std::filesystem::path& path) {
  const auto version = integer_attribute(dataset, "schema_version");
  if (!version || *version < 1) {
    throw ResultsError{path, "no results file of Cutpoint: it has no schema_version"};
  }
  if (*version > kResultsSchemaVersion) {
    throw ResultsError{path,
                       fmt::format("written by a later Cutpoint: its layout has version {}, and {} "
                                   "is the last one known here",
                                   *version,
                                   kResultsSchemaVersion)};
  }
  return *version;
}

/// Reads a file whose end looks like a seal: compared before the HDF5 library sees the content.
Dataset read_sealed(std::string_view file, const std::filesystem::path& path) {
  const auto content = sealed_content(file);
  if (!content) {
    throw ResultsError{path,
                       "damaged: its content does not have the SHA-256 that stands behind it"};
  }
  Dataset dataset = parse_apart(*content, path);
  static_cast<void>(version_of(dataset, path));
  return dataset;
}

/// Reads a file without a seal, which only layout 1 may lack. Warns, as nobody can tell whether it
/// is damaged.
Dataset read_unsealed(std::string_view file,
                      const std::filesystem::path& path,
                      const Reading& reading) {
  if (reading.verified_only) {
    throw ResultsError{path,
                       "has no SHA-256 behind its content, so that nobody can tell whether it is "
                       "damaged; without --verified-only it is read all the same"};
  }
  Dataset dataset = parse_apart(file, path);
  if (version_of(dataset, path) > 1) {
    throw ResultsError{path,
                       "damaged: the SHA-256 that should stand behind its content is not there"};
  }
  reading.about(path,
                "written by an earlier Cutpoint, without a SHA-256: nobody can tell whether it is "
                "damaged");
  return dataset;
}

template <class Value>
std::optional<Value> attribute(const Dataset& dataset, std::string_view name) {
  const auto found = std::ranges::find(dataset.attributes, name, &Attribute::name);
  const auto* value =
      found == dataset.attributes.end() ? nullptr : std::get_if<Value>(&found->value);
  return value == nullptr ? std::nullopt : std::optional{*value};
}

template <class Named>
const Named* find(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::ranges::find(list, name, &Named::name);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

void Reading::about(const std::filesystem::path& path, const std::string& message) const {
  if (warn) {
    warn(path.string() + ": warning: " + message);
  }
}

std::string read_bytes(const std::filesystem::path& path) {
  // Does not wait for a process that might write to a pipe.
  const FileDescriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  if (!file.is_open()) {
    throw ResultsError{
        path, errno == ENOENT ? "there is no such file" : "cannot open it: " + cause(errno)};
  }
  return read_bytes(file.number(), path);
}

std::string read_bytes(int descriptor, const std::filesystem::path& path) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    throw ResultsError{path, "this is no regular file"};
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > kLargestFile) {
    throw ResultsError{
        path, fmt::format("has {} bytes; files of Cutpoint have at most {}", size, kLargestFile)};
  }
  try {
    return read_all(descriptor, size, path);
  } catch (const std::bad_alloc&) {
    throw ResultsError{path, "too large for the memory"};
  } catch (const std::length_error&) {
    throw ResultsError{path, "too large for the memory"};
  }
}

Dataset read_dataset(const std::filesystem::path& path, const Reading& reading) {
  const std::string file = read_bytes(path);
  return has_seal(file) ? read_sealed(file, path) : read_unsealed(file, path, reading);
}

std::optional<std::string> text_attribute(const Dataset& dataset, std::string_view name) {
  return attribute<std::string>(dataset, name);
}

std::optional<std::int64_t> integer_attribute(const Dataset& dataset, std::string_view name) {
  return attribute<std::int64_t>(dataset, name);
}

std::optional<double> number_attribute(const Dataset& dataset, std::string_view name) {
  return attribute<double>(dataset, name);
}

const Group* find_group(const Dataset& dataset, std::string_view name) {
  return find(dataset.groups, name);
}

const Dimension* find_dimension(const std::vector<Dimension>& dimensions, std::string_view name) {
  return find(dimensions, name);
}

const Variable* find_variable(const std::vector<Variable>& variables, std::string_view name) {
  return find(variables, name);
}

}  // namespace cutpoint
