#include "results/store/journal.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/contract.hpp"
#include "results/store/dataset.hpp"
#include "results/store/journal_layout.hpp"
#include "results/store/results_reader.hpp"

namespace cutpoint {
namespace {

constexpr std::chrono::seconds kFlushInterval{1};

/// How often a journal is opened again if it was deleted between opening and locking.
constexpr int kMostAttempts = 100;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& action) {
  const std::error_code cause{errno, std::generic_category()};
  throw ResultsError{path, "cannot " + action + ": " + cause.message()};
}

[[noreturn]] void refuse_foreign(const std::filesystem::path& path) {
  throw ResultsError{path, "no journal of Cutpoint; move it out of the way"};
}

/// Reads the bytes of a journal. Throws: ResultsError if they are no journal of this version, or
/// one that is lost.
ParsedJournal parse(std::string_view bytes, const std::filesystem::path& path) {
  if (!begins_as_journal(bytes)) {
    refuse_foreign(path);
  }
  if (!begins_as_this_journal(bytes)) {
    throw ResultsError{path,
                       "a journal of another version of Cutpoint; that one can end it with "
                       "--resume, --force starts anew"};
  }
  std::optional<ParsedJournal> parsed = parse_journal(bytes);
  if (!parsed || (parsed->blocks.first.empty() && !parsed->blocks.others.empty())) {
    throw ResultsError{path, "so damaged that nothing of it can be used; --force starts anew"};
  }
  return *std::move(parsed);
}

/// Writes all bytes, however many calls that takes. Throws: ResultsError.
void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      fail(path, "write the journal");
    }
    bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
}

/// Shortens the file to `size` bytes. Throws: ResultsError.
void cut_off(int descriptor, std::size_t size, const std::filesystem::path& path) {
  if (::ftruncate(descriptor, static_cast<off_t>(size)) != 0) {
    fail(path, "write the journal");
  }
}

void create_folder(const std::filesystem::path& path) {
  if (!path.has_parent_path()) {
    return;
  }
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) {
    throw ResultsError{
        path,
        "cannot create the directory " + path.parent_path().string() + ": " + error.message()};
  }
}

/// Opens the file, creating it if need be, for writes that all go to its end. Throws: ResultsError
/// if there is a link or anything but a regular file.
FileDescriptor open_to_append(const std::filesystem::path& path) {
  FileDescriptor file{::open(
      path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666)};
  if (!file.is_open() && errno == ELOOP) {
    throw ResultsError{path, "a symbolic link in the place of the journal; move it out of the way"};
  }
  if (!file.is_open()) {
    fail(path, "open the journal");
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    refuse_foreign(path);
  }
  return file;
}

/// Whether an open file is the one that has this name.
bool has_name(int descriptor, const std::filesystem::path& path) {
  struct stat open {};
  struct stat there {};
  return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &there) == 0 &&
         open.st_ino == there.st_ino && open.st_dev == there.st_dev;
}

/// Opens a journal and locks it. A run that ends deletes its journal while it has the lock, so
/// whoever gets the lock next may hold a file that has no name any more, and then opens the name
/// again.
FileDescriptor open_locked(const std::filesystem::path& path) {
  create_folder(path);
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    FileDescriptor file = open_to_append(path);
    // On a file system without locks this fails in another way, and the user has to take care.
    const bool is_taken = ::flock(file.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!is_taken && has_name(file.number(), path)) {
      return file;
    }
    if (is_taken) {
      break;
    }
  }
  throw ResultsError{path, "another run is writing it; wait until that ends, or stop it"};
}

}  // namespace

bool is_journal(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return false;
  }
  std::string start(journal_start_bytes(), '\0');
  std::ifstream file{path, std::ios::binary};
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  return begins_as_journal(start);
}

JournalBlocks read_journal(const std::filesystem::path& path) {
  return parse(read_bytes(path), path).blocks;
}

Journal::Journal(const std::filesystem::path& path, Start start)
    : path_{path}, file_{open_locked(path)} {
  const std::string bytes = read_bytes(file_.number(), path);
  const bool is_new = kJournalMagic.starts_with(bytes);  // A killed run may leave a part of it.
  if (!is_new && !begins_as_journal(bytes)) {
    refuse_foreign(path);
  }
  if (is_new || start == Start::Anew) {
    cut_off(file_.number(), 0, path_);
    write_all(file_.number(), kJournalMagic, path_);
    return;
  }
  ParsedJournal parsed = parse(bytes, path);
  cut_off(file_.number(), parsed.end, path_);
  blocks_ = std::move(parsed.blocks);
}

void Journal::begin(std::string_view block) {
  CUTPOINT_EXPECTS(blocks_.first.empty());
  // Written twice: without this block all others would mean nothing.
  const std::string framed = framed_block(BlockKind::First, block);
  write_all(file_.number(), framed + framed, path_);
  flush();
}

void Journal::append(std::string_view block) {
  write_all(file_.number(), framed_block(BlockKind::Other, block), path_);
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

void Journal::remove() {
  if (has_name(file_.number(), path_)) {
    ::unlink(path_.c_str());
  }
}

}  // namespace cutpoint
