#include "results/store/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <new>
#include <string_view>

#include <fcntl.h>
#include <sys/poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/instrumented.hpp"

namespace cutpoint {
namespace {

using Clock = std::chrono::steady_clock;

/// The first byte of the child's message says whether the work was done or failed; the rest is its
/// result or the reason.
constexpr char kDone = 'd';
constexpr char kFailed = 'f';

std::string reason(int error) { return std::strerror(error); }

/// Lowers a limit of this process, for good; never beyond what the process is allowed already.
void limit(int resource, rlim_t most) {
  rlimit former{};
  getrlimit(static_cast<__rlimit_resource>(resource), &former);
  const rlim_t least = std::min(most, former.rlim_max);
  const rlimit limits{least, least};
  setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

/// How many bytes of addresses this process has.
std::size_t addresses_in_use() {
  std::size_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

/// Limits this process: from here on it can open no file, print nothing, and take only what
/// `limits` allow.
void confine(const ChildLimits& limits, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(1);  // The parent ended before this was asked for.
  }
  const std::size_t in_use = addresses_in_use();
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    dup2(nothing, standard);
  }
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(limits.time).count();
  limit(RLIMIT_CPU, static_cast<rlim_t>(seconds) + 1);
  if (!kIsInstrumented) {
    limit(RLIMIT_NOFILE, 0);
    limit(RLIMIT_AS, in_use + limits.memory);
  }
}

/// Writes all bytes, unless the other end is closed.
void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return;  // The parent does not read any more.
    }
    bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
}

/// What the child does: it confines itself, works, sends the outcome and ends without running
/// destructors or handlers of exit, which belong to the parent.
[[noreturn]] void be_child(const std::function<std::string()>& work,
                           const ChildLimits& limits,
                           int output,
                           pid_t parent) {
  confine(limits, parent);
  char outcome = kFailed;
  std::string message;
  try {
    message = work();
    outcome = kDone;
  } catch (const std::bad_alloc&) {
    message = "it asks for more memory than it may have";
  } catch (const std::exception& error) {
    message = error.what();
  }
  write_all(output, {&outcome, 1});
  write_all(output, message);
  _exit(0);
}

/// A running child; killed and waited for at the end of the scope.
class Child {
 public:
  Child(pid_t process, int output) : process_{process}, output_{output} {}
  ~Child() {
    close(output_);
    if (!has_ended_) {
      kill(process_, SIGKILL);
      static_cast<void>(wait());
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child(Child&&) = delete;
  Child& operator=(Child&&) = delete;

  /// All that the child sends until it closes its end. Throws: ChildError at a limit.
  [[nodiscard]] std::string read_all(const ChildLimits& limits) const {
    const Clock::time_point end = Clock::now() + limits.time;
    std::string bytes;
    std::array<char, 1 << 16> piece{};
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
      pollfd ready{output_, POLLIN, 0};
      const int count = left.count() > 0 ? poll(&ready, 1, static_cast<int>(left.count())) : 0;
      if (count == 0) {
        throw ChildError{
            "it takes longer than " +
            std::to_string(std::chrono::ceil<std::chrono::seconds>(limits.time).count()) + " s"};
      }
      const ssize_t size = count < 0 ? -1 : read(output_, piece.data(), piece.size());
      if (size < 0 && errno != EINTR) {
        throw ChildError{reason(errno)};
      }
      if (size == 0) {
        return bytes;
      }
      bytes.append(piece.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
      if (bytes.size() > limits.output) {
        throw ChildError{"there is more in it than such a file can hold"};
      }
    }
  }

  /// The status of the child, once it has ended, as waitpid() gives it.
  int wait() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    has_ended_ = true;
    return status;
  }

 private:
  pid_t process_;
  int output_;
  bool has_ended_ = false;
};

Child start(const std::function<std::string()>& work, const ChildLimits& limits) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw ChildError{"no process can be started for it: " + reason(errno)};
  }
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process == 0) {
    close(ends[0]);
    be_child(work, limits, ends[1], parent);
  }
  const int error = errno;
  close(ends[1]);
  if (process < 0) {
    close(ends[0]);
    throw ChildError{"no process can be started for it: " + reason(error)};
  }
  return {process, ends[0]};
}

}  // namespace

std::string run_in_child(const std::function<std::string()>& work, const ChildLimits& limits) {
  Child child = start(work, limits);
  std::string message = child.read_all(limits);
  const int status = child.wait();
  if (WIFSIGNALED(status)) {
    throw ChildError{std::string{"the HDF5 library crashed ("} + strsignal(WTERMSIG(status)) + ')'};
  }
  if (message.empty() || WEXITSTATUS(status) != 0) {
    throw ChildError{"the HDF5 library ended the process that read it"};
  }
  const bool is_done = message.front() == kDone;
  message.erase(0, 1);
  if (!is_done) {
    throw ChildError{message};
  }
  return message;
}

}  // namespace cutpoint
