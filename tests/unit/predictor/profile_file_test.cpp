#include "predictor/profile_file.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "base/input_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

Profile profile_of(std::string_view content) {
  return read_profile(read_input(TemporaryFile{content}.path(), InputKind::Profile));
}

/// What the reader complains about, after the path: ":line:column: error: message".
std::string complaint(std::string_view content) {
  const TemporaryFile file{content};
  try {
    static_cast<void>(read_profile(read_input(file.path(), InputKind::Profile)));
  } catch (const InputError& error) {
    const std::string what = error.what();
    REQUIRE(what.starts_with(file.path().string()));
    return what.substr(file.path().string().size());
  }
  return "none";
}

const std::string kFirst = "# cutpoint profile 1\n";
const std::string kShape = "in_channels,in_height,in_width,out_channels,out_height,out_width,items";
const std::string kNames = "type," + kShape + ",time_median_ms\n";

/// A complaint about a row of the required columns, without ":3:".
std::string row_complaint(const std::string& row) {
  const std::string text = complaint(kFirst + kNames + row + '\n');
  return text.starts_with(":3:") ? text.substr(3) : text;
}

/// A complaint about a row that begins with "type,kernel,stride,pad,group".
std::string window_complaint(const std::string& row) {
  const std::string text = complaint(kFirst + "type,kernel,stride,pad,group," + kShape +
                                     ",time_median_s\n" + row + ",1,0.5\n");
  return text.starts_with(":3:") ? text.substr(3) : text;
}

MeasuredRow measured_convolution() {
  return {.row = {.layer = {.name = "conv2",
                            .type = LayerType::Convolution,
                            .window = {.kernel = 5, .stride = 1, .pad = 2, .group = 2},
                            .input = {.channels = 96, .height = 27, .width = 27},
                            .output = {.channels = 256, .height = 27, .width = 27}},
                  .items = 4,
                  .time = Seconds{0.1 + 0.2},
                  .power = Watts{7.1}},
          .least_time = Seconds{1.0 / 7.0},
          .mean_time = Seconds{1.0 / 3.0},
          .repeats = 17,
          .threads = 2,
          .has_power = true,
          .network = "imc"};
}

TEST_CASE("A profile that is written reads back as the same") {
  const ProfileMetadata metadata{.device = "a board, with a comma: and a colon",
                                 .library = "some kernels 1.0",
                                 .versions = "g++ 12",
                                 .date = "2026-01-31"};
  MeasuredRow other = measured_convolution();
  other.row.layer = {.name = "",
                     .type = LayerType::Argmax,
                     .window = {},
                     .input = {.channels = 10, .height = 1, .width = 1},
                     .output = {}};
  other.row.power = Watts{};
  other.row.time = Seconds{5e-9};
  other.least_time = Seconds{4.9e-9};
  other.has_power = false;
  other.network = "";

  const Profile profile = profile_of(profile_header(metadata) +
                                     profile_line(measured_convolution()) + profile_line(other));
  CHECK(profile.metadata.device == metadata.device);
  CHECK(profile.metadata.library == metadata.library);
  CHECK(profile.metadata.versions == metadata.versions);
  CHECK(profile.metadata.date == metadata.date);
  REQUIRE(profile.rows.size() == 2);
  const MeasuredRow expected[] = {measured_convolution(), other};
  for (std::size_t i = 0; i < 2; ++i) {
    const MeasuredRow& row = profile.rows[i];
    CHECK(row.row.layer == expected[i].row.layer);
    CHECK(row.row.items == expected[i].row.items);
    CHECK(row.row.time == expected[i].row.time);
    CHECK(row.row.power == expected[i].row.power);
    CHECK(row.least_time == expected[i].least_time);
    CHECK(row.mean_time == expected[i].mean_time);
    CHECK(row.repeats == expected[i].repeats);
    CHECK(row.threads == expected[i].threads);
    CHECK(row.has_power == expected[i].has_power);
    CHECK(row.network == expected[i].network);
  }
  CHECK(rows_of(profile).size() == 2);
  CHECK(rows_of(profile).front().layer.name == "conv2");
}

