// The sweep axes of a scenario: keys that were given as lists or ranges.
//
// Two readings. A reader of a section asks for one value per key and does not know whether the file
// has one or a list of them; nor can anybody tell before it asks, as some keys are lists by nature.
// So the sections are read twice. The first reading brings the axes to light: a reader hands every
// list that stands for a scalar to select(), every range to select_range(), and each one that is
// seen for the first time becomes an axis, of which the first value is read. start() then puts the
// axes into the order of the file, zipped ones together, and from then on the sections are read
// once per point, with a selection of one value per axis in force: advance() steps through the
// selections like an odometer, the last dimension fastest. Every value of every list is so read by
// the reader of its key, and is checked, and complained about, where it stands. The values' labels
// and units are noted on the way and are complete after the last point.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/load/document.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Points are held in memory, a few kilobytes each.
inline constexpr std::size_t kMostPoints = 100'000;

class Sweep {
 public:
  explicit Sweep(const Document& document) : document_{document} {}
  Sweep(const Sweep&) = delete;
  Sweep& operator=(const Sweep&) = delete;

  /// The element of `list` that the current point has. A list seen for the first time becomes an
  /// axis. Throws: InputError if it is empty.
  [[nodiscard]] const toml::node& select(const std::string& key,
                                         const toml::key& written,
                                         const toml::array& list);
  /// The number of a range that the current point has. A range seen for the first time becomes an
  /// axis, and only then `values` is called; it gives at least one number.
  [[nodiscard]] double select_range(const std::string& key,
                                    const toml::key& written,
                                    const toml::table& range,
                                    const std::function<std::vector<double>()>& values);

  /// Notes what the selected value of the axis `key` means, as a label or as a number with its
  /// unit. Does nothing if `key` is no axis. Throws: InputError if a number is 2^53 or more.
  void note(std::string_view key, const std::string& label);
  void note(std::string_view key, double value, std::string_view unit);

  /// Lets the axes of `keys`, given in full or by their last part, advance together: one dimension,
  /// of the first of them. Keys that an override has made a single value are left out. Before
  /// start(). Throws: InputError if there is no such axis, one is joined already, or sizes differ.
  void zip(const std::vector<Text>& keys);

  /// Ends the discovery of axes: puts them into the order of the file, and goes to the first point.
  /// Throws: InputError if there are more points than can be held.
  void start();
  /// Goes to the next point, the last dimension fastest. False after the last one.
  bool advance();
  /// The index of the current point along each dimension, from 0.
  [[nodiscard]] std::vector<std::size_t> position() const;

  /// One axis per dimension with its values, after all points have been read.
  /// Throws: InputError if a value occurs twice on a dimension.
  [[nodiscard]] std::vector<Axis> axes() const;

 private:
  struct List {
    std::string key;
    Document::KeyOrder order;
    const toml::array* values = nullptr;  // null for a range
    SourceLocation where;
    std::size_t size = 0;
    std::size_t selected = 0;
    std::string zipped_to{};  // key of the list with which it advances; empty: a dimension
    // An axis has either labels or numbers, as Axis has it; the other is empty.
    std::vector<std::string> labels{};
    std::vector<double> numbers{};
    std::string unit{};
  };

  [[nodiscard]] List* find(std::string_view key);
  [[nodiscard]] List& find_zipped(const Text& key);
  [[nodiscard]] std::string short_name(const List& list) const;
  [[nodiscard]] Axis axis_of(const List& list) const;
  void refuse_duplicates(const List& list) const;

  const Document& document_;
  std::vector<List> lists_;
};

}  // namespace cutpoint::scenario_file
