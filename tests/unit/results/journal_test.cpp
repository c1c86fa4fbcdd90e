// Blocks that survive the end of a program, and what damage costs.
#include "results/store/journal.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "results/store/results_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"

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

using Blocks = std::vector<std::string>;

const std::string& large() {
  static const std::string kLarge(100'000, 'x');
  return kLarge;
}

/// A journal of four blocks, the first of which says whose the others are.
class WrittenJournal {
 public:
  WrittenJournal() {
    Journal journal{path(), Journal::Start::Continue};
    CHECK(journal.blocks().first.empty());
    journal.begin("first");
    journal.append("second");
    journal.append("");
    journal.append(large());
  }

  [[nodiscard]] const fs::path& path() const { return file_.path(); }

 private:
  TemporaryFile file_{"", ".journal"};
};

TEST_CASE("a journal keeps whole blocks and drops a torn one") {
  const WrittenJournal written;
  const fs::path& path = written.path();
  CHECK(is_journal(path));
  const Blocks all{"second", "", large()};
  CHECK(read_journal(path).first == "first");
  CHECK(read_journal(path).others == all);

  // Cut anywhere within the last block, it is the only one lost; what follows is kept again.
  const std::uintmax_t size = fs::file_size(path);
  for (const std::uintmax_t lost :
       {std::uintmax_t{1}, std::uintmax_t{100'000}, std::uintmax_t{100'020}}) {
    fs::resize_file(path, size - lost);
    Journal journal{path, Journal::Start::Continue};
    CHECK(journal.blocks().others == Blocks{"second", ""});
    CHECK(journal.blocks().damaged == 0);
    journal.append(large());
    CHECK(read_journal(path).others == all);
  }
}

TEST_CASE("a flipped bit costs the block that it is in, and no other") {
  const WrittenJournal written;
  const std::string whole = content(written.path());
  const std::size_t start = whole.find("second");
  const std::size_t before_large = whole.size() - large().size();
  for (const std::size_t place : {start, start - 1, start - 20, start - 25, start + 30}) {
    for (const int bit : {0, 3, 7}) {
      CAPTURE(place, bit);
      std::string damaged = whole;
      damaged[place] = static_cast<char>(damaged[place] ^ (1 << bit));
      put(written.path(), damaged);
      const JournalBlocks blocks = read_journal(written.path());
      CHECK(blocks.first == "first");
      CHECK(blocks.others == (place <= start ? Blocks{"", large()} : Blocks{"second", large()}));
      CHECK(blocks.damaged == 1);
    }
  }
  std::string damaged = whole;
  damaged[before_large + 50'000] = 'y';
  put(written.path(), damaged);
  CHECK(read_journal(written.path()).damaged == 1);

  // What is appended behind the damage is found again.
  {
    Journal journal{written.path(), Journal::Start::Continue};
    CHECK(journal.blocks().others == Blocks{"second", ""});
    journal.append("again");
  }
  CHECK(read_journal(written.path()).others == Blocks{"second", "", "again"});
}

TEST_CASE("no single flip loses the first block") {
  const WrittenJournal written;
  const std::string whole = content(written.path());
  for (std::size_t place = 0; place < whole.find("second"); ++place) {
    CAPTURE(place);
    std::string damaged = whole;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x02);
    put(written.path(), damaged);
    REQUIRE(is_journal(written.path()));
    const JournalBlocks blocks = read_journal(written.path());
    CHECK(blocks.first == "first");
    CHECK(blocks.others.size() >= 2);
    CHECK(blocks.damaged == 3 - blocks.others.size());
  }
}

TEST_CASE("a journal whose first block is lost, or that is all damage, is refused") {
  const WrittenJournal written;
  std::string damaged = content(written.path());
  for (std::size_t at = damaged.find("first"); at != std::string::npos;
       at = damaged.find("first")) {
    damaged[at] = 'F';
  }
  put(written.path(), damaged);
  CHECK_THROWS_WITH(read_journal(written.path()), Catch::Contains("so damaged that nothing"));
  CHECK_THROWS_WITH((Journal{written.path(), Journal::Start::Continue}),
                    Catch::Contains("--force starts anew"));
  CHECK(content(written.path()) == damaged);

  // Heads that each speak of a block up to the end: looking for whole ones must end.
  std::string heads = "cutpoint journal 2\n";
  const std::string head =
      "\xd7"
      "block\r\nO";
  for (std::uint32_t left = 20'000; left-- > 0;) {
    const std::uint32_t length = left * 33;
    std::string bytes(8, '\0');
    for (unsigned i = 0; i < 4; ++i) {
      bytes[i] = static_cast<char>(length >> (8 * i));
    }
    heads += head + bytes + "0123456789abcdef";
  }
  put(written.path(), heads);
  CHECK_THROWS_WITH(read_journal(written.path()), Catch::Contains("so damaged that nothing"));
}

TEST_CASE("a journal of another version is refused, and left until the user wants it anew") {
  const TemporaryFile old{"cutpoint journal 1\nwhatever", ".journal"};
  CHECK(is_journal(old.path()));
  CHECK_THROWS_WITH(read_journal(old.path()), Catch::Contains("of another version of Cutpoint"));
  CHECK_THROWS_WITH((Journal{old.path(), Journal::Start::Continue}),
                    Catch::Contains("--force starts anew"));
  CHECK(content(old.path()) == "cutpoint journal 1\nwhatever");
  Journal{old.path(), Journal::Start::Anew}.begin("first");
  CHECK(read_journal(old.path()).first == "first");
}

TEST_CASE("a journal belongs to one process at a time, and to nobody else's file") {
  const TemporaryFile file{"", ".journal"};
  {
    const Journal journal{file.path(), Journal::Start::Continue};
    CHECK_THROWS_WITH((Journal{file.path(), Journal::Start::Anew}),
                      Catch::Contains("another run is writing it"));
  }
  const TemporaryFile foreign{"precious", ".journal"};
  CHECK_FALSE(is_journal(foreign.path()));
  for (const Journal::Start start : {Journal::Start::Continue, Journal::Start::Anew}) {
    CHECK_THROWS_WITH((Journal{foreign.path(), start}), Catch::Contains("no journal of Cutpoint"));
  }
  CHECK(content(foreign.path()) == "precious");
}

TEST_CASE("a journal that could be opened is the one that others find") {
  const TemporaryFile file{"", ".journal"};
  std::atomic<int> opened = 0;
  std::atomic<int> lost = 0;
  const auto write_often = [&] {
    for (int i = 0; i < 3000; ++i) {
      try {
        Journal journal{file.path(), Journal::Start::Continue};
        ++opened;
        lost += is_journal(file.path()) ? 0 : 1;
        journal.remove();
      } catch (const ResultsError&) {
        // The other one has it.
      }
    }
  };
  std::thread other{write_often};
  write_often();
  other.join();
  CHECK(opened > 0);
  CHECK(lost == 0);
}

TEST_CASE("a file that is too large for Cutpoint is refused before it is read") {
  const TemporaryFile file{"cutpoint journal 2\n", ".journal"};
  constexpr std::uintmax_t size = std::uintmax_t{20} << 30U;  // of which the disk holds one block
  fs::resize_file(file.path(), size);
  const std::string why = "has 21474836480 bytes; files of Cutpoint have at most 4294967296";
  CHECK_THROWS_WITH(read_journal(file.path()), Catch::EndsWith(why));
  CHECK_THROWS_WITH((Journal{file.path(), Journal::Start::Continue}), Catch::EndsWith(why));
  CHECK_THROWS_WITH(read_dataset(file.path()), Catch::EndsWith(why));
  CHECK(fs::file_size(file.path()) == size);
}

TEST_CASE("a journal is not opened through a link, and only the file that was opened is deleted") {
  const TemporaryFile victim{"precious", ".txt"};
  const TemporaryFile file{"", ".journal"};
  fs::remove(file.path());
  fs::create_symlink(victim.path(), file.path());
  CHECK_THROWS_WITH((Journal{file.path(), Journal::Start::Anew}),
                    Catch::Contains("a symbolic link in the place of the journal"));
  CHECK(content(victim.path()) == "precious");
  fs::remove(file.path());

  Journal journal{file.path(), Journal::Start::Anew};
  fs::remove(file.path());
  put(file.path(), "of somebody else");
  journal.remove();
  CHECK(content(file.path()) == "of somebody else");
}

}  // namespace
}  // namespace cutpoint
