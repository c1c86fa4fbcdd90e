#include <fmt/core.h>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "cli/options.hpp"
#include "scenario/keys/reference.hpp"

namespace cutpoint {
namespace {

/// "--output --force -o": all spellings of a command's options.
std::string words_of(const CommandDescription& command) {
  std::string words;
  for (const OptionDescription& option : command.options) {
    words += fmt::format("{}--{}", words.empty() ? "" : " ", option.name);
    if (!option.letter.empty()) {
      words += " -" + option.letter;
    }
  }
  return words;
}

/// "clients.count run.seed": what --set may set, but for keys that users name.
std::string words_of_keys() {
  std::string words;
  for (const ReferenceKey& key : reference_keys()) {
    const std::string full = key.section.empty() ? key.key : key.section + '.' + key.key;
    const bool is_named_by_users = full.find("NAME") != std::string::npos ||
                                   full.find("LABEL") != std::string::npos ||
                                   full.find("CONSTANT") != std::string::npos;
    words += is_named_by_users ? "" : full + ' ';
  }
  return words;
}

/// Files complete wherever neither a command nor an option does.
std::string bash_completion() {
  std::string names;
  std::string cases;
  for (const Command& command : commands()) {
    names += fmt::format("{} ", command.name);
    if (const auto described = describe(command)) {
      cases += fmt::format("    {}) words=\"{}\" ;;\n", command.name, words_of(*described));
    }
  }
  return fmt::format(
      "# bash completion of cutpoint, made by: cutpoint completion bash\n"
      "_cutpoint() {{\n"
      "  local words=\"\" word=${{COMP_WORDS[COMP_CWORD]}}\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"{}--help --version --man\" -- \"$word\")\n"
      "    return\n"
      "  fi\n"
      "  if [[ ${{COMP_WORDS[COMP_CWORD-1]}} == --set ]]; then\n"
      "    compopt -o nospace\n"
      "    mapfile -t COMPREPLY < <(compgen -S = -W \"{}\" -- \"$word\")\n"
      "    return\n"
      "  fi\n"
      "  [[ $word == -* ]] || return\n"
      "  case ${{COMP_WORDS[1]}} in\n"
      "{}"
      "  esac\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
      "}}\n"
      "complete -o default -F _cutpoint cutpoint\n",
      names,
      words_of_keys(),
      cases);
}

/// Text inside a specification of zsh's _arguments, between single quotes.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\'') {
      result += "'\\''";
    } else if (letter == '[' || letter == ']' || letter == ':' || letter == '\\') {
      result += '\\';
      result += letter;
    } else {
      result += letter;
    }
  }
  return result;
}

std::string zsh_completion() {
  std::string names;
  std::string cases;
  for (const Command& command : commands()) {
    names += fmt::format("    '{}:{}'\n", command.name, zsh_text(command.summary));
    const std::optional<CommandDescription> described = describe(command);
    if (!described) {
      continue;
    }
    cases += fmt::format("    {}) _arguments", command.name);
    for (const OptionDescription& option : described->options) {
      const std::string rest = fmt::format(
          "[{}]{}'", zsh_text(option.meaning), option.takes_value ? ":value:_files" : "");
      cases += fmt::format(" \\\n      '*--{}{}", option.name, rest);
      cases += option.letter.empty() ? "" : fmt::format(" \\\n      '*-{}{}", option.letter, rest);
    }
    cases += " \\\n      '*:file:_files' ;;\n";
  }
  return fmt::format(
      "#compdef cutpoint\n"
      "# zsh completion of cutpoint, made by: cutpoint completion zsh\n"
      "_cutpoint() {{\n"
      "  local -a names=(\n{}  )\n"
      "  if ((CURRENT == 2)); then\n"
      "    _describe command names\n"
      "    return\n"
      "  fi\n"
      "  local name=${{words[2]}}\n"
      "  shift words\n"
      "  ((CURRENT--))\n"
      "  case $name in\n"
      "{}"
      "    *) _files ;;\n"
      "  esac\n"
      "}}\n"
      "_cutpoint \"$@\"\n",
      names,
      cases);
}

}  // namespace

ExitCode completion_command(const Arguments& arguments) {
  po::options_description options{"options"};
  options.add_options()("shell", po::value<std::string>(), "bash or zsh");
  const Usage usage{.command = "completion",
                    .synopsis = "completion bash|zsh",
                    .description =
                        "Prints what lets a shell complete commands and options: "
                        "source <(cutpoint completion bash)",
                    .positional = "shell"};
  const auto values = parse_options(usage, options, arguments);
  if (!values) {
    return ExitCode::Done;
  }
  const std::string shell = required_value(*values, "shell", "cutpoint completion bash");
  struct Shell {
    std::string_view name;
    std::string (*completion)();
  };
  constexpr std::array<Shell, 2> kShells{{{"bash", bash_completion}, {"zsh", zsh_completion}}};
  const auto* const found =
      find_or_suggest(kShells, {.name = shell, .what = "shell"}, &Shell::name);
  fmt::print("{}", found->completion());
  return ExitCode::Done;
}

}  // namespace cutpoint
