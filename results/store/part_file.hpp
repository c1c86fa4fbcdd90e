// A file that appears whole under its name, or not at all, and in nobody else's place.
//
// It is written as NAME.RANDOM.part beside its place, flushed and renamed. The part file is created
// anew, never opened through a link, begins with a mark until its last byte is written, and is
// locked until it has its name: what a killed program has left is recognized by name, mark and
// lock, and deleted by the next one that writes the same file. Nothing else that is there is
// touched.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/file_descriptor.hpp"

namespace cutpoint {

/// Where something that is written to `path` goes: what a symbolic link points to in the end, be it
/// there or not, and else the path itself. Throws: ResultsError if links go round in a circle.
[[nodiscard]] std::filesystem::path write_target(const std::filesystem::path& path);

/// A file on its way to its name. Deletes itself if it does not get there.
class PartFile {
 public:
  /// Creates missing directories, and the part file. Throws: ResultsError about `path`.
  explicit PartFile(const std::filesystem::path& path);
  /// Deletes the part file unless it was published.
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  PartFile(PartFile&&) = delete;
  PartFile& operator=(PartFile&&) = delete;

  /// Gives the file its content and its name, both durable. O(bytes). Throws: ResultsError; the
  /// file that had the name before is then still there.
  void publish(std::string_view content);

 private:
  [[noreturn]] void fail(const char* action) const;
  void write_at(std::size_t place, std::string_view bytes) const;
  void remove_leftovers() const;
  void create();

  std::filesystem::path path_;  // as it was given, for messages
  std::filesystem::path target_;
  std::filesystem::path part_;
  FileDescriptor file_{-1};
  bool is_published_ = false;
};

}  // namespace cutpoint
