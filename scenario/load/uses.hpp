// Keys that have an effect only beside certain values of others, and whether any point has those.
//
// The tables of keys say so (Key::only_with), and readers note it point by point; once all
// points have been read, a key that none of them uses is refused.
#pragma once

#include <string>
#include <vector>

#include "base/input_error.hpp"
#include "scenario/load/key.hpp"

namespace cutpoint::scenario_file {

class Document;

/// A key that is given, and one of its needs.
struct Use {
  std::string key;
  SourceLocation where;
  Need need;
  bool is_met = false;  // at some point
};

class Uses {
 public:
  /// At the current point the need of a given key is met, or it is not. O(uses).
  void note(Use fresh);

  /// In the order in which they were first noted.
  [[nodiscard]] const std::vector<Use>& all() const { return uses_; }

 private:
  std::vector<Use> uses_;
};

/// Throws: InputError for the first key that has no effect at any point. One passes that stands in
/// a base whose needed value an override, a variant or an extending file has replaced, or that a
/// variant of the scenario may bring into use; for that every alternative counts.
void refuse_idle_keys(const Document& document);

}  // namespace cutpoint::scenario_file
