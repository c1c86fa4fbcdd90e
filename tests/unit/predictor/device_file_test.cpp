#include "predictor/device_file.hpp"

#include <cmath>

#include "base/input_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

/// What a processor takes for a few types of layers; some of them without power.
Profile profile_of(std::string_view name) {
  const auto processor = std::ranges::find(built_in_processors(), name, &Processor::name);
  Profile profile{.metadata = {"a phone", "a library", "1.0", "2026-01-01"}, .rows = {}};
  for (const ProfileRow& row : simulate_profile(*processor, {})) {
    const LayerType type = row.layer.type;
    if (type == LayerType::FullyConnected || type == LayerType::Relu ||
        type == LayerType::Pooling) {
      MeasuredRow measured;
      measured.row = row;
      measured.has_power = type != LayerType::Relu;
      profile.rows.push_back(measured);
    }
  }
  return profile;
}

std::string complaint_about(const std::string& text) {
  const TemporaryFile file{text};
  try {
    static_cast<void>(read_device(read_input(file.path(), InputKind::Device), "phone"));
  } catch (const InputError& error) {
    CHECK(error.where().path == file.path().string());
    return error.message();
  }
  return "none";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST_CASE("a device that was written and read costs what it did, to the last bit") {
  for (const char* name : {"tk1-cpu", "k40"}) {
    const Profile profile = profile_of(name);
    const auto device = fit_device(profile, "profile.csv");
    const TemporaryFile file{device_text(*device)};
    const Processor read = read_device(read_input(file.path(), InputKind::Device), "phone");
    CHECK(read.name == "phone");
    for (const MeasuredRow& measured : profile.rows) {
      const auto& [layer, items, time, power] = measured.row;
      const LayerCost expected = device->cost(layer, items);
      const LayerCost found = cost(read, layer, items);
      CHECK(found.time == expected.time);
      CHECK(std::isnan(found.power.value()) == !measured.has_power);
      CHECK((!measured.has_power || found.power == expected.power));
    }
    CHECK(read.measured->covers(LayerType::Relu));
    CHECK_FALSE(read.measured->covers(LayerType::Convolution));
    CHECK(read.measured->knows_power(LayerType::Pooling));
    CHECK_FALSE(read.measured->knows_power(LayerType::Relu));
  }
}

TEST_CASE("what is larger than all that was measured is an extrapolation") {
  const auto device = fit_device(profile_of("tk1-cpu"), "profile.csv");
  const auto relu = [](int neurons) {
    const Shape shape{.channels = neurons, .height = 1, .width = 1};
    return Layer{
        .name = "r", .type = LayerType::Relu, .window = {}, .input = shape, .output = shape};
  };
  CHECK_FALSE(device->extrapolates(relu(1'000), 1));
  CHECK_FALSE(device->extrapolates(relu(1'000), 100));
  CHECK(device->extrapolates(relu(100'000'000), 1));
  CHECK(device->extrapolates(relu(1'000'000), 100));
  CHECK(device->extrapolates(relu(1), 1));
}

TEST_CASE("a network that a device cannot run, or whose energy it does not know, is refused") {
  const TemporaryFile file{device_text(*fit_device(profile_of("tk1-cpu"), "profile.csv"))};
  const Processor phone = read_device(read_input(file.path(), InputKind::Device), "phone");
  const DnnGraph imc = find_application("imc").build();
  CHECK_THROWS_WITH(expect_covered(phone, imc, false, {"s.toml", 3, 7}),
                    "s.toml:3:7: error: phone has no model of convolution layers, such as conv1; "
                    "add rows of type convolution to its profile and fit it again");
}

TEST_CASE("other files than devices are refused with their name") {
  const std::string good = device_text(*fit_device(profile_of("tk1-cpu"), "profile.csv"));
  CHECK(complaint_about(good) == "none");
  CHECK(complaint_about("[1, 2") != "none");
  CHECK(complaint_about("{}") != "none");
  CHECK(complaint_about(replaced(good, "\"version\": 1", "\"version\": 2")) ==
        "not a device file of version 1; cutpoint fit writes them");
  CHECK(complaint_about(replaced(good, "physical (ours)", "physical (our)")) ==
        "unknown form \"physical (our)\"; did you mean \"physical (ours)\"?");
  CHECK(complaint_about(replaced(good, "\"overhead_s\"", "\"overhead\"")) ==
        "parameter \"overhead_s\" is missing");
  CHECK(complaint_about(replaced(good, "\"overhead_s\": ", "\"overhead_s\": -")) ==
        "parameter \"overhead_s\" is negative");
  CHECK(complaint_about(replaced(good, "fully_connected", "fully_conected")) ==
        "unknown layer type \"fully_conected\"; did you mean \"fully_connected\"?");
}

TEST_CASE("a profile with too few rows is refused with its name") {
  Profile profile = profile_of("tk1-cpu");
  profile.rows.resize(3);
  CHECK_THROWS_AS(fit_device(profile, "profile.csv"), InputError);
}

}  // namespace
}  // namespace cutpoint
