// What ends up inside the file is checked from outside, by tests/cli/results_file_test.py.
#include "results/store/dataset.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

namespace fs = std::filesystem;

/// While it lives, no file may grow beyond `bytes`: writing fails as it does on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : former_handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    getrlimit(RLIMIT_FSIZE, &former_);
    const rlimit limit{bytes, former_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &former_);
    std::signal(SIGXFSZ, former_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  FileSizeLimit(FileSizeLimit&&) = delete;
  FileSizeLimit& operator=(FileSizeLimit&&) = delete;

 private:
  rlimit former_{};
  void (*former_handler_)(int);
};

/// While it lives, what the process writes to stderr goes to a file.
class CapturedStderr {
 public:
  explicit CapturedStderr(const fs::path& path) : former_{dup(STDERR_FILENO)} {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT, 0666);
    dup2(file, STDERR_FILENO);
    close(file);
  }
  ~CapturedStderr() {
    dup2(former_, STDERR_FILENO);
    close(former_);
  }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;
  CapturedStderr(CapturedStderr&&) = delete;
  CapturedStderr& operator=(CapturedStderr&&) = delete;

 private:
  int former_;
};

std::string content(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Compares two files without printing their bytes.
bool are_equal(const fs::path& left, const fs::path& right) {
  return content(left) == content(right);
}

void put(const fs::path& path, const std::string& text) { std::ofstream{path} << text; }

/// What write_dataset complains about, or "" if it does not.
std::string complaint(const fs::path& path, const Dataset& dataset) {
  try {
    write_dataset(path, dataset);
  } catch (const ResultsError& error) {
    return error.what();
  }
  return "";
}

Dataset small_dataset() {
  return {.dimensions = {{"link", std::vector<std::string>{"wifi", "lte"}, "", "link"},
                         {"load", std::vector<double>{0.1, 0.5, 0.9}, "", "offered load"}},
          .variables = {{"latency_mean",
                         {"link", "load"},
                         std::vector<double>{1, 2, 3, 4, 5, 6},
                         "s",
                         "mean latency"}},
          .attributes = {{"title", "small"}}};
}

TEST_CASE("A data set becomes one HDF5 file and nothing else") {
  const TemporaryFolder folder;
  write_dataset(folder.path() / "a.h5", small_dataset());
  CHECK(content(folder.path() / "a.h5").substr(0, 8) == "\x89HDF\r\n\x1a\n");
  CHECK(folder.entries() == 1);
}

TEST_CASE("Equal data sets give equal bytes, different ones do not") {
  const TemporaryFolder folder;
  write_dataset(folder.path() / "a.h5", small_dataset());
  // Longer than the resolution of HDF5's time stamps, which must not be in the file.
  sleep(1);
  write_dataset(folder.path() / "b.h5", small_dataset());
  Dataset other = small_dataset();
  std::get<std::vector<double>>(other.variables[0].values)[5] = 7;
  write_dataset(folder.path() / "c.h5", other);
  CHECK(are_equal(folder.path() / "a.h5", folder.path() / "b.h5"));
  CHECK_FALSE(are_equal(folder.path() / "a.h5", folder.path() / "c.h5"));
}

TEST_CASE("A file may have no variables and no attributes") {
  const TemporaryFolder folder;
  CHECK(complaint(folder.path() / "a.h5", {}).empty());
  CHECK(fs::exists(folder.path() / "a.h5"));
}

TEST_CASE("Missing directories are created") {
  const TemporaryFolder folder;
  CHECK(complaint(folder.path() / "deep" / "deeper" / "a.h5", small_dataset()).empty());
  CHECK(fs::exists(folder.path() / "deep" / "deeper" / "a.h5"));
}

TEST_CASE("A relative path without a directory is a file in the current one") {
  const TemporaryFolder folder;
  const fs::path former = fs::current_path();
  fs::current_path(folder.path());
  const std::string message = complaint("a.h5", small_dataset());
  fs::current_path(former);
  CHECK(message.empty());
  CHECK(fs::exists(folder.path() / "a.h5"));
}

TEST_CASE("An existing file is replaced as a whole, even a longer one") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "a.h5";
  put(path, std::string(1'000'000, 'x'));
  write_dataset(path, small_dataset());
  write_dataset(folder.path() / "b.h5", small_dataset());
  CHECK(are_equal(path, folder.path() / "b.h5"));
}

TEST_CASE("A directory that cannot be created is an error") {
  const TemporaryFolder folder;
  put(folder.path() / "file", "");
  const std::string directory = folder.path() / "file" / "runs";
  CHECK(complaint(directory + "/a.h5", small_dataset()) ==
        directory + "/a.h5: error: cannot create the directory " + directory + ": Not a directory");
}

TEST_CASE("A parent that is a regular file is an error") {
  const TemporaryFolder folder;
  put(folder.path() / "file", "kept");
  const std::string path = folder.path() / "file" / "a.h5";
  CHECK(complaint(path, small_dataset()) == path + ": error: cannot create the directory " +
                                                (folder.path() / "file").string() +
                                                ": Not a directory");
  CHECK(content(folder.path() / "file") == "kept");
}

