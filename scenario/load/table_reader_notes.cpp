// What table readers note: for the reference, and of keys that need others.
#include <algorithm>
#include <utility>

#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {

TableReader& TableReader::described(std::string_view otherwise, std::string_view meaning) {
  if (document_.schema() == nullptr) {
    return *this;
  }
  next_ = {.section = key_,
           .key = {},
           .type = {},
           .values = {},
           .otherwise = std::string{otherwise},
           .meaning = std::string{meaning}};
  return *this;
}

TableReader& TableReader::among(const std::vector<std::string>& names) {
  if (document_.schema() == nullptr) {
    return *this;
  }
  if (next_.type.empty()) {
    next_.type = "name";
  }
  next_.values.clear();
  for (const std::string& name : names) {
    next_.values += (next_.values.empty() ? "`" : " ") + name;
  }
  next_.values += '`';
  return *this;
}

TableReader& TableReader::typed(std::string_view type) {
  next_.type = type;
  return *this;
}

TableReader& TableReader::named(std::string_view name) {
  next_.key = name;
  return *this;
}

TableReader& TableReader::only_with(std::string_view needed,
                                    std::string_view value,
                                    bool is_met,
                                    std::vector<std::string> alternatives) {
  next_uses_.push_back({.key = {},
                        .where = {},
                        .need = {.key = std::string{needed},
                                 .value = std::string{value},
                                 .alternatives = std::move(alternatives)},
                        .is_met = is_met});
  return *this;
}

void TableReader::note(std::string_view key, std::string_view type, std::string_view values) {
  if (document_.schema() == nullptr) {
    return;
  }
  KeyNote note = std::exchange(next_, {});
  note.section = key_;
  if (note.key.empty()) {
    note.key = key;
  }
  if (note.type.empty()) {
    note.type = type;
  }
  if (note.values.empty()) {
    note.values = values;
  }
  for (const Use& use : next_uses_) {
    note.meaning += "; only with `" + use.need.key + "` " + use.need.value;
  }
  document_.schema()->note(std::move(note));
}

void TableReader::ask(std::string_view key) {
  for (Use& use : std::exchange(next_uses_, {})) {
    if (has(key)) {
      use.key = full_key(key);
      use.where = where(key);
      document_.uses().note(std::move(use));
    }
  }
  if (std::ranges::find(asked_, key) == asked_.end()) {
    asked_.emplace_back(key);
  }
}

void TableReader::pass(std::string_view key) {
  note(key, "table");
  ask(key);
}

}  // namespace cutpoint::scenario_file
