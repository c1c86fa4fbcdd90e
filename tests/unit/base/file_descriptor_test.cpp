#include "base/file_descriptor.hpp"

#include <utility>

#include <fcntl.h>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

FileDescriptor open_something() {
  return FileDescriptor{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
}

bool is_open(int number) { return ::fcntl(number, F_GETFD) >= 0; }

TEST_CASE("a file is closed at the end of its scope") {
  int number = -1;
  {
    const FileDescriptor file = open_something();
    number = file.number();
    CHECK(file.is_open());
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("a file that is handed on is closed by its last owner, once") {
  FileDescriptor first = open_something();
  const int number = first.number();
  FileDescriptor second{std::move(first)};
  CHECK(second.number() == number);

  {
    FileDescriptor third = open_something();
    const int replaced = third.number();
    third = std::move(second);
    CHECK(third.number() == number);
    CHECK(is_open(number));
    CHECK_FALSE(is_open(replaced));
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("what could not be opened is no file") {
  CHECK_FALSE(FileDescriptor{::open("/no such folder/file", O_RDONLY | O_CLOEXEC)}.is_open());
}

}  // namespace
}  // namespace cutpoint
