#include "cli/shown.hpp"

#include "cli/format.hpp"
#include "cli/json.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("text of people stays as it is") {
  for (const char* text : {"", "wifi", "101.3 ± 0.5 ms", "日本語", "a\\b \"c\"", "🙂"}) {
    CHECK(shown(text) == text);
  }
}

TEST_CASE("what a terminal would obey is spelled out") {
  CHECK(shown("\x1b]0;title\x07") == "\\x1b]0;title\\x07");
  CHECK(shown("a\nb\r\tc\x7f") == "a\\nb\\r\\tc\\x7f");
  CHECK(shown(std::string_view{"a\0b", 3}) == "a\\x00b");
  CHECK(shown("\u009b31m") == "\\u009b31m");
  CHECK(shown("\u202egnol\u2066\u200b\ufeff\U000e0041") ==
        "\\u202egnol\\u2066\\u200b\\ufeff\\ue0041");
  CHECK(shown("a\u2028b\u2029c") == "a\\u2028b\\u2029c");
}

TEST_CASE("bytes that are not UTF-8 are spelled out one by one") {
  CHECK(shown("\xff") == "\\xff");
  CHECK(shown("\xc3") == "\\xc3");           // ends too early
  CHECK(shown("\xc3(") == "\\xc3(");         // goes on otherwise
  CHECK(shown("\xc0\x9b") == "\\xc0\\x9b");  // longer than need be
  CHECK(shown("\xe0\x82\x9b") == "\\xe0\\x82\\x9b");
  CHECK(shown("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // half of a pair
  CHECK(shown("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond the last character
}

TEST_CASE("tables show their cells, and columns stay aligned") {
  TextTable table{{"na\nme", "x"}};
  table.add({"\x1b[31m", "1"});
  CHECK(table.text() == "na\\nme    x\n\\x1b[31m  1\n");
}

TEST_CASE("JSON of any bytes is JSON") {
  CHECK(text_of(Json("\xff\x1b")) == "\"\xef\xbf\xbd\\u001b\"");
}

}  // namespace
}  // namespace cutpoint