TEST_CASE("A disk that fills up leaves the existing file and no part file") {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "a.h5";
  put(path, "precious");
  std::string message;
  {
    const FileSizeLimit limit{1024};
    message = complaint(path, small_dataset());
  }
  CHECK_THAT(message, Catch::StartsWith(path + ": error: cannot write " + path + '.'));
  CHECK_THAT(message, Catch::EndsWith(".part: File too large"));
  CHECK(content(path) == "precious");
  CHECK(folder.entries() == 1);
}

TEST_CASE("A path that is a directory is an error, and no part file stays") {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "a.h5";
  fs::create_directory(path);
  CHECK(complaint(path, small_dataset()) ==
        path + ": error: this is a directory; choose another name");
  CHECK(folder.entries() == 1);
}

TEST_CASE("What HDF5 refuses is reported with its innermost reason, and nothing is written") {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "a.h5";
  put(path, "precious");
  Dataset dataset = small_dataset();
  dataset.variables[0].name = "no/such/group";
  std::string message;
  {
    const CapturedStderr captured{folder.path() / "stderr"};
    message = complaint(path, dataset);
  }
  CHECK(message == path + ": error: cannot create variable \"no/such/group\": component not found");
  CHECK(content(folder.path() / "stderr").empty());
  CHECK(content(path) == "precious");
  CHECK(folder.entries() == 2);
}

/// The contract that a data set breaks, or "" if it breaks none.
std::string broken_contract(const Dataset& dataset) {
  const TemporaryFolder folder;
  const ThrowingContracts throwing;
  std::string condition;
  try {
    write_dataset(folder.path() / "a.h5", dataset);
  } catch (const ContractBroken& broken) {
    condition = broken.what();
  }
  CHECK(folder.entries() == (condition.empty() ? 1 : 0));
  return condition;
}

TEST_CASE("A data set must be consistent") {
  Dataset dataset = small_dataset();
  auto& values = std::get<std::vector<double>>(dataset.variables[0].values);
  CHECK(broken_contract(dataset).empty());

  SECTION("one cell too few") {
    values.pop_back();
    CHECK(broken_contract(dataset) == "has_one_value_per_cell");
  }
  SECTION("one cell too many") {
    values.push_back(0);
    CHECK(broken_contract(dataset) == "has_one_value_per_cell");
  }
  SECTION("a scalar without its value") {
    dataset.variables.push_back({"scalar", {}, std::vector<double>{}, "", ""});
    CHECK(broken_contract(dataset) == "has_one_value_per_cell");
  }
  SECTION("an unknown dimension") {
    dataset.variables[0].dimensions[1] = "lode";
    CHECK(broken_contract(dataset) == "dimension_is_known");
  }
  SECTION("an empty dimension") {
    dataset.dimensions.push_back({"policy", std::vector<std::string>{}, "", ""});
    CHECK(broken_contract(dataset) == "dimension_has_values");
  }
  SECTION("two dimensions of one name") {
    dataset.dimensions.push_back(dataset.dimensions[0]);
    CHECK(broken_contract(dataset) == "name_is_new");
  }
  SECTION("a variable named like a dimension") {
    dataset.variables[0].name = "load";
    CHECK(broken_contract(dataset) == "name_is_new");
  }
  SECTION("two attributes of one name") {
    dataset.attributes.push_back({"title", "again"});
    CHECK(broken_contract(dataset) == "attribute_is_new");
  }
  SECTION("an attribute that the writer adds itself") {
    dataset.attributes.push_back({"schema_version", std::int64_t{1}});
    CHECK(broken_contract(dataset) == "attribute_is_new");
  }
}

TEST_CASE("text that readers would refuse is not written") {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "a.h5";
  for (const std::string& text : {std::string{"caf\xe9"}, std::string{"a\0b", 3}}) {
    const std::string expected = path + ": error: \"" + text.substr(0, text.find('\0')) +
                                 "\" is not UTF-8, or has a NUL behind it, and cannot be stored";
    Dataset dataset = small_dataset();
    dataset.attributes.push_back({"note", text});
    CHECK(complaint(path, dataset) == expected);
    dataset = small_dataset();
    dataset.groups.push_back(
        {"inputs", {{"input", std::vector<std::string>{"fine", text}, "", ""}}, {}});
    CHECK(complaint(path, dataset) == expected);
    dataset = small_dataset();
    dataset.variables[0].long_name = text;
    CHECK(complaint(path, dataset) == expected);
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE("what is no results file is not offered for overwriting") {
  const TemporaryFolder folder;
  const fs::path scenario = folder.path() / "scenario.toml";
  std::ofstream{scenario} << "title = 'mine'\n";
  CHECK_THROWS_WITH(expect_writable(scenario),
                    scenario.string() +
                        ": error: this is not a results file, so it is not overwritten; choose "
                        "another name");
  CHECK(fs::file_size(scenario) == 15);
  std::ofstream{folder.path() / "empty.h5"} << "";
  CHECK_NOTHROW(expect_writable(folder.path() / "empty.h5"));
  write_dataset(folder.path() / "r.h5", small_dataset());
  CHECK_NOTHROW(expect_writable(folder.path() / "r.h5"));
}

}  // namespace
}  // namespace cutpoint
