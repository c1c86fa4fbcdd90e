#include "workloads/links/link.hpp"

#include <array>
#include <vector>

#include "workloads/constant_table.hpp"

namespace cutpoint {
namespace {

using enum Evidence;

constexpr double kBytesPerSecondInMegabit = megabits_per_second(1.0).value();
constexpr double kSlopeUnit = 1e-3 / kBytesPerSecondInMegabit;  // 1 mW per Mbit/s

constexpr JoulesPerByte milliwatts_per_megabit(double v) { return JoulesPerByte{v * kSlopeUnit}; }
constexpr Watts milliwatts(double v) { return Watts{v * 1e-3}; }
constexpr Seconds milliseconds(double v) { return Seconds{v * 1e-3}; }

constexpr std::string_view kHuangSlope =
    "Huang et al., MobiSys 2012, table 4 (alpha); measured on a phone of 2011, used here at the "
    "calibrated rate";
constexpr std::string_view kHuangBase =
    "Huang et al., MobiSys 2012, table 4 (beta); measured on a phone of 2011";
constexpr Spread kOtherPhones{0.7, 1.3};

constexpr std::string_view kHuangStates =
    "Huang et al., MobiSys 2012, radio states of a phone of 2011 (from memory)";
constexpr std::string_view kNoSecondTail = "this radio's tail has one phase";

std::vector<Link> make_built_in_links() {
  return {
      {.name = "wifi",
       .uplink = {megabits_per_second(12.8),
                  Calibrated,
                  "152 KB in 95 ms: Kang et al., ASPLOS 2017, fig. 3 (from memory)",
                  {0.85, 1.15}},
       .downlink = {megabits_per_second(20.0),
                    Assumed,
                    "about 1.6 x the uplink, as on shared Wi-Fi of 2012-2016; only the small "
                    "result comes down",
                    {0.5, 2.0}},
       .round_trip = {Seconds{0.040},
                      Assumed,
                      "20-65 ms to a distant data center; not part of the paper's figures",
                      {0.5, 1.6}},
       .upload_power_slope = {milliwatts_per_megabit(283.17), Sourced, kHuangSlope, kOtherPhones},
       .upload_power_base = {milliwatts(132.86), Sourced, kHuangBase, kOtherPhones},
       .download_power_slope = {milliwatts_per_megabit(137.01), Sourced, kHuangSlope, kOtherPhones},
       .download_power_base = {milliwatts(132.86), Sourced, kHuangBase, kOtherPhones},
       .promotion_time = {milliseconds(79.1), Sourced, kHuangStates, kOtherPhones},
       .promotion_power = {milliwatts(124.4), Sourced, kHuangStates, kOtherPhones},
       .tail_time = {milliseconds(238.1), Sourced, kHuangStates, kOtherPhones},
       .tail_power = {milliwatts(119.3), Sourced, kHuangStates, kOtherPhones},
       .second_tail_time = {milliseconds(0.0), Sourced, kNoSecondTail},
       .second_tail_power = {milliwatts(0.0), Sourced, kNoSecondTail}},
      {.name = "lte",
       .uplink = {megabits_per_second(6.76),
                  Calibrated,
                  "152 KB in 180 ms: Kang et al., ASPLOS 2017, fig. 3 (from memory)",
                  {0.85, 1.15}},
       .downlink = {megabits_per_second(12.7),
                    Sourced,
                    "median downlink of LTE, Huang et al., MobiSys 2012",
                    {0.5, 2.0}},
       .round_trip = {Seconds{0.070},
                      Assumed,
                      "about the median of LTE in 2012; not part of the paper's figures",
                      {0.6, 1.5}},
       .upload_power_slope = {milliwatts_per_megabit(438.39), Sourced, kHuangSlope, kOtherPhones},
       .upload_power_base = {milliwatts(1288.04), Sourced, kHuangBase, kOtherPhones},
       .download_power_slope = {milliwatts_per_megabit(51.97), Sourced, kHuangSlope, kOtherPhones},
       .download_power_base = {milliwatts(1288.04), Sourced, kHuangBase, kOtherPhones},
       .promotion_time = {milliseconds(260.1), Sourced, kHuangStates, kOtherPhones},
       .promotion_power = {milliwatts(1210.7), Sourced, kHuangStates, kOtherPhones},
       .tail_time = {milliseconds(11576.0), Sourced, kHuangStates, kOtherPhones},
       .tail_power = {milliwatts(1060.0), Sourced, kHuangStates, kOtherPhones},
       .second_tail_time = {milliseconds(0.0), Sourced, kNoSecondTail},
       .second_tail_power = {milliwatts(0.0), Sourced, kNoSecondTail}},
      {.name = "3g",
       .uplink = {megabits_per_second(1.40),
                  Calibrated,
                  "152 KB in 870 ms: Kang et al., ASPLOS 2017, fig. 3",
                  {0.98, 1.02}},
       .downlink = {megabits_per_second(4.0),
                    Assumed,
                    "about 3 x the uplink, as on HSPA of 2012-2016; only the small result comes "
                    "down",
                    {0.5, 2.0}},
       .round_trip = {Seconds{0.150},
                      Assumed,
                      "100-200 ms on HSPA; not part of the paper's figures",
                      {0.67, 1.33}},
       .upload_power_slope = {milliwatts_per_megabit(868.98), Sourced, kHuangSlope, kOtherPhones},
       .upload_power_base = {milliwatts(817.88), Sourced, kHuangBase, kOtherPhones},
       .download_power_slope = {milliwatts_per_megabit(122.12), Sourced, kHuangSlope, kOtherPhones},
       .download_power_base = {milliwatts(817.88), Sourced, kHuangBase, kOtherPhones},
       .promotion_time = {milliseconds(582.1), Sourced, kHuangStates, kOtherPhones},
       .promotion_power = {milliwatts(659.4), Sourced, kHuangStates, kOtherPhones},
       .tail_time = {milliseconds(8088.0), Sourced, kHuangStates, kOtherPhones},
       .tail_power = {milliwatts(803.9), Sourced, kHuangStates, kOtherPhones},
       .second_tail_time = {milliseconds(824.0), Sourced, kHuangStates, kOtherPhones},
       .second_tail_power = {milliwatts(601.3), Sourced, kHuangStates, kOtherPhones}},
  };
}

using Field = ConstantField<Link>;

// The last two names set a power that does not depend on the rate; they are no constants of their
// own.
constexpr std::size_t kFixedPowers = 2;
constexpr std::string_view kUploadPower = "upload_power";
constexpr std::string_view kDownloadPower = "download_power";
constexpr std::string_view kMbit = "Mbit/s";
constexpr std::string_view kSlope = "mW per Mbit/s";

constexpr std::array kFields{
    Field{"uplink", kMbit, kBytesPerSecondInMegabit, Range::Positive, &Link::uplink},
    Field{"downlink", kMbit, kBytesPerSecondInMegabit, Range::Positive, &Link::downlink},
    Field{"round_trip", "ms", 1e-3, Range::NonNegative, &Link::round_trip},
    Field{"upload_power_slope", kSlope, kSlopeUnit, Range::NonNegative, &Link::upload_power_slope},
    Field{"upload_power_base", "mW", 1e-3, Range::NonNegative, &Link::upload_power_base},
    Field{"download_power_slope",
          kSlope,
          kSlopeUnit,
          Range::NonNegative,
          &Link::download_power_slope},
    Field{"download_power_base", "mW", 1e-3, Range::NonNegative, &Link::download_power_base},
    Field{"promotion_time", "ms", 1e-3, Range::NonNegative, &Link::promotion_time},
    Field{"promotion_power", "mW", 1e-3, Range::NonNegative, &Link::promotion_power},
    Field{"tail_time", "ms", 1e-3, Range::NonNegative, &Link::tail_time},
    Field{"tail_power", "mW", 1e-3, Range::NonNegative, &Link::tail_power},
    Field{"second_tail_time", "ms", 1e-3, Range::NonNegative, &Link::second_tail_time},
    Field{"second_tail_power", "mW", 1e-3, Range::NonNegative, &Link::second_tail_power},
    Field{kUploadPower, "W", 1.0, Range::NonNegative, &Link::upload_power_base},
    Field{kDownloadPower, "W", 1.0, Range::NonNegative, &Link::download_power_base},
};

Watts radio_power(JoulesPerByte slope, BytesPerSecond rate, Watts base) {
  return Watts{slope.value() * rate.value()} + base;
}

}  // namespace

Watts upload_power(const Link& link) {
  return radio_power(
      link.upload_power_slope.value, link.uplink.value, link.upload_power_base.value);
}

Watts download_power(const Link& link) {
  return radio_power(
      link.download_power_slope.value, link.downlink.value, link.download_power_base.value);
}

std::span<const Link> built_in_links() {
  static const std::vector<Link> links = make_built_in_links();
  return links;
}

void set_constant(Link& link,
                  std::string_view name,
                  std::string_view value,
                  const SourceLocation& where) {
  set_by_name(std::span<const Field>{kFields}, link, {.name = name, .text = value}, where);
  const Constant<JoulesPerByte> none{{}, Assumed, "scenario"};
  if (name == kUploadPower) {
    link.upload_power_slope = none;
  }
  if (name == kDownloadPower) {
    link.download_power_slope = none;
  }
}

std::vector<CatalogEntry> catalog(const Link& link) {
  return list_constants(std::span<const Field>{kFields}.first(kFields.size() - kFixedPowers), link);
}

}  // namespace cutpoint