TEST_CASE("Columns may be missing and stand in any order; a comment may stand anywhere") {
  const Profile profile = profile_of(
      "# cutpoint profile 1\r\n## by hand\r\n# device : Board \r\n"
      "time_median_us,items,out_width,out_height,out_channels,in_width,in_height,in_channels,type\n"
      "\n## the first\n2.5, 3, 4, 5, 6, 4, 5, 6, relu\n");
  CHECK(profile.metadata.device == "Board");
  CHECK(profile.metadata.library.empty());
  REQUIRE(profile.rows.size() == 1);
  const MeasuredRow& row = profile.rows.front();
  CHECK(row.row.layer.input == Shape{6, 5, 4});
  CHECK(row.row.layer.window == Window{});
  CHECK(row.row.layer.name.empty());
  CHECK(row.row.items == 3);
  CHECK(row.row.time.count() == Approx(2.5e-6).epsilon(1e-15));
  CHECK(row.least_time == row.row.time);
  CHECK(row.mean_time == row.row.time);
  CHECK(row.repeats == 1);
  CHECK(row.threads == 1);
  CHECK_FALSE(row.has_power);
  CHECK(row.network.empty());
}

TEST_CASE("A file that is no profile is an error") {
  CHECK(complaint("") == ": error: the file is empty");
  CHECK(complaint("type,items\n") ==
        ":1:1: error: not a profile: the first line must be \"# cutpoint profile 1\"");
  CHECK(complaint("# cutpoint profile 2\n") ==
        ":1:1: error: not a profile: the first line must be \"# cutpoint profile 1\"");
  CHECK(complaint(kFirst) == ": error: the profile has no rows");
  CHECK(complaint(kFirst + kNames) == ": error: the profile has no rows");
}

TEST_CASE("Metadata that are unknown, doubled or misplaced are errors") {
  const std::string hint = "; a free comment begins with \"##\"\n";
  const auto line_of = [&](const std::string& text) { return complaint(text) + '\n'; };
  CHECK(line_of(kFirst + "# devise: x\n") ==
        ":2:1: error: unknown key \"devise\"; did you mean \"device\"?" + hint);
  CHECK(line_of(kFirst + "# color: x\n") ==
        ":2:1: error: unknown key \"color\"; known: device, library, versions, date" + hint);
  CHECK(line_of(kFirst + "# a board\n") ==
        ":2:1: error: \"# a board\": expected \"# key: text\"" + hint);
  CHECK(complaint(kFirst + "# date: x\n# date: x\n") ==
        ":3:1: error: the key \"date\" is there twice");
  CHECK(line_of(kFirst + kNames + "# date: x\n") ==
        ":3:1: error: \"# date: x\" stands below the names of the columns" + hint);
}

TEST_CASE("Columns that are missing, unknown, doubled or of two units are errors") {
  CHECK(complaint(kFirst + kShape + ",time_median_s\n") ==
        ":2:1: error: the column \"type\" is missing");
  CHECK(complaint(kFirst + "type," + kShape + '\n') ==
        ":2:1: error: the column \"time_median_s\" is missing; the unit may also be ms or us");
  CHECK(complaint(kFirst + "type,in_chanels\n") ==
        ":2:6: error: unknown column \"in_chanels\"; did you mean \"in_channels\"?");
  CHECK(complaint(kFirst + "type,time_median\n") ==
        ":2:6: error: unknown column \"time_median\"; did you mean \"time_median_s\"?");
  CHECK(complaint(kFirst + "type,kernel,type\n") ==
        ":2:13: error: the column \"type\" is there twice");
  CHECK(complaint(kFirst + "time_min_s,time_min_ms\n") ==
        ":2:12: error: the column \"time_min_ms\" is there twice");
  CHECK(complaint(kFirst + "time_median_s,time_min_ms\n") ==
        ":2:15: error: \"time_min_ms\" and \"time_median_s\" differ in their unit; give all times "
        "of a file in one");
}

TEST_CASE("Fields that are no sizes, times or types are errors") {
  CHECK(row_complaint("relu,1,1,1,1,1,1,1,1") == "none");
  CHECK(row_complaint("relu,1,1,1,1,1,1,1") == "1: error: 8 fields, but 9 columns");
  CHECK(row_complaint("relu,1,1,1,1,1,1,1,1,1") == "1: error: 10 fields, but 9 columns");
  CHECK(row_complaint("relu,x,1,1,1,1,1,1,1") == "6: error: \"x\" is not a number");
  CHECK(row_complaint("relu,,1,1,1,1,1,1,1") == "6: error: \"\" is not a number");
  CHECK(row_complaint("relu,0,1,1,1,1,1,1,1") ==
        "6: error: \"0\" is not a whole number from 1 to 1000000");
  CHECK(row_complaint("relu,1.5,1,1,1,1,1,1,1") ==
        "6: error: \"1.5\" is not a whole number from 1 to 1000000");
  CHECK(row_complaint("relu,1000001,1,1,1000001,1,1,1,1") ==
        "6: error: \"1000001\" is not a whole number from 1 to 1000000");
  CHECK(row_complaint("relu,-1,1,1,1,1,1,1,1") == "6: error: \"-1\" is negative");
  CHECK(row_complaint("relu,1,1,1,1,1,1,0,1") ==
        "18: error: \"0\" is not a whole number from 1 to 1000000");
  CHECK(row_complaint("relu,1,1,1,1,1,1,1,0") == "20: error: \"0\" is no time; it must be above 0");
  CHECK(row_complaint("relu,1,1,1,1,1,1,1,-2") == "20: error: \"-2\" is negative");
  for (const std::string text : {"nan", "inf", "1e999"}) {
    CHECK(row_complaint("relu,1,1,1,1,1,1,1," + text) ==
          "20: error: \"" + text + "\" is infinite, not a number, or out of range");
  }
  CHECK(row_complaint("rely,1,1,1,1,1,1,1,1") ==
        "1: error: unknown layer type \"rely\"; did you mean \"relu\"?");
}

