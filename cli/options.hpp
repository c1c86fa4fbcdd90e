// Options of a command: Boost.Program_options, with our errors and our help.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/program_options.hpp>

#include "cli/command.hpp"

namespace cutpoint {

namespace po = boost::program_options;

/// How a command is used, for its help and for reading its arguments.
struct Usage {
  std::string_view command;      // "run"
  std::string_view synopsis;     // "run SCENARIO.toml [options]"
  std::string_view description;  // a sentence or two
  std::string_view positional;   // option that takes the words without a dash; empty: none
  int positional_max = 1;
};

/// Reads the arguments; prints the help and returns nothing if --help is among them. --help itself
/// is added to `options`. Throws: InputError for unknown options (with a suggestion), missing or
/// bad values.
[[nodiscard]] std::optional<po::variables_map> parse_options(const Usage& usage,
                                                             po::options_description options,
                                                             const Arguments& arguments);

/// One option of a command, for completions and the manual.
struct OptionDescription {
  std::string name;    // "output"
  std::string letter;  // "o"; empty if it has none
  bool takes_value;
  std::string meaning;
};

/// What a command's help says.
struct CommandDescription {
  std::string synopsis;
  std::string description;
  std::vector<OptionDescription> options;  // without the positional one
};

/// Has a command tell its options in place of running; nothing if it is a script with options of
/// its own. One thread at a time.
[[nodiscard]] std::optional<CommandDescription> describe(const Command& command);

/// Whether commands are being asked to describe themselves; a script throws NotDescribed then.
[[nodiscard]] bool is_describing();
/// Thrown by a command that cannot describe itself, because a script reads its options.
struct NotDescribed : std::exception {};

/// The value of an option, if it was given.
template <class T>
[[nodiscard]] std::optional<T> value_of(const po::variables_map& values, const char* name) {
  return values.count(name) == 0 ? std::nullopt : std::optional<T>{values[name].as<T>()};
}

/// The value of an option that must be there. Throws: InputError that names it.
[[nodiscard]] std::string required_value(const po::variables_map& values,
                                         const char* name,
                                         std::string_view example);

}  // namespace cutpoint
