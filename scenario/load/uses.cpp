#include "scenario/load/uses.hpp"

#include <algorithm>
#include <utility>

#include "scenario/load/document.hpp"

namespace cutpoint::scenario_file {
namespace {

/// Whether a variant has a value of its own for this key.
bool is_in_variant(const Document& document, const std::string& key) {
  const toml::table* variants = document.root()["variant"].as_table();
  return variants != nullptr && std::ranges::any_of(*variants, [&](const auto& variant) {
           const toml::table* table = variant.second.as_table();
           return table != nullptr && table->at_path(key);
         });
}

/// Whether that holds for any key that decides about the need.
template <class Predicate>
bool any_key(const Need& need, const Predicate& holds) {
  return holds(need.key) || std::ranges::any_of(need.alternatives, holds);
}

}  // namespace

void Uses::note(Use fresh) {
  const auto known = std::ranges::find_if(
      uses_, [&](const Use& use) { return use.key == fresh.key && use.need == fresh.need; });
  if (known == uses_.end()) {
    uses_.push_back(std::move(fresh));
  } else {
    known->is_met = known->is_met || fresh.is_met;
  }
}

void refuse_idle_keys(const Document& document) {
  for (const Use& use : document.uses().all()) {
    const bool is_of_base =
        !document.is_overridden(use.key) &&
        any_key(use.need, [&](const std::string& key) { return document.is_overridden(key); });
    const bool is_of_variant =
        any_key(use.need, [&](const std::string& key) { return is_in_variant(document, key); });
    if (!use.is_met && !is_of_base && !is_of_variant) {
      throw InputError{use.where,
                       use.key + " has a meaning only with " + use.need.key + ' ' + use.need.value +
                           "; set that, or leave it out"};
    }
  }
}

}  // namespace cutpoint::scenario_file
