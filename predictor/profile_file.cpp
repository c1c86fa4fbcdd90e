#include "predictor/profile_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "base/contract.hpp"
#include "base/number_text.hpp"
#include "base/suggest.hpp"
#include "predictor/layer_shape.hpp"
#include "predictor/profile_columns.hpp"

namespace cutpoint {
namespace {

using Column = ProfileColumn;

constexpr std::string_view kFirstLine = "# cutpoint profile 1";
constexpr int kMostInteger = 1'000'000;
constexpr std::array<std::string_view, 4> kKeys{"device", "library", "versions", "date"};

std::string in_quotes(std::string_view text) { return '"' + std::string{text} + '"'; }

[[noreturn]] void fail(const SourceLocation& where, const std::string& message) {
  throw InputError{where, message};
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t end = text.find_last_not_of(" \t");
  return end == std::string_view::npos ? "" : text.substr(begin, end + 1 - begin);
}

/// The members of the metadata in the order of kKeys.
std::array<std::string*, kKeys.size()> values_of(ProfileMetadata& metadata) {
  return {&metadata.device, &metadata.library, &metadata.versions, &metadata.date};
}

/// The fields of one line, found by their columns.
class Row {
 public:
  Row(const ProfileColumns& columns, const std::vector<Field>& fields)
      : columns_{columns}, fields_{fields} {}

  [[nodiscard]] const Field* field(Column column) const {
    const std::optional<std::size_t> position = columns_.position(column);
    return position ? &fields_[*position] : nullptr;
  }
  [[nodiscard]] std::string text(Column column) const {
    const Field* const found = field(column);
    return found == nullptr ? std::string{} : std::string{found->text};
  }
  /// The place of a column in this line, or that of the line if the file lacks the column.
  [[nodiscard]] const SourceLocation& where(Column column) const {
    const Field* const found = field(column);
    return found == nullptr ? fields_.front().where : found->where;
  }

  [[nodiscard]] int integer(Column column, int least, int otherwise) const {
    const Field* const found = field(column);
    if (found == nullptr) {
      return otherwise;
    }
    const double value = parse_number(*found);
    if (value != std::trunc(value) || value < least || value > kMostInteger) {
      fail(found->where,
           fmt::format(
               "\"{}\" is not a whole number from {} to {}", found->text, least, kMostInteger));
    }
    return static_cast<int>(value);
  }

  [[nodiscard]] Seconds time(Column column, Seconds otherwise) const {
    const Field* const found = field(column);
    if (found == nullptr) {
      return otherwise;
    }
    const Seconds value{parse_number(*found) * columns_.seconds_per_unit()};
    if (value <= Seconds::zero()) {
      fail(found->where, in_quotes(found->text) + " is no time; it must be above 0");
    }
    return value;
  }

