#include "predictor/profile_columns.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/suggest.hpp"

namespace cutpoint {
namespace {

using enum ProfileColumn;

constexpr std::array kRequired = {
    Type, InChannels, InHeight, InWidth, OutChannels, OutHeight, OutWidth, Items, TimeMedian};

struct TimeUnit {
  std::string_view suffix;
  double seconds;
};
constexpr std::array<TimeUnit, 3> kTimeUnits{{{"_s", 1.0}, {"_ms", 1e-3}, {"_us", 1e-6}}};

constexpr std::string_view kTimePrefix = "time_";

const TimeUnit* unit_of_time(std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kTimeUnits, [&](const TimeUnit& unit) { return name.ends_with(unit.suffix); });
  return name.starts_with(kTimePrefix) && found != kTimeUnits.end() ? found : nullptr;
}

}  // namespace

const std::vector<std::string>& profile_column_names() {
  static const std::vector<std::string> names{
      "type",        "kernel",    "stride",   "pad",           "group",
      "in_channels", "in_height", "in_width", "out_channels",  "out_height",
      "out_width",   "items",     "threads",  "time_median_s", "time_min_s",
      "time_mean_s", "repeats",   "power_w",  "network",       "layer"};
  return names;
}

ProfileColumns::ProfileColumns(const std::vector<Field>& names) : count_{names.size()} {
  for (std::size_t i = 0; i < names.size(); ++i) {
    add(names[i], i);
  }
  for (const ProfileColumn column : kRequired) {
    if (!position(column)) {
      throw InputError{names.front().where,
                       "the column \"" + profile_column_names()[static_cast<std::size_t>(column)] +
                           "\" is missing" +
                           (column == TimeMedian ? "; the unit may also be ms or us" : "")};
    }
  }
}

void ProfileColumns::add(const Field& name, std::size_t position) {
  const TimeUnit* const unit = unit_of_time(name.text);
  std::string plain{name.text};
  if (unit != nullptr) {
    plain.replace(plain.size() - unit->suffix.size(), unit->suffix.size(), "_s");
  }
  const std::vector<std::string>& known = profile_column_names();
  const auto found = std::ranges::find(known, plain);
  if (found == known.end()) {
    throw InputError{
        name.where,
        fmt::format("unknown column \"{}\"{}", name.text, suggestion(name.text, known))};
  }
  std::optional<std::size_t>& place = positions_[static_cast<std::size_t>(found - known.begin())];
  if (place) {
    throw InputError{name.where, fmt::format("the column \"{}\" is there twice", name.text)};
  }
  if (unit != nullptr) {
    if (!time_name_.empty() && unit->seconds != seconds_per_unit_) {
      throw InputError{
          name.where,
          fmt::format("\"{}\" and \"{}\" differ in their unit; give all times of a file in one",
                      name.text,
                      time_name_)};
    }
    seconds_per_unit_ = unit->seconds;
    time_name_ = name.text;
  }
  place = position;
}

}  // namespace cutpoint
