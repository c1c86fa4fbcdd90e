#include "cli/manual.hpp"

#include <fmt/core.h>

#include "cli/options.hpp"

namespace cutpoint {
namespace {

/// A text written such that roff takes it literally.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\\') {
      result += "\\e";
    } else if (letter == '-') {
      result += "\\-";
    } else if ((letter == '.' || letter == '\'') && (result.empty() || result.back() == '\n')) {
      result += "\\&";
      result += letter;
    } else {
      result += letter;
    }
  }
  return result;
}

std::string option_text(const OptionDescription& option) {
  const std::string letter = option.letter.empty() ? "" : fmt::format("\\-{}, ", option.letter);
  return fmt::format(".TP\n.B {}\\-\\-{}{}\n{}\n",
                     letter,
                     escaped(option.name),
                     option.takes_value ? " \\fIVALUE\\fR" : "",
                     escaped(option.meaning));
}

}  // namespace

std::string manual_page() {
  std::string page =
      ".TH CUTPOINT 1\n.SH NAME\n"
      "cutpoint \\- simulate a data center for partitioned deep\\-neural\\-network queries\n"
      ".SH SYNOPSIS\n.B cutpoint\n.I COMMAND\n[options]\n.SH COMMANDS\n";
  for (const Command& command : commands()) {
    page += fmt::format(".SS {}\n", escaped(command.name));
    const std::optional<CommandDescription> described = describe(command);
    if (!described) {
      page += fmt::format(
          "{}.\n{} \\-\\-help says more.\n", escaped(command.summary), escaped(command.name));
      continue;
    }
    page += fmt::format(
        ".B cutpoint {}\n.PP\n{}\n", escaped(described->synopsis), escaped(described->description));
    for (const OptionDescription& option : described->options) {
      page += option_text(option);
    }
  }
  page +=
      ".SH EXIT STATUS\n0 done, 1 internal failure, 2 bad input, 3 file trouble, 4 some point did "
      "not converge, 130 interrupted.\n";
  return page;
}

}  // namespace cutpoint
