// A complaint about something a user wrote, with the place where it stands.
#pragma once

#include <stdexcept>
#include <string>

namespace cutpoint {

/// A place in an input file; lines and columns count from 1. An empty path means the command line;
/// line 0 means the whole file.
struct SourceLocation {
  std::string path;
  int line = 0;
  int column = 0;

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

/// How a message about the place begins: "path:line:column: ", without the parts that are not
/// known.
[[nodiscard]] std::string place_text(const SourceLocation& where);

/// Bad input. The message names the value, the rule that it breaks and, where possible, the remedy.
/// what() reads "path:line:column: error: message", without the parts that are not known.
class InputError : public std::runtime_error {
 public:
  InputError(SourceLocation where, const std::string& message);

  /// Where the user wrote what is wrong.
  [[nodiscard]] const SourceLocation& where() const noexcept { return where_; }
  /// The message without its place, for a caller who knows the place better and throws anew.
  [[nodiscard]] const std::string& message() const noexcept { return message_; }

 private:
  SourceLocation where_;
  std::string message_;
};

}  // namespace cutpoint
