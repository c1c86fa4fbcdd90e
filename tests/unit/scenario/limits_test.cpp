// What scenarios may not ask for, though every number of them is within its own limits.
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

/// Whether there is a message that begins so and has that in it.
bool complains(const std::string& message, const std::string& start, const std::string& part) {
  UNSCOPED_INFO(message);
  return message.starts_with(start) && message.find(part) != std::string::npos;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

TEST_CASE("what is nested too deeply is refused before it is parsed, and where it is") {
  CHECK(complains(error_of("title = 't'\nx = 1\n" + repeated("a.", 33) + "a = 1"),
                  "s.toml:3:66: error: nested more than 32 levels deep",
                  ""));
  CHECK(complains(error_of("x = " + repeated("[", 33)), "s.toml:1:37: error: nested", ""));
  CHECK(complains(error_of("x = " + repeated("{ a = ", 33)), "s.toml:1:197: error: nested", ""));
  CHECK(complains(error_of("", {{repeated("a.", 32) + "a", "1"}}), "", "32 levels"));
  CHECK(complains(error_of("", {{"clients.count", repeated("[", 33)}}), "", "32 levels"));
  // One less is a matter of what the keys mean.
  CHECK(complains(error_of(repeated("a.", 31) + "a = 1"), "", "unknown key"));
}

TEST_CASE("strings and comments have no levels") {
  const std::string deep = repeated("a.[{", 40);
  for (const std::string& text : {"title = \"\\\"" + deep + "\" # " + deep,
                                  "title = '" + deep + "'",
                                  "title = \"\"\"\n" + deep + "\n\"\"\"",
                                  "title = '''\n" + deep + "\n'''"}) {
    CAPTURE(text);
    CHECK(error_of(text).empty());
  }
  CHECK(complains(error_of("title = \"\"\"" + deep + "\"\"\"\n" + repeated("a.", 33) + "a = 1"),
                  "s.toml:2:66:",
                  ""));
  CHECK(
      complains(error_of("title = \"broken\n" + repeated("a.", 33) + "a = 1"), "s.toml:2:66:", ""));
}

TEST_CASE("no text holds the character NUL") {
  CHECK(complains(error_of("title = \"a\\u0000b\""), "s.toml:1:9: error: a text with", ""));
  CHECK(complains(error_of("\"a\\u0000b\" = 1"), "s.toml:1:1: error: a text with", ""));
  CHECK(complains(error_of("clients.link = [\"\\u0000\"]"), "s.toml:1:17: error: a text", ""));
  CHECK(complains(error_of("", {{"title", "\"a\\u0000b\""}}), "", "a text with"));
}

constexpr const char* kQueue = "station.s.service = 'google_search'\nsource.arrivals = ";

TEST_CASE("arrivals that nobody could wait for are refused") {
  const auto error = [](const std::string& arrivals) { return error_of(kQueue + arrivals); };
  CHECK(complains(error("{ law = 'mmpp', rates = ['1e-9 /s', '0 /s'], holding = ['1 s', '1 s'] }"),
                  "s.toml:2:",
                  "less than 1e-6 jobs arrive in a round"));
  CHECK(complains(error("{ law = 'schedule', rates = ['1e-9 /s'], every = '1 ns' }"),
                  "",
                  "less than 1e-6 jobs arrive in a round"));
  CHECK(complains(
      error("{ law = 'schedule', rates = [" + repeated("'1 /s', ", 1'001) + "], every = '1e6 s' }"),
      "",
      "more than 1e9 s"));
  CHECK(error("{ law = 'mmpp', rates = ['1e-6 /s', '0 /s'], holding = ['1 s', '1 s'] }").empty());
}

TEST_CASE("hardware that no memory holds is refused") {
  CHECK(complains(error_in("server", "servers = 16777217"), "", "from 1 to 2^24"));
  CHECK(complains(error_of("server = { servers = 4097, executors = 4096 }"),
                  "",
                  "server.servers x server.executors must be at most 2^24"));
  std::string line = "source = { rate = '1 /s', copies = 1048576 }\n";
  for (int i = 0; i < 17; ++i) {
    line += "station.s" + std::to_string(i) + ".service = 'google_search'\n";
  }
  CHECK(complains(error_of(line), "s.toml:1:", "copies x stations"));
}

TEST_CASE("a background is none, or one that is seen") {
  CHECK(complains(error_of("server.background.load = 1e-7"), "s.toml:1:", "below 1e-6"));
  CHECK(error_of("server.background.load = 0").empty());
  CHECK(error_of("server.background.load = 1e-6").empty());
}

TEST_CASE("a trace of a link repeats itself within years") {
  CHECK(complains(error_of("link.l.trace = { rates = [" + repeated("'1 Mbit/s', ", 11) +
                           "], lengths = [" + repeated("'1e6 s', ", 11) + "] }"),
                  "s.toml:1:",
                  "more than 1e7 s"));
}

TEST_CASE("names of published values are names of variables") {
  CHECK(complains(error_of("clients.link = ['lte']\npublished.\"a/b\" = { axis = 'link', "
                           "values = { lte = 1 }, source = 'me' }"),
                  "s.toml:2:",
                  "use letters, digits, _ and -"));
}

TEST_CASE("seeds of an axis are numbers that results can hold") {
  CHECK(parsed("run.seed = [1, 9007199254740991]").axes.front().name == "seed");
  CHECK(complains(error_of("run.seed = [1, 9007199254740993]"), "s.toml:1:", "2^53"));
  CHECK(point_of("run.seed = 9007199254740993").run.seed == 9'007'199'254'740'993);
}

}  // namespace
}  // namespace cutpoint
