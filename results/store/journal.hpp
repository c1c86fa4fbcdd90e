// An append-only file of blocks of bytes: what must not be lost if the program is killed.
//
// Recovery. A journal is written by appending alone, so a crash can harm only its end, and whatever
// else harms it (a bad disk, an editor, a transfer as text) harms a stretch of it. Each block has a
// head of a mark, its kind, its length and a checksum of all of these and itself, so a block is
// whole or it is recognized as damaged. Reading goes from mark to mark. A whole block is taken, and
// the next one is expected right behind it. Where none begins, or a checksum does not fit, reading
// goes on at the next mark whose block is whole: a damaged block costs only itself. If what remains
// at the end is the beginning of a block, it was being written when the program died: nobody was
// promised it, and it is cut off before new blocks are appended. The first block says whose the
// others are, and without it they mean nothing, so it is there twice. LevelDB's log resynchronizes
// in the same way, at blocks of fixed size (its doc/log_format.md).
//
// One process at a time has the file open for writing, by an advisory lock.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_descriptor.hpp"

namespace cutpoint {

/// What a journal holds, as far as it could be read.
struct JournalBlocks {
  std::string first;                // empty if there is none yet
  std::vector<std::string> others;  // in the order of writing
  std::size_t damaged = 0;          // damaged stretches, each of at least one block
};

/// Whether a file is there and begins as a journal of any version does.
[[nodiscard]] bool is_journal(const std::filesystem::path& path);

/// What a journal holds. Does not wait for a process that writes it. O(bytes). Throws: ResultsError
/// if there is no such file, if it is no journal or one of another version, or if its first block
/// is lost.
[[nodiscard]] JournalBlocks read_journal(const std::filesystem::path& path);

/// A journal that is open for appending.
class Journal {
 public:
  /// What is to become of a journal that is there already.
  enum class Start : bool { Continue, Anew };

  /// Opens a journal for appending, or creates one with missing directories; never through a
  /// symbolic link. Throws: ResultsError if what is there is no journal (it is left as it is),
  /// cannot be written or continued, or another process has it open.
  Journal(const std::filesystem::path& path, Start start);

  /// What was in the file when it was opened.
  [[nodiscard]] const JournalBlocks& blocks() const { return blocks_; }

  /// Writes the first block. Requires: there is none. Throws: ResultsError.
  void begin(std::string_view block);

  /// Writes a block. It survives the end of this process at once, and that of the machine once
  /// flushed, which happens here at most once a second. Throws: ResultsError.
  void append(std::string_view block);

  /// Makes all blocks so far survive a failure of power. Throws: ResultsError.
  void flush();

  /// Deletes the file; nothing may be appended afterwards.
  void remove();

 private:
  std::filesystem::path path_;
  FileDescriptor file_;
  JournalBlocks blocks_;
  std::chrono::steady_clock::time_point flushed_{};
};

}  // namespace cutpoint
