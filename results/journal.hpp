// An append-only file of blocks of bytes: what must not be lost if the program is killed.
//
// Each block is preceded by its length and a checksum, so a last block that was not written whole
// is recognized, and dropped when the file is opened again. One process at a time has it open.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "results/dataset.hpp"

namespace cutpoint {

/// Whether a file is there and begins as a journal does.
[[nodiscard]] bool is_journal(const std::filesystem::path& path);

/// The blocks of a journal up to the first one that is not whole. Does not wait for who writes it.
/// Throws: ResultsError if there is no such file or it is no journal.
[[nodiscard]] std::vector<std::string> read_journal(const std::filesystem::path& path);

class Journal {
 public:
  /// Opens a journal for appending, or creates one with missing directories. Throws: ResultsError
  /// if the file is no journal, cannot be written, or another process has it open.
  explicit Journal(const std::filesystem::path& path);

  /// What was in the file when it was opened.
  [[nodiscard]] const std::vector<std::string>& blocks() const { return blocks_; }

  /// Writes a block. It survives the end of this process at once, and that of the machine once
  /// flushed, which happens here at most once a second. Throws: ResultsError.
  void append(std::string_view block);

  /// Makes all blocks durable. Throws: ResultsError.
  void flush();

  /// Forgets all blocks. Throws: ResultsError.
  void clear();

  /// Deletes the file; nothing may be appended afterwards.
  void remove();

 private:
  /// An open file, closed at the end of its scope.
  class Descriptor {
   public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;
    [[nodiscard]] int number() const { return number_; }

   private:
    int number_;
  };

  std::filesystem::path path_;
  Descriptor file_;
  std::vector<std::string> blocks_;
  std::chrono::steady_clock::time_point flushed_{};
};

}  // namespace cutpoint
