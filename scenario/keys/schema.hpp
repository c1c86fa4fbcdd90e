// What scenarios may say, as their readers ask for it: the reference is made from nothing else.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace cutpoint::scenario_file {

struct KeyNote {
  std::string section;    // "clients.ping"; empty at the top level
  std::string key;        // "period"; "NAME" where users choose the names
  std::string type;       // "time"
  std::string values;     // names or limits; may be empty
  std::string otherwise;  // its default as it could be written, or in words
  std::string meaning;    // empty if nobody has described it
};

/// The keys that were asked for, each once, in that order.
class Schema {
 public:
  /// A note with a meaning takes the place of one without. O(keys).
  void note(KeyNote fresh) {
    const auto found = std::ranges::find_if(notes_, [&](const KeyNote& known) {
      return known.section == fresh.section && known.key == fresh.key;
    });
    if (found == notes_.end()) {
      notes_.push_back(std::move(fresh));
    } else if (found->meaning.empty()) {
      *found = std::move(fresh);
    }
  }

  [[nodiscard]] const std::vector<KeyNote>& notes() const { return notes_; }

 private:
  std::vector<KeyNote> notes_;
};

}  // namespace cutpoint::scenario_file
