#include "cli/python_script.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>

#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/instrumented.hpp"
#include "cli/options.hpp"
#include "cli/reading_options.hpp"
#include "results/store/dataset.hpp"

namespace cutpoint {
namespace {

// The interpreter is the system's, which the Debian modules for plots and reports belong to;
// another python3 on the PATH may not have them.
constexpr const char* kPython = "/usr/bin/python3";

/// The exit code of a child that could not become Python, the same as that of shells.
constexpr int kNoPython = 127;

constexpr std::string_view kVerifiedOnly = "--verified-only";

// The limits of memory and time of a script, by the size of its file (assumed: many times what is
// needed).
constexpr rlim_t kLeastMemory = rlim_t{6} << 30U;
constexpr rlim_t kMemoryPerByte = 64;
constexpr rlim_t kMostMemory = rlim_t{64} << 30U;
constexpr rlim_t kLeastSeconds = 300;
constexpr rlim_t kBytesPerSecond = rlim_t{1} << 16U;

/// The folder that scripts are found in: beside an installed program, or the tree that the program
/// was built from.
std::filesystem::path scripts_folder(const std::string& script) {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const std::filesystem::path shared = program.parent_path().parent_path() / "share" / "cutpoint";
  return std::filesystem::exists(shared / script, ignored) ? shared : CUTPOINT_SCRIPTS;
}

/// Replaces this process; returns only if that fails, with errno.
void execute(const std::string& script, const Arguments& arguments) {
  const std::filesystem::path path = scripts_folder(script) / script;
  // The option -B keeps Python from writing compiled files into the scripts' folder, which may not
  // be ours to write to.
  std::vector<std::string> words{kPython, "-B", path.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  ::execv(kPython, argv.data());
}

[[noreturn]] void complain_of_python(int error) {
  throw ResultsError{kPython,
                     fmt::format("{}; plots and reports need the packages python3, "
                                 "python3-xarray, python3-h5netcdf, python3-matplotlib and "
                                 "python3-jinja2",
                                 std::strerror(error))};
}

/// The results file among the words: the one that belongs to no option; nothing if there is none.
/// The scripts know no abbreviations of options.
std::optional<std::string> results_file_of(const Arguments& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--") {
      return i + 1 < arguments.size() ? std::optional{arguments[i + 1]} : std::nullopt;
    }
    if (word == "-h" || word == "--help") {
      return std::nullopt;
    }
    if (!word.starts_with('-')) {
      return word;
    }
    // The next word is the value of this option in "--x DIM" and "-o OUT", but in neither "--x=DIM"
    // nor "-oOUT".
    const bool is_long = word.starts_with("--");
    const bool has_value = is_long ? word.find('=') != std::string::npos : word.size() > 2;
    i += has_value || word == kVerifiedOnly ? std::size_t{0} : std::size_t{1};
  }
  return std::nullopt;
}

/// Limits this process, which becomes the script. The file was checked before, so the limits are
/// for what nobody has thought of.
void limit_this_process(std::uintmax_t file_size) {
  const rlim_t memory = kLeastMemory + std::min(kMostMemory, kMemoryPerByte * file_size);
  const rlimit most_memory{memory, memory};
  if (!kIsInstrumented) {
    setrlimit(RLIMIT_AS, &most_memory);
  }
  const rlim_t seconds = kLeastSeconds + file_size / kBytesPerSecond;
  const rlimit most_time{seconds, seconds};
  setrlimit(RLIMIT_CPU, &most_time);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // A library for linear algebra would take memory for each processor's thread, and is not needed.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
}

int wait_for(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// The exit code of a script that has ended. Codes that scripts do not use mean that it failed, and
/// are not passed on.
ExitCode exit_code_of(int status, const std::string& file) {
  if (WIFEXITED(status)) {
    const auto code = static_cast<ExitCode>(WEXITSTATUS(status));
    if (code == ExitCode::Done || code == ExitCode::BadInput || code == ExitCode::FileTrouble) {
      return code;
    }
  }
  throw ResultsError{file,
                     WIFSIGNALED(status)
                         ? fmt::format("the script that should show it was ended ({})",
                                       strsignal(WTERMSIG(status)))
                         : "the script that should show it failed"};
}

}  // namespace

void run_python_script(const std::string& script, const Arguments& arguments) {
  if (is_describing()) {
    throw NotDescribed{};
  }
  execute(script, arguments);
  complain_of_python(errno);
}

ExitCode run_reading_script(const std::string& script, const Arguments& arguments) {
  if (is_describing()) {
    throw NotDescribed{};
  }
  const std::optional<std::string> file = results_file_of(arguments);
  std::uintmax_t size = 0;
  if (file) {  // Without a file the script says what is missing, or helps.
    const bool verified_only = std::ranges::count(arguments, kVerifiedOnly) > 0;
    static_cast<void>(read_dataset(*file, reading_of(verified_only)));
    std::error_code ignored;
    size = std::filesystem::file_size(*file, ignored);
  }
  const pid_t process = fork();
  if (process == 0) {
    limit_this_process(size);
    execute(script, arguments);
    _exit(kNoPython);
  }
  if (process < 0) {
    complain_of_python(errno);
  }
  const int status = wait_for(process);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoPython) {
    complain_of_python(ENOENT);
  }
  return exit_code_of(status, file.value_or(script));
}

}  // namespace cutpoint