 private:
  const ProfileColumns& columns_;
  const std::vector<Field>& fields_;
};

LayerType read_type(const Row& row) {
  return find_layer_type(row.text(Column::Type), row.where(Column::Type));
}

/// The column to blame for a complaint about a shape.
Column column_of(LayerPart part) {
  switch (part) {
    case LayerPart::Kernel:
      return Column::Kernel;
    case LayerPart::Stride:
      return Column::Stride;
    case LayerPart::Pad:
      return Column::Pad;
    case LayerPart::Group:
      return Column::Group;
    case LayerPart::OutChannels:
      return Column::OutChannels;
    case LayerPart::OutHeight:
      return Column::OutHeight;
    case LayerPart::OutWidth:
      return Column::OutWidth;
  }
  contract_violated("part is one of the enumerators", __FILE__, __LINE__);
}

/// The layer of a row. Throws: InputError at the column to blame if its output does not follow from
/// input and window.
Layer read_layer(const Row& row) {
  Layer layer{
      .name = row.text(Column::Layer),
      .type = read_type(row),
      .window = {.kernel = row.integer(Column::Kernel, 1, 1),
                 .stride = row.integer(Column::Stride, 1, 1),
                 .pad = row.integer(Column::Pad, 0, 0),
                 .group = row.integer(Column::Group, 1, 1)},
      .input = {.channels = row.integer(Column::InChannels, 1, 1),
                .height = row.integer(Column::InHeight, 1, 1),
                .width = row.integer(Column::InWidth, 1, 1)},
      .output = {.channels = row.integer(Column::OutChannels, 1, 1),
                 .height = row.integer(Column::OutHeight, 1, 1),
                 .width = row.integer(Column::OutWidth, 1, 1)},
  };
  const ShapeComplaint complaint = check_shapes(layer);
  if (!complaint.message.empty()) {
    fail(row.where(column_of(complaint.part)), complaint.message);
  }
  return layer;
}

/// A row with its times; the least and the mean time are the median if the file lacks them. Times
/// must be above 0.
MeasuredRow read_row(const Row& row) {
  MeasuredRow measured{.row = {.layer = read_layer(row),
                               .items = row.integer(Column::Items, 1, 1),
                               .power = Watts{}},
                       .repeats = row.integer(Column::Repeats, 1, 1),
                       .threads = row.integer(Column::Threads, 1, 1),
                       .network = row.text(Column::Network)};
  const Seconds median = row.time(Column::TimeMedian, {});
  measured.row.time = median;
  measured.least_time = row.time(Column::TimeMin, median);
  measured.mean_time = row.time(Column::TimeMean, median);
  if (measured.least_time > median) {
    fail(row.where(Column::TimeMin), in_quotes(row.text(Column::TimeMin)) + " is above the median");
  }
  if (const Field* const power = row.field(Column::Power);
      power != nullptr && !power->text.empty()) {
    measured.row.power = Watts{parse_number(*power)};
    measured.has_power = true;
  }
  return measured;
}

/// The first rows of a layer type with power and without: a type that has both is refused, because
/// its model of power would be fitted to a part of it.
struct PowerSeen {
  std::optional<SourceLocation> with;
  std::optional<SourceLocation> without;
};

/// Reads the lines after the first, one by one.
class Reader {
 public:
  void read(std::string_view line, const SourceLocation& where) {
    if (trimmed(line).empty() || line.starts_with("##")) {
      return;
    }
    if (line.starts_with('#')) {
      read_metadata(line, where);
      return;
    }
    const std::vector<Field> fields = split_at_commas(line, where);
    if (!columns_) {
      columns_.emplace(fields);
      return;
    }
    if (fields.size() != columns_->count()) {
      fail(where, fmt::format("{} fields, but {} columns", fields.size(), columns_->count()));
    }
    const Row row{*columns_, fields};
    profile_.rows.push_back(read_row(row));
    const MeasuredRow& last = profile_.rows.back();
    PowerSeen& seen = power_[static_cast<std::size_t>(last.row.layer.type)];
    std::optional<SourceLocation>& first = last.has_power ? seen.with : seen.without;
    first = first.value_or(row.where(Column::Power));
  }

  /// The profile, once its power is known to be complete.
  Profile finish() && {
    for (std::size_t i = 0; i < power_.size(); ++i) {
      const auto& [with, without] = power_[i];
      if (with && without) {
        fail(*without,
             fmt::format("no power here, but in line {}; all {} rows must have it, or none",
                         with->line,
                         to_string(static_cast<LayerType>(i))));
      }
    }
    return std::move(profile_);
  }

