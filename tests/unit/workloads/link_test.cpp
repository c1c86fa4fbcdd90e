#include "workloads/links/link.hpp"

#include "tests/support/built_in.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

Link wifi() { return built_in_link("wifi"); }

// Huang et al., MobiSys 2012, table 4, in mW: base, and slope per Mbit/s.
constexpr double kBase = 132.86;
constexpr double kUploadSlope = 283.17;
constexpr double kDownloadSlope = 137.01;

TEST_CASE("The radio's power is a line in the rate") {
  CHECK(upload_power(wifi()).value() * 1e3 == Approx(kBase + kUploadSlope * 12.8));
  CHECK(download_power(wifi()).value() * 1e3 == Approx(kBase + kDownloadSlope * 20.0));
}

TEST_CASE("The published uplinks give the published upload powers") {
  CHECK(upload_power(built_in_link("wifi")).value() == Approx(3.76).margin(0.005));
  CHECK(upload_power(built_in_link("lte")).value() == Approx(4.25).margin(0.005));
  CHECK(upload_power(built_in_link("3g")).value() == Approx(2.03).margin(0.005));
}

TEST_CASE("A changed rate moves the power along its line") {
  Link link = wifi();
  set_constant(link, "uplink", "2 Mbit/s", {});
  CHECK(link.uplink.value == BytesPerSecond{250'000.0});
  CHECK(upload_power(link).value() * 1e3 == Approx(kBase + kUploadSlope * 2.0));
  CHECK(download_power(link) == download_power(wifi()));

  set_constant(link, "downlink", "1 MB/s", {});
  CHECK(download_power(link).value() * 1e3 == Approx(kBase + kDownloadSlope * 8.0));
}

TEST_CASE("A power that is given does not depend on the rate") {
  Link link = wifi();
  set_constant(link, "upload_power", "2.1 W", {});
  CHECK(upload_power(link) == Watts{2.1});
  set_constant(link, "uplink", "40 Mbit/s", {});
  CHECK(upload_power(link) == Watts{2.1});
  CHECK(download_power(link) == download_power(wifi()));
  CHECK(link.upload_power_slope.evidence == Evidence::Assumed);
  CHECK(link.upload_power_slope.source == "scenario");

  set_constant(link, "download_power", "900 mW", {});
  set_constant(link, "downlink", "100 Mbit/s", {});
  CHECK(download_power(link) == Watts{0.9});
  CHECK(upload_power(link) == Watts{2.1});
}

TEST_CASE("Slope and base may be given as well") {
  Link link = wifi();
  set_constant(link, "upload_power_slope", "0.1 W per Mbit/s", {});
  set_constant(link, "upload_power_base", "500 mW", {});
  CHECK(upload_power(link).value() == Approx(0.5 + 1.28));
  CHECK(link.upload_power_slope.evidence == Evidence::Assumed);
}

TEST_CASE("A link's constant set by name becomes an assumption of the scenario") {
  Link link = wifi();
  set_constant(link, "round_trip", "0 ms", {});
  CHECK(link.round_trip.value == Seconds{0.0});
  CHECK(link.round_trip.evidence == Evidence::Assumed);
  CHECK(link.round_trip.source == "scenario");
  CHECK(link.uplink.evidence == Evidence::Calibrated);
}

TEST_CASE("Bad constants are refused and leave the link as it was") {
  Link link = wifi();
  const SourceLocation here{"a.toml", 4, 2};
  CHECK_THROWS_WITH(set_constant(link, "upload_powr", "2 W", here),
                    "a.toml:4:2: error: unknown constant \"upload_powr\" of \"wifi\"; did you mean "
                    "\"upload_power\"?");
  CHECK_THROWS_WITH(
      set_constant(link, "uplink", "0 Mbit/s", here),
      "a.toml:4:2: error: uplink = \"0 Mbit/s\"; it must be above 0, like \"1 Mbit/s\"");
  CHECK_THROWS_WITH(
      set_constant(link, "upload_power", "-2 W", here),
      "a.toml:4:2: error: upload_power = \"-2 W\"; it must be 0 or more, like \"1 W\"");
  CHECK_THROWS_WITH(set_constant(link, "upload_power_slope", "2 W", here),
                    "a.toml:4:2: error: \"2 W\" is no power per rate; write it like \"283 mW per "
                    "Mbit/s\"");
  CHECK_THROWS_AS(set_constant(link, "upload_power_slope", "2 GB per Mbit/s", here), InputError);
  CHECK(upload_power(link) == upload_power(wifi()));
  CHECK(link.uplink.value == wifi().uplink.value);
}

TEST_CASE("The catalog of a link lists its constants, not the shorthands") {
  const Link link = wifi();
  const std::vector<CatalogEntry> entries = catalog(link);
  std::vector<std::string_view> names;
  for (const CatalogEntry& entry : entries) {
    names.push_back(entry.name);
  }
  CHECK(names == std::vector<std::string_view>{"uplink",
                                               "downlink",
                                               "round_trip",
                                               "upload_power_slope",
                                               "upload_power_base",
                                               "download_power_slope",
                                               "download_power_base",
                                               "promotion_time",
                                               "promotion_power",
                                               "tail_time",
                                               "tail_power",
                                               "second_tail_time",
                                               "second_tail_power"});
  CHECK(entries[0].owner == "wifi");
  CHECK(entries[0].value == Approx(12.8));
  CHECK(entries[0].unit == "Mbit/s");
  CHECK(entries[3].value == Approx(kUploadSlope));
  CHECK(entries[3].unit == "mW per Mbit/s");
}

TEST_CASE("Evidence has a name") {
  CHECK(to_string(Evidence::Sourced) == "sourced");
  CHECK(to_string(Evidence::Calibrated) == "calibrated");
  CHECK(to_string(Evidence::Assumed) == "assumed");
}

}  // namespace
}  // namespace cutpoint
