// What table readers note for the reference.
#include <utility>

#include "experiments/scenario/table_reader.hpp"

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
  document_.schema()->note(std::move(note));
}

void TableReader::pass(std::string_view key) {
  note(key, "table");
  ask(key);
}

}  // namespace cutpoint::scenario_file