TEST_CASE("A least time above the median is an error") {
  const std::string head = kFirst + "type," + kShape + ",time_median_s,time_min_s\n";
  CHECK(complaint(head + "relu,1,1,1,1,1,1,1,2,2\n") == "none");
  CHECK(complaint(head + "relu,1,1,1,1,1,1,1,2,2.1\n") ==
        ":3:22: error: \"2.1\" is above the median");
}

TEST_CASE("A convolution's output must follow from its window, whole positions only") {
  CHECK(window_complaint("convolution,3,2,1,1,8,15,15,4,8,8") == "none");
  CHECK(window_complaint("convolution,3,2,0,1,8,16,16,4,7,7") == "none");
  CHECK(window_complaint("convolution,3,2,0,1,8,16,16,4,8,7") ==
        "31: error: the window gives 7, not 8");
  CHECK(window_complaint("convolution,3,2,0,1,8,15,16,4,7,8") ==
        "33: error: the window gives 7, not 8");
  CHECK(window_complaint("local,3,1,0,1,8,15,15,4,12,13") ==
        "25: error: the window gives 13, not 12");
  CHECK(window_complaint("convolution,5,1,0,1,8,4,4,4,1,1") ==
        "13: error: a kernel of 5 does not fit an input of 4 with a pad of 0");
  CHECK(window_complaint("convolution,3,1,3,1,8,4,4,4,8,8") ==
        "17: error: a pad of 3 lets a kernel of 3 miss the input; it must be smaller");
  CHECK(window_complaint("convolution,3,1,1,3,8,4,4,4,4,4") ==
        "19: error: 3 groups do not divide 8 channels of input and 4 of output");
  CHECK(window_complaint("local,3,1,1,2,8,4,4,4,4,4") ==
        "13: error: only a convolution or matmul has groups; here it must be 1");
}

TEST_CASE("Pooling may end with a window in part, and keeps the channels") {
  CHECK(window_complaint("pooling,3,2,0,1,8,16,16,8,7,8") == "none");
  CHECK(window_complaint("pooling,3,2,0,1,8,15,15,8,8,7") ==
        "27: error: the window gives 7, not 8");
  CHECK(window_complaint("pooling,3,2,0,1,8,16,16,8,9,8") ==
        "27: error: the window gives 7 or 8, not 9");
  CHECK(window_complaint("pooling,3,2,0,1,8,16,16,4,8,8") ==
        "25: error: a pooling layer keeps the channels of its input: 4 is not 8");
}

TEST_CASE("Types without a window must not have one, and most keep the shape") {
  CHECK(window_complaint("fully_connected,1,1,0,1,8,4,4,10,1,1") == "none");
  CHECK(window_complaint("fully_connected,3,1,0,1,8,4,4,10,1,1") ==
        "17: error: a fully_connected layer has no window: its kernel must be 1");
  CHECK(window_complaint("relu,1,2,0,1,8,4,4,8,4,4") ==
        "8: error: a relu layer has no window: its stride must be 1");
  CHECK(window_complaint("argmax,1,1,1,1,8,4,4,1,1,1") ==
        "12: error: an argmax layer has no window: its pad must be 0");
  CHECK(window_complaint("argmax,1,1,0,1,8,4,4,8,1,1") ==
        "22: error: an argmax layer gives 1 x 1 x 1, one value per item");
  CHECK(window_complaint("tanh,1,1,0,1,8,4,4,7,4,4") ==
        "20: error: a tanh layer keeps the shape of its input: 7 is not 8");
  CHECK(window_complaint("tanh,1,1,0,1,8,4,4,8,5,4") ==
        "22: error: a tanh layer keeps the shape of its input: 5 is not 4");
  CHECK(window_complaint("tanh,1,1,0,1,8,4,4,8,4,5") ==
        "24: error: a tanh layer keeps the shape of its input: 5 is not 4");
}

