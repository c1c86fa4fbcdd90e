#include "base/input_file.hpp"

#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"

namespace cutpoint {
namespace {

TEST_CASE("A file is read whole, with whatever bytes it has") {
  const std::string content{"a\0b\r\n\xff", 6};
  const TemporaryFile file{content};
  const InputFile read = read_input(file.path(), InputKind::Device);
  CHECK(read.bytes == content);
  CHECK(read.path == file.path());
  CHECK(read_input(TemporaryFile{""}.path(), InputKind::LinkTrace).bytes.empty());
}

TEST_CASE("A larger file than the first step is read whole, and so is one without a size") {
  const std::string large(1'000'003, 'x');
  CHECK(read_input(TemporaryFile{large}.path(), InputKind::Network).bytes == large);
  const InputFile made_up = read_input("/proc/self/status", InputKind::Scenario);  // its size is 0
  CHECK(made_up.bytes.starts_with("Name:"));
}

TEST_CASE("What cannot be read says why, about the file or where it is named") {
  CHECK_THROWS_WITH(
      read_input("no/such/phone.json", InputKind::Device),
      "no/such/phone.json: error: cannot read the device file: there is no such file");
  CHECK_THROWS_WITH(read_input("no/such/phone.json", InputKind::Device, {"s.toml", 3, 7}),
                    "s.toml:3:7: error: cannot read no/such/phone.json: there is no such file");
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  CHECK_THROWS_WITH(read_input(folder, InputKind::ArrivalTrace),
                    folder.string() + ": error: cannot read the arrival trace: it is a folder");
  CHECK_THROWS_WITH(read_input(TemporaryFile{""}.path() / "x", InputKind::Network),
                    Catch::Contains("there is no such file"));
}

TEST_CASE("What is no regular file is refused without waiting for anybody") {
  const std::string why =
      ": error: cannot read the scenario: it is no regular file, but a pipe, a socket or a device; "
      "save what comes out of it to a file";
  const TemporaryFile place{""};
  const std::string pipe = place.path().string() + ".pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THROWS_WITH(read_input(pipe, InputKind::Scenario), pipe + why);  // nobody ever writes to it
  ::unlink(pipe.c_str());
  CHECK_THROWS_WITH(read_input("/dev/zero", InputKind::Scenario), "/dev/zero" + why);
}

TEST_CASE("A file may be as large as its kind allows, and no larger") {
  const TemporaryFile file{""};
  std::filesystem::resize_file(file.path(), most_bytes(InputKind::Device));
  CHECK(read_input(file.path(), InputKind::Device).bytes.size() == 10'000'000);
  std::filesystem::resize_file(file.path(), most_bytes(InputKind::Device) + 1);
  CHECK_THROWS_WITH(read_input(file.path(), InputKind::Device),
                    file.path().string() +
                        ": error: cannot read the device file: it has 10000001 bytes, and a file "
                        "of this kind at most 10 MB");
  CHECK(read_input(file.path(), InputKind::Profile).bytes.size() == 10'000'001);
}

}  // namespace
}  // namespace cutpoint
