#include "runner/execute/mpi/mpi_ranks.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <thread>

#include <mpi.h>

#include "base/input_error.hpp"
#include "results/store/byte_archive.hpp"
#include "runner/execute/run_scenario.hpp"
#include "runner/keep/run_origin.hpp"

namespace cutpoint {
namespace {

constexpr int kFirst = 0;

/// The kinds of messages, as MPI's tags. A worker greets with its scenario, files and program, then
/// answers each piece of work with its result; both of these ask for more work.
enum Tag : int { Greeting = 1, Result, Failure, Assignment, Dismissal };

/// How long a process sleeps when there is no message, because MPI's own waiting keeps a core busy.
/// It is short against a run, and allows 5000 answers a second all the same.
constexpr std::chrono::microseconds kNap{200};

/// The exit code after an interruption, the same as ExitCode::Interrupted, which this room may not
/// know.
constexpr int kInterruptedCode = 130;

struct Message {
  int rank = 0;
  int tag = 0;
  std::string bytes;
};

void send(int rank, Tag tag, const std::string& bytes) {
  MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

/// The next message from anybody; nothing if there is none now.
std::optional<Message> receive() {
  int arrived = 0;
  MPI_Status status;
  MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &arrived, &status);
  if (arrived == 0) {
    return std::nullopt;
  }
  int size = 0;
  MPI_Get_count(&status, MPI_BYTE, &size);
  Message message{
      status.MPI_SOURCE, status.MPI_TAG, std::string(static_cast<std::size_t>(size), '\0')};
  MPI_Recv(message.bytes.data(),
           size,
           MPI_BYTE,
           message.rank,
           message.tag,
           MPI_COMM_WORLD,
           MPI_STATUS_IGNORE);
  return message;
}

Message wait_for_message() {
  while (true) {
    if (auto message = receive()) {
      return *std::move(message);
    }
    std::this_thread::sleep_for(kNap);
  }
}

/// What a process says of itself. Processes whose bytes are equal have the same scenario, files and
/// program.
std::string greeting_of(const Scenario& scenario) {
  return encode_origin(without_content(origin_of(scenario, plan_of(scenario))));
}

std::string encode_work(const RunKey& key) {
  ByteWriter writer;
  transfer_all(writer, key.point, key.replication);
  return writer.take();
}

std::string encode_result(const FinishedRun& run) {
  ByteWriter writer;
  transfer_all(writer, run.key.point, run.key.replication, run.seconds, run.events, run.precision);
  transfer(writer, run.record);
  return writer.take();
}

FinishedRun decode_result(const std::string& bytes) {
  ByteReader reader{bytes};
  FinishedRun run;
  transfer_all(reader, run.key.point, run.key.replication, run.seconds, run.events, run.precision);
  transfer(reader, run.record);
  return run;
}

class MpiRanks final : public Ranks {
 public:
  MpiRanks(int rank, int size) : rank_{rank}, size_{size} {
    if (!is_first()) {
      // The first process hears of the signal too, and ends all processes in good order.
      std::signal(SIGINT, SIG_IGN);
      std::signal(SIGTERM, SIG_IGN);
    }
  }

  ~MpiRanks() override {
    if (is_given_up_) {
      MPI_Abort(MPI_COMM_WORLD, kInterruptedCode);
    } else if (std::uncaught_exceptions() == 0) {
      MPI_Finalize();
    }  // Otherwise the process ends with an error, and mpirun ends the others.
  }
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;
  MpiRanks(MpiRanks&&) = delete;
  MpiRanks& operator=(MpiRanks&&) = delete;

  [[nodiscard]] bool is_first() const override { return rank_ == kFirst; }
  [[nodiscard]] unsigned workers() const override { return static_cast<unsigned>(size_ - 1); }

  void hand_out(const Scenario& scenario,
                const std::vector<RunKey>& runs,
                const std::function<void(FinishedRun)>& on_finished,
                const std::atomic<bool>* interrupted) override {
    const std::string greeting = greeting_of(scenario);
    auto next = runs.begin();
    for (unsigned left = workers(); left > 0;) {
      if (interrupted != nullptr && *interrupted) {
        is_given_up_ = true;
        return;
      }
      const std::optional<Message> message = receive();
      if (!message) {
        std::this_thread::sleep_for(kNap);
        continue;
      }
      expect_well(*message, greeting);
      if (next != runs.end()) {
        send(message->rank, Assignment, encode_work(*next++));
      } else {
        send(message->rank, Dismissal, "");
        --left;
      }
      if (message->tag == Result) {
        on_finished(decode_result(message->bytes));
      }
    }
  }

  void serve(const Scenario& scenario) override {
    try {
      const PredictorSet predictors = fit_predictors(scenario);
      send(kFirst, Greeting, greeting_of(scenario));
      for (Message work = wait_for_message(); work.tag == Assignment; work = wait_for_message()) {
        ByteReader reader{work.bytes};
        RunKey key;
        transfer_all(reader, key.point, key.replication);
        send(kFirst, Result, encode_result(single_run(scenario, key, predictors, nullptr)));
      }
    } catch (const std::exception& error) {
      send(kFirst, Failure, error.what());
      wait_for_message();  // No message comes: the first process ends all.
    }
  }

 private:
  /// Compares a worker with this process. Throws: InputError that names what the worker has read
  /// otherwise.
  static void expect_well(const Message& message, const std::string& greeting) {
    const std::string who = "process " + std::to_string(message.rank);
    if (message.tag == Failure) {
      throw std::runtime_error{who + ": " + message.bytes};
    }
    if (message.tag != Greeting || message.bytes == greeting) {
      return;
    }
    if (const auto why =
            any_difference(decode_origin(greeting, who), decode_origin(message.bytes, who))) {
      throw InputError{{},
                       who + " has read something else: " + *why +
                           "; all processes need the same files and program"};
    }
  }

  int rank_;
  int size_;
  bool is_given_up_ = false;
};

}  // namespace

std::unique_ptr<Ranks> join_mpi() {
  MPI_Init(nullptr, nullptr);
  int rank = 0;
  int size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  if (size == 1) {
    MPI_Finalize();
    return nullptr;
  }
  return std::make_unique<MpiRanks>(rank, size);
}

std::string mpi_version() {
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int size = 0;
  MPI_Get_library_version(text.data(), &size);
  const std::string version{text.data(), static_cast<std::size_t>(size)};
  return version.substr(0, version.find(','));
}

}  // namespace cutpoint
