// Reads a TOML table key by key into checked values, and refuses the keys that nobody asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/load/document.hpp"
#include "scenario/load/key.hpp"
#include "scenario/load/sweep.hpp"

namespace cutpoint::scenario_file {

/// A kind of quantity in scenarios: how it is written, and the unit in which it is read.
struct QuantityKind {
  double (*parse)(std::string_view text, const SourceLocation& where);
  std::string_view example;
  std::string_view unit;
};
extern const QuantityKind kTime;        // in s
extern const QuantityKind kBandwidth;   // in bit/s
extern const QuantityKind kRate;        // in 1/s
extern const QuantityKind kEnergy;      // in J
extern const QuantityKind kPercentage;  // dimensionless
/// Requires: the form is that of a quantity.
[[nodiscard]] const QuantityKind& kind_of(Form form);

/// One table. Each reading function returns nothing if its key is not there, and throws InputError
/// if the value is of the wrong type or out of its limits. Scalars may be lists if there is a
/// sweep, and numbers ranges.
class TableReader {
 public:
  /// `table` may be null: then no key is there. `key` is the full key of the table, empty for the
  /// root. Without a sweep no scalar may be a list.
  TableReader(const Document& document, const toml::table* table, std::string key, Sweep* sweep);

  /// Notes what a key needs to have an effect, if it is there, and whether it has that at this
  /// point. A key that no point uses is refused in the end (uses.hpp).
  void note_need(std::string_view key, const Need& need, bool is_met);
  /// Throws: InputError if the key is not there.
  void require(std::string_view key) const;

  [[nodiscard]] TableReader table(std::string_view key, Sweep* sweep);
  [[nodiscard]] std::optional<double> number(std::string_view key, const Limits& limits);
  /// A whole number. One that is written with a point or an exponent must be below 2^53.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, const Limits& limits);
  [[nodiscard]] std::optional<double> quantity(std::string_view key,
                                               const QuantityKind& kind,
                                               const Limits& limits);
  /// A number with or without a unit, in that of axes. Requires: a form of such numbers.
  [[nodiscard]] std::optional<double> number_of_form(std::string_view key,
                                                     Form form,
                                                     const Limits& limits);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  /// A list that is one value, not an axis of a sweep.
  [[nodiscard]] std::optional<std::vector<double>> numbers_of_form(std::string_view key,
                                                                   Form form,
                                                                   const Limits& limits);
  [[nodiscard]] std::optional<Text> text(std::string_view key);
  /// A string, or a number as it would be written: for readers that know the unit better.
  [[nodiscard]] std::optional<Text> constant(std::string_view key);

  /// Lists of strings in a list.
  [[nodiscard]] std::vector<std::vector<Text>> text_lists(std::string_view key);
  /// The tables of [[key]], in their order.
  [[nodiscard]] std::vector<TableReader> tables(std::string_view key);
  /// The nodes of a key: those of a list, or the one that stands alone. Requires: has(key).
  [[nodiscard]] std::vector<const toml::node*> alternatives(std::string_view key) const;

  /// Throws: InputError if the key has a list or a range.
  void refuse_list(std::string_view key) const;
  /// Throws: InputError for the first key that no reading function has asked for.
  void refuse_unknown() const;

  /// Lets a key pass that others read.
  void pass(std::string_view key);

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] bool is_table(std::string_view key) const;
  [[nodiscard]] bool is_list(std::string_view key) const;
  /// The keys of this table in the order of the file.
  [[nodiscard]] std::vector<std::string> keys() const;
  /// Where a key is written; the table itself if it is not there.
  [[nodiscard]] SourceLocation where(std::string_view key) const;
  [[nodiscard]] SourceLocation where() const;
  /// A file that the scenario names, seen from the folder of the file in which the name stands.
  /// Throws: InputError.
  [[nodiscard]] const InputFile& open(const Text& name, InputKind kind) const;
  /// "clients.link" for "link" in the table "clients".
  [[nodiscard]] std::string full_key(std::string_view key) const;
  /// The full key of the table itself; empty for the root.
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  void ask(std::string_view key);
  [[nodiscard]] const toml::node* find(std::string_view key);
  template <class Read>
  [[nodiscard]] std::optional<double> find_in_range(std::string_view key,
                                                    const Limits& limits,
                                                    std::string_view unit,
                                                    const Read& read,
                                                    bool is_whole = false);
  template <class Read>
  [[nodiscard]] std::optional<std::vector<double>> list_of(std::string_view key, const Read& read);
  [[nodiscard]] double number_of(std::string_view key,
                                 const toml::node& node,
                                 const Limits& limits);
  [[nodiscard]] double quantity_of(std::string_view key,
                                   const toml::node& node,
                                   const QuantityKind& kind,
                                   const Limits& limits);
  [[noreturn]] void fail_type(std::string_view key,
                              const std::string& expected,
                              const toml::node& found) const;
  void check_limits(std::string_view key,
                    double value,
                    const Limits& limits,
                    const toml::node& written) const;

  const Document& document_;
  const toml::table* table_;
  std::string key_;
  Sweep* sweep_;
  std::vector<std::string> asked_;
};

}  // namespace cutpoint::scenario_file
