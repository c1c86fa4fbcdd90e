#include "results/dataset.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "results/dataset_image.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

template <typename Values>
std::size_t size_of(const Values& values) {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

using Names = std::unordered_set<std::string>;

void expect_new(Names& names, const std::string& name) {
  const bool name_is_new = names.insert(name).second;
  CUTPOINT_EXPECTS(name_is_new);
}

void expect_consistent(Names& names,
                       const std::vector<Dimension>& dimensions,
                       const std::vector<Variable>& variables) {
  std::unordered_map<std::string, std::size_t> sizes;
  for (const Dimension& dimension : dimensions) {
    expect_new(names, dimension.name);
    sizes[dimension.name] = size_of(dimension.values);
    const bool dimension_has_values = sizes[dimension.name] > 0;
    CUTPOINT_EXPECTS(dimension_has_values);
  }
  for (const Variable& variable : variables) {
    expect_new(names, variable.name);
    std::size_t cells = 1;
    for (const std::string& dimension : variable.dimensions) {
      const bool dimension_is_known = sizes.contains(dimension);
      CUTPOINT_EXPECTS(dimension_is_known);
      cells *= sizes[dimension];
    }
    const bool has_one_value_per_cell = size_of(variable.values) == cells;
    CUTPOINT_EXPECTS(has_one_value_per_cell);
  }
}

void expect_consistent(const Dataset& dataset) {
  Names names;
  expect_consistent(names, dataset.dimensions, dataset.variables);
  for (const Group& group : dataset.groups) {
    expect_new(names, group.name);
    Names of_group;
    expect_consistent(of_group, group.dimensions, group.variables);
  }
  Names attributes{"schema_version"};
  for (const Attribute& attribute : dataset.attributes) {
    const bool attribute_is_new = attributes.insert(attribute.name).second;
    CUTPOINT_EXPECTS(attribute_is_new);
  }
}

[[noreturn]] void fail(const std::filesystem::path& path,
                       const std::string& action,
                       const std::error_code& cause) {
  throw ResultsError{path, "cannot " + action + ": " + cause.message()};
}

std::error_code last_error() { return {errno, std::generic_category()}; }

/// `path`.part on the disk: what is written so far. Gone at the end of the scope unless published.
class PartFile {
 public:
  explicit PartFile(const std::filesystem::path& path)
      : path_{path},
        part_{path.string() + ".part"},
        descriptor_{::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)} {
    if (descriptor_ < 0) {
      fail(path_, "create " + part_.string(), last_error());
    }
  }

  ~PartFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
    if (!published_) {
      ::unlink(part_.c_str());
    }
  }
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  PartFile(PartFile&&) = delete;
  PartFile& operator=(PartFile&&) = delete;

  void write(const std::vector<std::byte>& bytes) const {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
      if (count < 0 && errno != EINTR) {
        fail(path_, "write " + part_.string(), last_error());
      }
      done += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
  }

  /// Makes the bytes durable and gives them their name.
  void publish() {
    if (::fsync(descriptor_) != 0) {
      fail(path_, "write " + part_.string(), last_error());
    }
    if (::close(std::exchange(descriptor_, -1)) != 0) {
      fail(path_, "write " + part_.string(), last_error());
    }
    std::error_code error;
    std::filesystem::rename(part_, path_, error);
    if (error) {
      fail(path_, "rename " + part_.string(), error);
    }
    published_ = true;
  }

 private:
  std::filesystem::path path_;
  std::filesystem::path part_;
  int descriptor_;
  bool published_ = false;
};

std::filesystem::path directory_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

void create_directory_of(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(directory_of(path), error);
  if (error) {
    fail(path, "create the directory " + directory_of(path).string(), error);
  }
}

/// Makes a rename survive a power failure. Some file systems cannot do this; then the file is as
/// complete as anywhere else, and only its name depends on the next regular flush.
void flush_directory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

/// Whether the path is a file with content that does not begin as HDF5 files do.
bool holds_something_else(const std::filesystem::path& path) {
  constexpr std::string_view signature{"\x89HDF\r\n\x1a\n"};
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return false;
  }
  std::array<char, signature.size()> start{};
  std::ifstream file{path, std::ios::binary};
  file.read(start.data(), start.size());
  const auto length = static_cast<std::size_t>(file.gcount());
  return length > 0 && std::string_view{start.data(), length} != signature;
}

}  // namespace

ResultsError::ResultsError(const std::filesystem::path& path, const std::string& message)
    : std::runtime_error{path.string() + ": error: " + message} {}

void write_dataset(const std::filesystem::path& path, const Dataset& dataset) {
  expect_consistent(dataset);
  const std::vector<std::byte> image = dataset_image(path, dataset);

  create_directory_of(path);
  PartFile part{path};
  part.write(image);
  part.publish();
  flush_directory(directory_of(path));
}

void expect_writable(const std::filesystem::path& path) {
  if (holds_something_else(path)) {
    throw ResultsError{path.string(),
                       "this is not a results file, so it is not overwritten; choose another name"};
  }
  create_directory_of(path);
  const PartFile part{path};
}

}  // namespace cutpoint