TEST_CASE("A matmul keeps positions and has groups, a sum divides the channels") {
  CHECK(window_complaint("matmul,1,1,0,2,8,5,1,12,5,1") == "none");
  CHECK(window_complaint("matmul,1,1,0,3,8,5,1,12,5,1") ==
        "14: error: 3 groups do not divide 8 channels of input and 12 of output");
  CHECK(window_complaint("matmul,1,1,0,1,8,5,1,12,4,1") ==
        "25: error: a matmul layer keeps the height and width of its input: 4 is not 5");
  CHECK(window_complaint("matmul,2,1,0,1,8,5,1,12,5,1") ==
        "8: error: a matmul layer has no window: its kernel must be 1");
  CHECK(window_complaint("element_wise,1,1,0,1,8,5,1,4,5,1") == "none");
  CHECK(window_complaint("element_wise,1,1,0,1,8,5,1,3,5,1") ==
        "28: error: the channels of an element_wise layer's inputs together are a multiple of its "
        "output's: 8 is none of 3");
  CHECK(window_complaint("element_wise,1,1,0,1,8,5,1,4,5,2") ==
        "32: error: an element_wise layer keeps the height and width of its input: 2 is not 1");
  CHECK(window_complaint("scale,1,1,0,1,8,5,1,4,5,1") ==
        "21: error: a scale layer keeps the shape of its input: 4 is not 8");
  CHECK(window_complaint("copy,1,1,0,1,8,5,1,4,10,1") == "none");
  CHECK(window_complaint("opaque,1,1,0,1,8,5,1,3,2,1") == "none");
  CHECK(window_complaint("copy,1,1,1,1,8,5,1,4,10,1") ==
        "10: error: a copy layer has no window: its pad must be 0");
}

TEST_CASE("Layers too large to count are errors") {
  CHECK(window_complaint("relu,1,1,0,1,1000000,1000,10,1000000,1000,10") ==
        "30: error: a tensor of the layer has more than 2e9 elements");
  CHECK(window_complaint("fully_connected,1,1,0,1,1000000,1000,1,1000000,1000,1") ==
        "40: error: the layer has more than 1e18 FLOP per item");
}

TEST_CASE("Power is there for all rows of a type, or for none") {
  const std::string head = kFirst + "type," + kShape + ",time_median_s,power_w\n";
  const std::string relu = "relu,1,1,1,1,1,1,1,2,";
  const std::string tanh = "tanh,1,1,1,1,1,1,1,2,";
  const Profile profile = profile_of(head + relu + "0\n" + tanh + "\n" + relu + "1.5\n");
  CHECK(profile.rows[0].has_power);
  CHECK_FALSE(profile.rows[1].has_power);
  CHECK(profile.rows[2].row.power == Watts{1.5});
  CHECK(complaint(head + relu + "3\n" + relu + "-1\n") == ":4:22: error: \"-1\" is negative");
  CHECK(complaint(head + relu + "3\n" + tanh + "\n" + relu + "\n") ==
        ":5:22: error: no power here, but in line 3; all relu rows must have it, or none");
  CHECK(complaint(head + relu + "\n" + relu + "3\n") ==
        ":3:22: error: no power here, but in line 4; all relu rows must have it, or none");
}

TEST_CASE("What a row cannot tell is refused") {
  const ThrowingContracts contracts;
  MeasuredRow row = measured_convolution();
  row.row.layer.window.kernel_width = 3;
  CHECK_THROWS_AS(profile_line(row), ContractBroken);
  row = measured_convolution();
  row.row.layer.parameters = 7;
  CHECK_THROWS_AS(profile_line(row), ContractBroken);
}

TEST_CASE("Names that would break a line are refused") {
  const ThrowingContracts contracts;
  MeasuredRow row = measured_convolution();
  row.network = "a,b";
  CHECK_THROWS_AS(profile_line(row), ContractBroken);
  row.network = "";
  row.row.layer.name = "a\nb";
  CHECK_THROWS_AS(profile_line(row), ContractBroken);
  CHECK_THROWS_AS(profile_header({.device = "a\nb", .library = "", .versions = "", .date = ""}),
                  ContractBroken);
}

}  // namespace
}  // namespace cutpoint
