#include "cli/options.hpp"

#include <sstream>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "base/suggest.hpp"

namespace cutpoint {
namespace {

std::vector<std::string> names_of(const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) {
    names.push_back("--" + option->long_name());
  }
  return names;
}

void print_help(const Usage& usage, const po::options_description& options) {
  std::ostringstream text;
  text << options;
  fmt::print("usage: cutpoint {}\n\n{}\n\n{}", usage.synopsis, usage.description, text.str());
}

// Where parse_options() writes what it is given, while commands describe themselves.
std::optional<CommandDescription>* description = nullptr;

CommandDescription described(const Usage& usage, const po::options_description& options) {
  CommandDescription result{
      std::string{usage.synopsis}, std::string{usage.description}, /*options=*/{}};
  for (const auto& option : options.options()) {
    if (option->long_name() == usage.positional) {
      continue;
    }
    const std::string letter =
        option->canonical_display_name(po::command_line_style::allow_dash_for_short);
    result.options.push_back(
        {option->long_name(),
         letter.starts_with("--") || letter.size() != 2 ? "" : letter.substr(1),
         option->semantic()->max_tokens() > 0,
         option->description()});
  }
  return result;
}

}  // namespace

bool is_describing() { return description != nullptr; }

std::optional<CommandDescription> describe(const Command& command) {
  std::optional<CommandDescription> result;
  description = &result;
  try {
    static_cast<void>(command.run({}));
  } catch (const NotDescribed&) {  // a script reads its own options
  }
  description = nullptr;
  return result;
}

std::optional<po::variables_map> parse_options(const Usage& usage,
                                               po::options_description options,
                                               const Arguments& arguments) {
  const std::vector<std::string> visible = names_of(options);
  options.add_options()("help,h", "show this help");
  if (description != nullptr) {
    *description = described(usage, options);
    return std::nullopt;
  }
  po::positional_options_description positional;
  if (!usage.positional.empty()) {
    positional.add(std::string{usage.positional}.c_str(), usage.positional_max);
  }
  po::variables_map values;
  try {
    // Abbreviations are not guessed: a script must not change its meaning when an option is added.
    const auto style = po::command_line_style::unix_style ^ po::command_line_style::allow_guessing;
    po::store(po::command_line_parser{arguments}
                  .options(options)
                  .positional(positional)
                  .style(style)
                  .run(),
              values);
  } catch (const po::unknown_option& unknown) {
    throw InputError{{},
                     fmt::format("{}: unknown option \"{}\"{}",
                                 usage.command,
                                 unknown.get_option_name(),
                                 suggestion(unknown.get_option_name(), visible))};
  } catch (const po::error& bad) {
    throw InputError{
        {},
        fmt::format("{}: {}; see cutpoint {} --help", usage.command, bad.what(), usage.command)};
  }
  if (values.count("help") > 0) {
    print_help(usage, options);
    return std::nullopt;
  }
  return values;
}

std::string required_value(const po::variables_map& values,
                           const char* name,
                           std::string_view example) {
  if (values.count(name) == 0) {
    throw InputError{{}, fmt::format("{} is missing, e.g. {}", name, example)};
  }
  return values[name].as<std::string>();
}

}  // namespace cutpoint
