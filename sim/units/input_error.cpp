#include "sim/units/input_error.hpp"

#include <utility>

namespace cutpoint {
namespace {

std::string prefix(const SourceLocation& where) {
  std::string text = where.path;
  if (where.line > 0) {
    text += ':' + std::to_string(where.line) + ':' + std::to_string(where.column);
  }
  return text.empty() ? text : text + ": ";
}

}  // namespace

InputError::InputError(SourceLocation where, const std::string& message)
    : std::runtime_error{prefix(where) + "error: " + message},
      where_{std::move(where)},
      message_{message} {}

}  // namespace cutpoint