 private:
  /// Reads a line of metadata, "# key: text".
  void read_metadata(std::string_view line, const SourceLocation& where) {
    const std::string hint = "; a free comment begins with \"##\"";
    if (columns_) {
      fail(where, in_quotes(line) + " stands below the names of the columns" + hint);
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      fail(where, in_quotes(line) + ": expected \"# key: text\"" + hint);
    }
    const std::string_view key = trimmed(line.substr(1, colon - 1));
    const auto* const found = std::ranges::find(kKeys, key);
    if (found == kKeys.end()) {
      const std::vector<std::string> known{kKeys.begin(), kKeys.end()};
      fail(where, fmt::format("unknown key \"{}\"{}{}", key, suggestion(key, known), hint));
    }
    const auto index = static_cast<std::size_t>(found - kKeys.begin());
    if (is_given_[index]) {
      fail(where, "the key " + in_quotes(key) + " is there twice");
    }
    is_given_[index] = true;
    *values_of(profile_.metadata)[index] = trimmed(line.substr(colon + 1));
  }

  Profile profile_;
  std::array<bool, kKeys.size()> is_given_{};
  std::optional<ProfileColumns> columns_;
  std::array<PowerSeen, kLayerTypeCount> power_{};
};

bool fits_a_line(std::string_view text) {
  return text.find_first_of("\r\n") == std::string_view::npos;
}

/// Whether a text can stand in a field: there are no quotation marks, so it may hold no comma.
bool fits_a_field(std::string_view text) {
  return fits_a_line(text) && text.find(',') == std::string_view::npos && !text.starts_with('#');
}

}  // namespace

Profile read_profile(const InputFile& file) {
  const std::vector<std::string_view> lines = lines_of(file);
  SourceLocation start = start_of_line(file, 0);
  if (trimmed(lines.front()) != kFirstLine) {
    fail(start, "not a profile: the first line must be " + in_quotes(kFirstLine));
  }
  Reader reader;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    start.line = static_cast<int>(i) + 1;
    reader.read(lines[i], start);
  }
  Profile profile = std::move(reader).finish();
  if (profile.rows.empty()) {
    fail({.path = file.path.string()}, "the profile has no rows");
  }
  return profile;
}

std::string profile_header(const ProfileMetadata& metadata) {
  ProfileMetadata copy = metadata;
  std::string text{kFirstLine};
  text += '\n';
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const std::string& value = *values_of(copy)[i];
    CUTPOINT_EXPECTS(fits_a_line(value));
    if (!value.empty()) {
      text += "# " + std::string{kKeys[i]} + ": " + value + '\n';
    }
  }
  for (const std::string& name : profile_column_names()) {
    text += (&name == &profile_column_names().front() ? "" : ",") + name;
  }
  return text + '\n';
}

std::string profile_line(const MeasuredRow& measured) {
  CUTPOINT_EXPECTS(fits_a_field(measured.network));
  CUTPOINT_EXPECTS(fits_a_field(measured.row.layer.name));
  CUTPOINT_EXPECTS(measured.row.layer.window.is_square());
  CUTPOINT_EXPECTS(!measured.row.layer.parameters.has_value());

  const auto& [layer, items, time, power] = measured.row;
  std::string line{to_string(layer.type)};
  for (const int number : {layer.window.kernel,
                           layer.window.stride,
                           layer.window.pad,
                           layer.window.group,
                           layer.input.channels,
                           layer.input.height,
                           layer.input.width,
                           layer.output.channels,
                           layer.output.height,
                           layer.output.width,
                           items,
                           measured.threads}) {
    line += ',' + std::to_string(number);
  }
  for (const Seconds seconds : {time, measured.least_time, measured.mean_time}) {
    line += ',' + number_text(seconds.count());
  }
  line += ',' + std::to_string(measured.repeats) + ',';
  if (measured.has_power) {
    line += number_text(power.value());
  }
  return line + ',' + measured.network + ',' + layer.name + '\n';
}

std::vector<ProfileRow> rows_of(const Profile& profile) {
  std::vector<ProfileRow> rows;
  rows.reserve(profile.rows.size());
  for (const MeasuredRow& measured : profile.rows) {
    rows.push_back(measured.row);
    if (!measured.has_power) {
      rows.back().power = Watts{std::nan("")};
    }
  }
  return rows;
}

}  // namespace cutpoint
