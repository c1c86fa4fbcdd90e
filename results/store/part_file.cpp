#include "results/store/part_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/store/dataset.hpp"
#include "results/store/seal.hpp"

namespace cutpoint {
namespace {

/// The mark that a part file begins with until it is whole.
constexpr std::string_view kMark = "cutpoint part file\n";

constexpr std::string_view kSuffix = ".part";
constexpr std::size_t kRandomDigits = 16;

/// The most symbolic links that are followed one after the other, as many as Linux follows.
constexpr int kMostLinks = 40;

/// Sixteen hexadecimal digits from the system's source of random numbers, which two programs do not
/// share.
std::string random_digits() {
  std::uint64_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number) {
    number = static_cast<std::uint64_t>(getpid());  // O_EXCL alone keeps names apart then.
  }
  std::array<char, kRandomDigits + 1> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(number));
  return digits.data();
}

/// The folder in which a file lies or would lie.
std::filesystem::path directory_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

/// Makes a rename survive a power failure. Some file systems cannot do this; then the file is as
/// complete as anywhere else, and only its name depends on the next regular flush.
void flush_directory(const std::filesystem::path& directory) {
  const FileDescriptor file{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (file.is_open()) {
    ::fsync(file.number());
  }
}

/// Whether a name is that of a part file of `target`.
bool is_part_name(const std::string& name, const std::string& target) {
  const std::string start = target + '.';
  return name.size() == start.size() + kRandomDigits + kSuffix.size() && name.starts_with(start) &&
         name.ends_with(kSuffix) &&
         name.find_first_not_of("0123456789abcdef", start.size()) == start.size() + kRandomDigits;
}

/// Up to `size` bytes of a file; none before its start.
std::string read_at(int descriptor, off_t place, std::size_t size) {
  std::string bytes(size, '\0');
  const ssize_t count = place < 0 ? 0 : ::pread(descriptor, bytes.data(), size, place);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

/// Deletes a file that was left by a program that is no longer there.
void remove_leftover(const std::filesystem::path& part) {
  const FileDescriptor file{::open(part.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (!file.is_open()) {
    return;
  }
  struct stat status {};
  const bool is_ours =
      ::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1 &&
      (read_at(file.number(), 0, kMark.size()) == kMark ||
       has_seal(read_at(file.number(), status.st_size - off_t{kSealBytes}, kSealBytes))) &&
      ::flock(file.number(), LOCK_EX | LOCK_NB) == 0;
  if (is_ours) {
    ::unlink(part.c_str());  // It is still locked here. Once published, it has this name no more.
  }
}

}  // namespace

std::filesystem::path write_target(const std::filesystem::path& path) {
  std::filesystem::path target = path;
  for (int links = 0; links < kMostLinks; ++links) {
    std::error_code error;
    const std::filesystem::path next = std::filesystem::read_symlink(target, error);
    if (error) {
      return target;  // The path is no link.
    }
    target = target.parent_path() / next;
  }
  throw ResultsError{path, "its symbolic links go round in a circle"};
}

PartFile::PartFile(const std::filesystem::path& path) : path_{path}, target_{write_target(path)} {
  if (!target_.has_filename()) {
    throw ResultsError{path, "this is no name of a file"};
  }
  std::error_code error;
  const auto there = std::filesystem::symlink_status(target_, error).type();
  if (there == std::filesystem::file_type::directory) {
    throw ResultsError{path, "this is a directory; choose another name"};
  }
  if (there != std::filesystem::file_type::regular &&
      there != std::filesystem::file_type::not_found && there != std::filesystem::file_type::none) {
    throw ResultsError{path,
                       "this is no regular file, so it is not overwritten; choose another name"};
  }
  const std::filesystem::path directory = directory_of(target_);
  std::filesystem::create_directories(directory, error);
  if (error) {
    throw ResultsError{
        path, "cannot create the directory " + directory.string() + ": " + error.message()};
  }
  remove_leftovers();
  create();
}

PartFile::~PartFile() {
  if (!is_published_) {
    ::unlink(part_.c_str());
  }
}

void PartFile::fail(const char* action) const {
  const std::error_code cause{errno, std::generic_category()};
  throw ResultsError{
      path_, std::string{"cannot "} + action + ' ' + part_.string() + ": " + cause.message()};
}

void PartFile::create() {
  do {
    part_ = target_.string() + '.' + random_digits() + std::string{kSuffix};
    file_ = FileDescriptor{
        ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666)};
  } while (!file_.is_open() && errno == EEXIST);
  if (!file_.is_open()) {
    fail("create");
  }
  ::flock(file_.number(), LOCK_EX | LOCK_NB);  // Only a search for leftovers asks for the lock.
  try {
    write_at(0, kMark);
  } catch (const ResultsError&) {
    ::unlink(part_.c_str());
    throw;
  }
}

void PartFile::remove_leftovers() const {
  std::error_code error;
  const std::string name = target_.filename().string();
  std::filesystem::directory_iterator entry{directory_of(target_), error};
  for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    if (is_part_name(path.filename().string(), name)) {
      remove_leftover(path);
    }
  }
}

void PartFile::write_at(std::size_t place, std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count =
        ::pwrite(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (count < 0 && errno != EINTR) {
      fail("write");
    }
    const std::size_t written = count > 0 ? static_cast<std::size_t>(count) : 0;
    place += written;
    bytes.remove_prefix(written);
  }
}

void PartFile::publish(std::string_view content) {
  const std::size_t start = std::min(content.size(), kMark.size());
  write_at(start, content.substr(start));
  write_at(0, content.substr(0, start));
  if (::ftruncate(file_.number(), static_cast<off_t>(content.size())) != 0 ||
      ::fsync(file_.number()) != 0) {
    fail("write");
  }
  // The file is closed only later: without its lock it would be taken for a leftover.
  if (::rename(part_.c_str(), target_.c_str()) != 0) {
    fail("rename");
  }
  is_published_ = true;
  flush_directory(directory_of(target_));
}

}  // namespace cutpoint
