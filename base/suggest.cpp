#include "base/suggest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cutpoint {
namespace {

/// Names are compared without regard to case: "WiFi" means "wifi".
std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return lower;
}

/// The least number of insertions, deletions, replacements and swaps of neighbors that turn `a`
/// into `b`, no part being edited twice.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replace = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      cost[i][j] = std::min({replace, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

/// How many edits still make a likely slip of the pen: one in three letters, and at least one.
std::size_t tolerance(std::string_view name) { return std::max<std::size_t>(1, name.size() / 3); }

}  // namespace

std::string suggestion(std::string_view name, std::span<const std::string> known) {
  const std::string* nearest = nullptr;
  std::size_t least = 0;
  for (const std::string& candidate : known) {
    const std::size_t limit = tolerance(candidate);
    // A name that is too long is never near, and need not be compared however long it is.
    if (name.size() > candidate.size() + limit) {
      continue;
    }
    const std::size_t distance = edit_distance(lower_case(name), lower_case(candidate));
    if (distance <= limit && (nearest == nullptr || distance < least)) {
      nearest = &candidate;
      least = distance;
    }
  }
  if (nearest != nullptr) {
    return "; did you mean \"" + *nearest + "\"?";
  }
  std::string list;
  for (const std::string& candidate : known) {
    list += (list.empty() ? "; known: " : ", ") + candidate;
  }
  return list;
}

void refuse_unknown(const AskedName& asked, std::span<const std::string> known) {
  std::string message = "unknown ";
  message.append(asked.what).append(" \"").append(asked.name).append("\"").append(asked.within);
  throw InputError{asked.where, message + suggestion(asked.name, known)};
}

}  // namespace cutpoint
