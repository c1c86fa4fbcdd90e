#include "results/journal.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/provenance.hpp"

namespace cutpoint {
namespace {

/// The first bytes of every journal; the digit is the version of this layout.
constexpr std::string_view kMagic = "cutpoint journal 1\n";

/// Bytes of a block's head: its length, then the first digits of the SHA-256 of the block.
constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kChecksumDigits = 16;
constexpr std::size_t kHeadBytes = kLengthBytes + kChecksumDigits;

constexpr std::chrono::seconds kFlushInterval{1};

std::string checksum(const std::string& block) { return sha256(block).substr(0, kChecksumDigits); }

std::string length_bytes(std::uint64_t length) {
  std::string bytes;
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    bytes += static_cast<char>((length >> (8 * i)) & 0xffU);
  }
  return bytes;
}

std::uint64_t length_of(std::string_view bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return length;
}

struct Contents {
  std::vector<std::string> blocks;
  std::size_t valid = 0;  // bytes up to the end of the last whole block
};

/// Requires: the text begins with kMagic.
Contents parse(std::string_view text) {
  Contents contents{{}, kMagic.size()};
  while (text.size() - contents.valid >= kHeadBytes) {
    const std::string_view rest = text.substr(contents.valid);
    const std::uint64_t length = length_of(rest);
    if (length > rest.size() - kHeadBytes) {
      break;
    }
    std::string block{rest.substr(kHeadBytes, length)};
    if (rest.substr(kLengthBytes, kChecksumDigits) != checksum(block)) {
      break;
    }
    contents.blocks.push_back(std::move(block));
    contents.valid += kHeadBytes + length;
  }
  return contents;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  if (file.is_open() && file.peek() != std::ifstream::traits_type::eof()) {
    text << file.rdbuf();
  }
  if (!file.is_open() || file.bad() || text.bad()) {
    throw ResultsError{path, "cannot read the journal"};
  }
  return text.str();
}

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& action) {
  const std::error_code cause{errno, std::generic_category()};
  throw ResultsError{path, "cannot " + action + ": " + cause.message()};
}

[[noreturn]] void refuse_foreign(const std::filesystem::path& path) {
  throw ResultsError{path, "no journal of Cutpoint; move it out of the way"};
}

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      fail(path, "write the journal");
    }
    bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
}

int open_locked(const std::filesystem::path& path) {
  if (path.has_parent_path()) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) {
      throw ResultsError{
          path,
          "cannot create the directory " + path.parent_path().string() + ": " + error.message()};
    }
  }
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    fail(path, "open the journal");
  }
  // File systems without locks answer otherwise; there the user has to take care.
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(descriptor);
    throw ResultsError{path, "another run is writing it; wait until that ends, or stop it"};
  }
  return descriptor;
}

}  // namespace

bool is_journal(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::array<char, kMagic.size()> start{};
  file.read(start.data(), start.size());
  return file.good() && std::string_view{start.data(), start.size()} == kMagic;
}

std::vector<std::string> read_journal(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  if (!text.starts_with(kMagic)) {
    refuse_foreign(path);
  }
  return parse(text).blocks;
}

Journal::Journal(const std::filesystem::path& path) : path_{path}, file_{open_locked(path)} {
  const std::string text = read_file(path);
  if (kMagic.starts_with(text)) {  // New, or killed while it was.
    if (::ftruncate(file_.number(), 0) != 0) {
      fail(path_, "write the journal");
    }
    write_all(file_.number(), kMagic, path_);
    return;
  }
  if (!text.starts_with(kMagic)) {
    refuse_foreign(path);
  }
  Contents contents = parse(text);
  if (::ftruncate(file_.number(), static_cast<off_t>(contents.valid)) != 0) {
    fail(path_, "write the journal");
  }
  blocks_ = std::move(contents.blocks);
}

Journal::Descriptor::~Descriptor() { ::close(number_); }

void Journal::append(std::string_view block) {
  const std::string content{block};
  write_all(file_.number(), length_bytes(content.size()) + checksum(content) + content, path_);
  if (std::chrono::steady_clock::now() - flushed_ >= kFlushInterval) {
    flush();
  }
}

void Journal::flush() {
  if (::fsync(file_.number()) != 0) {
    fail(path_, "write the journal");
  }
  flushed_ = std::chrono::steady_clock::now();
}

void Journal::clear() {
  if (::ftruncate(file_.number(), static_cast<off_t>(kMagic.size())) != 0) {
    fail(path_, "write the journal");
  }
  blocks_.clear();
}

void Journal::remove() { ::unlink(path_.c_str()); }

}  // namespace cutpoint
