#include "base/file_descriptor.hpp"

#include <utility>

#include <unistd.h>

namespace cutpoint {

FileDescriptor::~FileDescriptor() {
  if (is_open()) {
    ::close(number_);
  }
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : number_{std::exchange(other.number_, -1)} {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  const FileDescriptor former{std::exchange(number_, std::exchange(other.number_, -1))};
  return *this;
}

}  // namespace cutpoint
