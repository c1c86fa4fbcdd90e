// A file for one test.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace cutpoint {

/// A file of this process that is gone at the end of the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content, std::string_view suffix = "")
      : path_{std::filesystem::temp_directory_path() /
              ("cutpoint_" + std::to_string(getpid()) + "_" +
               std::to_string(reinterpret_cast<std::uintptr_t>(this)) + std::string{suffix})} {
    std::ofstream{path_, std::ios::binary} << content;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cutpoint
