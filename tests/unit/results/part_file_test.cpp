// Files that appear whole or not at all, and in nobody else's place.
#include "results/store/part_file.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/store/dataset.hpp"
#include "results/store/seal.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cutpoint {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void put(const fs::path& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
}

/// What creating a part file complains about, without the path; or "" if it does not.
std::string complaint(const fs::path& path) {
  try {
    const PartFile part{path};
  } catch (const ResultsError& error) {
    return error.message();
  }
  return "";
}

TEST_CASE("a file is there only once it is whole, whatever its length") {
  const TemporaryFolder folder;
  for (const std::string& text : {std::string{}, std::string{"short"}, std::string(100'000, 'x')}) {
    put(folder / "a", "former");
    {
      PartFile part{folder / "a"};
      CHECK(folder.entries() == 2);
      CHECK(content(folder / "a") == "former");
      part.publish(text);
    }
    CHECK(content(folder / "a") == text);
    CHECK(folder.entries() == 1);
  }
  { const PartFile given_up{folder / "a"}; }
  CHECK(folder.entries() == 1);
}

TEST_CASE("what an output links to is written, and the link stays") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "there");
  put(folder / "there/a", "former");
  fs::create_symlink("there/a", folder / "link");
  fs::create_symlink("link", folder / "link to link");
  CHECK(write_target(folder / "link to link") == folder / "there/a");
  PartFile{folder / "link to link"}.publish("new");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(content(folder / "there/a") == "new");

  fs::create_symlink("there/b", folder / "to nothing yet");
  PartFile{folder / "to nothing yet"}.publish("b");
  CHECK(content(folder / "there/b") == "b");

  fs::create_symlink("circle", folder / "circle");
  CHECK(complaint(folder / "circle") == "its symbolic links go round in a circle");
}

TEST_CASE("what is no regular file is not written over") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "d");
  CHECK(complaint(folder / "d") == "this is a directory; choose another name");
  CHECK(complaint("/dev/null") ==
        "this is no regular file, so it is not overwritten; choose another name");
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0666) == 0);
  CHECK_THAT(complaint(folder / "pipe"), Catch::StartsWith("this is no regular file"));
  CHECK(complaint("") == "this is no name of a file");
  CHECK(complaint((folder / "d").string() + '/') == "this is no name of a file");
  CHECK_THAT(complaint(folder / std::string(250, 'n')), Catch::EndsWith("File name too long"));
  CHECK(folder.entries() == 2);
}

TEST_CASE("only what a killed program left of the same file is removed") {
  const TemporaryFolder folder;
  const std::string ours = "cutpoint part file\nwhat was written";
  put(folder / "a.0123456789abcdef.part", ours);
  put(folder / "a.fedcba9876543210.part", "a user's own file");
  put(folder / "a.part", ours);
  put(folder / "b.0123456789abcdef.part", ours);
  put(folder / "victim", "precious");
  fs::create_symlink("victim", folder / "a.00000000ffffffff.part");
  PartFile{folder / "a"}.publish("new");
  CHECK(content(folder / "a") == "new");
  CHECK_FALSE(fs::exists(folder / "a.0123456789abcdef.part"));
  CHECK(content(folder / "a.fedcba9876543210.part") == "a user's own file");
  CHECK(content(folder / "a.part") == ours);
  CHECK(content(folder / "b.0123456789abcdef.part") == ours);
  CHECK(fs::is_symlink(folder / "a.00000000ffffffff.part"));
  CHECK(content(folder / "victim") == "precious");
}

TEST_CASE("a part file begins with its mark as soon as it is there") {
  const TemporaryFolder folder;
  const PartFile part{folder / "a"};
  for (const auto& entry : fs::directory_iterator{folder / ""}) {
    CHECK(content(entry.path()) == "cutpoint part file\n");
  }
}

TEST_CASE("a part file that is whole is left to who renames it") {
  const TemporaryFolder folder;
  // Ends like a results file, which is how a whole part file is recognized.
  const std::string sealed = "content" + seal_of("content");
  std::atomic<int> failures = 0;
  const auto write_often = [&] {
    for (int i = 0; i < 100; ++i) {
      try {
        PartFile{folder / "a"}.publish(sealed);
      } catch (const ResultsError&) {
        ++failures;
      }
    }
  };
  std::thread other{write_often};
  write_often();
  other.join();
  CHECK(failures == 0);
  CHECK(content(folder / "a") == sealed);
  CHECK(folder.entries() == 1);
}

TEST_CASE("a part file that is being written is left to who writes it") {
  const TemporaryFolder folder;
  PartFile first{folder / "a"};
  PartFile second{folder / "a"};
  CHECK(folder.entries() == 2);
  second.publish("second");
  first.publish("first");
  CHECK(content(folder / "a") == "first");
  CHECK(folder.entries() == 1);
}

}  // namespace
}  // namespace cutpoint
