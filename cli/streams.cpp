#include "cli/streams.hpp"

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace cutpoint {

void prepare_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) < 0) {
      // The number that open() gives is the lowest free one, which is that of the closed stream. It
      // is opened for reading only, so that writing to it fails as it should.
      static_cast<void>(open("/dev/null", O_RDONLY));
    }
  }
  std::signal(SIGPIPE, SIG_IGN);
}

bool is_output_whole() {
  const bool is_flushed = std::fflush(stdout) == 0;
  return is_flushed && std::ferror(stdout) == 0;
}

}  // namespace cutpoint
