// An open file of the operating system, closed at the end of its scope.
#pragma once

namespace cutpoint {

class FileDescriptor {
 public:
  /// Owns what open() has returned, also if that is -1 for a failure.
  explicit FileDescriptor(int number) : number_{number} {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  /// Whether there is a file, and so a number to ask the operating system with.
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;  // -1 if there is no file
};

}  // namespace cutpoint
