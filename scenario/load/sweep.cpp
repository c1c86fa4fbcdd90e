#include "scenario/load/sweep.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/number_text.hpp"
#include "base/suggest.hpp"

namespace cutpoint::scenario_file {
namespace {

/// The part of a key behind its last dot: "count" of "clients.count".
std::string last_part(const std::string& key) { return key.substr(key.rfind('.') + 1); }

}  // namespace

const toml::node& Sweep::select(const std::string& key,
                                const toml::key& written,
                                const toml::array& list) {
  if (list.empty()) {
    throw InputError{document_.where(list.source()),
                     key + " = []; a list needs at least one value"};
  }
  if (find(key) == nullptr) {
    lists_.push_back({.key = key,
                      .order = document_.order(written),
                      .values = &list,
                      .where = document_.where(list.source()),
                      .size = list.size()});
  }
  return list[find(key)->selected];
}

double Sweep::select_range(const std::string& key,
                           const toml::key& written,
                           const toml::table& range,
                           const std::function<std::vector<double>()>& values) {
  if (find(key) == nullptr) {
    std::vector<double> numbers = values();
    lists_.push_back({.key = key,
                      .order = document_.order(written),
                      .where = document_.where(range.source()),
                      .size = numbers.size(),
                      .numbers = std::move(numbers)});
  }
  const List& list = *find(key);
  return list.numbers[list.selected];
}

Sweep::List* Sweep::find(std::string_view key) {
  const auto found = std::ranges::find(lists_, key, &List::key);
  return found == lists_.end() ? nullptr : &*found;
}

void Sweep::note(std::string_view key, const std::string& label) {
  if (List* list = find(key)) {
    list->labels.resize(list->size);
    list->labels[list->selected] = label;
  }
}

void Sweep::note(std::string_view key, double value, std::string_view unit) {
  // Beyond 2^53 neighbouring whole numbers are the same double, and two values could become one.
  constexpr double kLargestExact = 9007199254740992.0;  // 2^53
  if (List* list = find(key)) {
    if (value >= kLargestExact) {
      throw InputError{list->where,
                       list->key +
                           " has a number of 2^53 or more; as an axis of results has "
                           "floating-point numbers, choose smaller ones"};
    }
    list->numbers.resize(list->size);
    list->numbers[list->selected] = value;
    list->unit = unit;
  }
}

Sweep::List& Sweep::find_zipped(const Text& key) {
  const auto found = std::ranges::find_if(lists_, [&](const List& list) {
    return list.key == key.text || short_name(list) == key.text;
  });
  if (found != lists_.end()) {
    return *found;
  }
  std::vector<std::string> known;
  for (const List& list : lists_) {
    known.push_back(list.key);
  }
  throw InputError{key.where,
                   "sweep.zip: \"" + key.text + "\" is no list or range" +
                       (known.empty() ? "" : suggestion(key.text, known))};
}

void Sweep::zip(const std::vector<Text>& keys) {
  List* first = nullptr;
  for (const Text& key : keys) {
    // A key that --set has made a single value no longer varies, so there is nothing to join.
    if (find(key.text) == nullptr && document_.is_overridden(key.text)) {
      continue;
    }
    List& list = find_zipped(key);
    const bool is_first_of_others =
        std::ranges::find(lists_, list.key, &List::zipped_to) != lists_.end();
    if (&list == first || !list.zipped_to.empty() || (first == nullptr && is_first_of_others)) {
      throw InputError{key.where, "sweep.zip has \"" + key.text + "\" twice"};
    }
    if (first == nullptr) {
      first = &list;
      continue;
    }
    if (list.size != first->size) {
      throw InputError{list.where,
                       list.key + " has " + std::to_string(list.size) + " values and " +
                           first->key + " has " + std::to_string(first->size) +
                           "; lists that sweep.zip joins are of equal length"};
    }
    list.zipped_to = first->key;
  }
}

void Sweep::start() {
  std::ranges::stable_sort(lists_, {}, &List::order);
  std::size_t points = 1;
  for (const List& list : lists_) {
    if (!list.zipped_to.empty()) {
      continue;
    }
    // Divided rather than multiplied: the product of the sizes could overflow.
    if (list.size > kMostPoints / points) {
      throw InputError{list.where,
                       list.key + ": the lists together make more than " +
                           std::to_string(kMostPoints) + " points; shorten one"};
    }
    points *= list.size;
  }
}

// An odometer: the last dimension advances, and one that has come round lets its neighbour advance.
bool Sweep::advance() {
  for (auto list = lists_.rbegin(); list != lists_.rend(); ++list) {
    if (!list->zipped_to.empty()) {
      continue;
    }
    const std::size_t next = list->selected + 1;
    const bool is_within = next < list->size;
    for (List& other : lists_) {
      if (other.key == list->key || other.zipped_to == list->key) {
        other.selected = is_within ? next : 0;
      }
    }
    if (is_within) {
      return true;
    }
  }
  return false;
}

std::vector<std::size_t> Sweep::position() const {
  std::vector<std::size_t> position;
  for (const List& list : lists_) {
    if (list.zipped_to.empty()) {
      position.push_back(list.selected);
    }
  }
  return position;
}

// The last part of a key names its axis in results, unless two axes would have the same name.
std::string Sweep::short_name(const List& list) const {
  const std::string name = last_part(list.key);
  const auto same = [&](const List& other) { return last_part(other.key) == name; };
  return std::ranges::count_if(lists_, same) == 1 ? name : list.key;
}

// Values are compared as they were read, so "1 s" and "1000 ms" are the same value twice.
void Sweep::refuse_duplicates(const List& list) const {
  const bool is_zipped = std::ranges::find(lists_, list.key, &List::zipped_to) != lists_.end();
  const auto check = [&]<class T>(const std::vector<T>& values) {
    std::set<T> seen;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (seen.insert(values[i]).second) {
        continue;
      }
      const bool is_written = list.values != nullptr;
      throw InputError{
          is_written ? document_.where((*list.values)[i].source()) : list.where,
          list.key + " has the same value twice: " +
              (is_written ? describe((*list.values)[i]) : number_text(list.numbers[i])) +
              (is_zipped ? "; only the first key of a sweep.zip must not repeat itself" : "")};
    }
  };
  check(list.labels);
  check(list.numbers);
}

Axis Sweep::axis_of(const List& list) const {
  Axis axis{.name = short_name(list), .key = list.key, .values = {}, .unit = list.unit};
  if (list.labels.empty()) {
    axis.values = list.numbers;
  } else {
    axis.values = list.labels;
  }
  return axis;
}

std::vector<Axis> Sweep::axes() const {
  std::vector<Axis> axes;
  for (const List& list : lists_) {
    if (!list.zipped_to.empty()) {
      continue;
    }
    refuse_duplicates(list);
    Axis& axis = axes.emplace_back(axis_of(list));
    for (const List& other : lists_) {
      if (other.zipped_to == list.key) {
        axis.zipped.push_back(axis_of(other));
      }
    }
  }
  return axes;
}

}  // namespace cutpoint::scenario_file
