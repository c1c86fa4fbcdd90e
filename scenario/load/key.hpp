// What a scenario may say, key by key, as data.
//
// Every key of a scenario is a row of a table (key_table.hpp). The part of a row that does not
// depend on the settings it fills is a KeyDescription; the reference, the JSON schema and the
// completion of keys are loops over these.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cutpoint::scenario_file {

/// The values that a number may have, and how a message says so. The ends are in the unit in which
/// numbers of this form stand on the axes of results: s, bit/s, 1/s or J.
struct Limits {
  double low;
  double high;
  std::string_view text;  // "from 0 to 1"
};

/// Limits of a number that is written as a percentage.
struct ShareLimits : Limits {};

/// How the value of a key is written.
enum class Form : std::uint8_t {
  Boolean,
  Whole,       // a number without a fraction
  Number,      // a number without a unit
  Percentage,  // text with the sign %
  Time,        // text with a unit, as the following ones
  Bandwidth,
  Rate,
  Energy,
  Name,      // one of the names that the description has
  OpenName,  // one of these names, or one that the scenario defines
  Text,
  TextOrTable,  // a text, or a table of texts
  NameOrLaw,    // one of the names, or a table with a law and its parameters
  Constant,     // text with a unit of any kind, or a number
  Texts,        // a text, or a list of texts
  TextLists,    // a list of lists of texts
  Table,        // its keys are `inner`
  Conditions,   // tables whose keys are axes
  Variants,     // tables with the sections of a scenario
};

/// What a key needs to have an effect: "clients.estimator", "= \"ewma\"". Where another key can do
/// as well ("above 0, or outages"), that is one of the alternatives.
struct Need {
  std::string key;
  std::string value;
  std::vector<std::string> alternatives{};

  friend bool operator==(const Need&, const Need&) = default;
};

struct KeyDescription {
  std::string name;  // "period"; NAME, LABEL or CONSTANT where users choose it
  Form form = Form::Text;
  std::string type{};                // how the reference calls the form, if not by its usual name
  Limits limits{0.0, 0.0, {}};       // of a number; without a text there are none
  std::vector<std::string> names{};  // that the value may have; of CONSTANT: that the key may have
  std::string otherwise{};           // the default, as it could be written or in words
  std::string meaning{};             // Markdown
  std::vector<Need> needs{};         // all of them
  bool is_list = false;              // one value that is a list of such values
  bool is_single = false;            // may be no axis of a sweep
  std::vector<KeyDescription> inner{};  // of a table or a law
};

/// A table of a scenario file with its keys.
struct SectionDescription {
  std::string
      name;  // "clients"; "link.NAME" where users choose the last part; empty: the top level
  std::string heading;
  std::string introduction;
  std::vector<KeyDescription> keys;
};

/// Whether users choose what the key is called.
[[nodiscard]] bool is_placeholder(std::string_view name);

/// The limits of integers of up to 63 bits, which TOML has.
inline constexpr Limits kAnyWhole{0.0, 9223372036854775807.0, "from 0 to 9223372036854775807"};

}  // namespace cutpoint::scenario_file
