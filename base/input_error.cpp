#include "base/input_error.hpp"

#include <utility>

namespace cutpoint {

std::string place_text(const SourceLocation& where) {
  std::string text = where.path;
  if (where.line > 0) {
    text += ':' + std::to_string(where.line) + ':' + std::to_string(where.column);
  }
  return text.empty() ? text : text + ": ";
}

InputError::InputError(SourceLocation where, const std::string& message)
    : std::runtime_error{place_text(where) + "error: " + message},
      where_{std::move(where)},
      message_{message} {}

}  // namespace cutpoint
