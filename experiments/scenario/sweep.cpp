#include "experiments/scenario/sweep.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace cutpoint::scenario_file {
namespace {

// Points are held in memory, a few kilobytes each.
constexpr std::size_t kMostPoints = 100'000;

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
    List& fresh = lists_.emplace_back();
    fresh.key = key;
    fresh.order = document_.order(written);
    fresh.values = &list;
  }
  return list[find(key)->selected];
}

Sweep::List* Sweep::find(std::string_view key) {
  const auto found = std::ranges::find(lists_, key, &List::key);
  return found == lists_.end() ? nullptr : &*found;
}

void Sweep::note(std::string_view key, const std::string& label) {
  if (List* list = find(key)) {
    list->labels.resize(list->values->size());
    list->labels[list->selected] = label;
  }
}

void Sweep::note(std::string_view key, double value, std::string_view unit) {
  if (List* list = find(key)) {
    list->numbers.resize(list->values->size());
    list->numbers[list->selected] = value;
    list->unit = unit;
  }
}

void Sweep::start() {
  std::ranges::stable_sort(lists_, {}, &List::order);
  std::size_t points = 1;
  for (const List& list : lists_) {
    if (list.values->size() > kMostPoints / points) {
      throw InputError{document_.where(list.values->source()),
                       list.key + ": the lists together make more than " +
                           std::to_string(kMostPoints) + " points; shorten one"};
    }
    points *= list.values->size();
  }
}

bool Sweep::advance() {
  for (auto list = lists_.rbegin(); list != lists_.rend(); ++list) {
    if (++list->selected < list->values->size()) {
      return true;
    }
    list->selected = 0;
  }
  return false;
}

std::vector<std::size_t> Sweep::position() const {
  std::vector<std::size_t> position;
  for (const List& list : lists_) {
    position.push_back(list.selected);
  }
  return position;
}

std::string Sweep::short_name(const List& list) const {
  const std::string name = last_part(list.key);
  const auto same = [&](const List& other) { return last_part(other.key) == name; };
  return std::ranges::count_if(lists_, same) == 1 ? name : list.key;
}

void Sweep::refuse_duplicates(const List& list) const {
  const auto check = [&]<class T>(const std::vector<T>& values) {
    std::set<T> seen;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!seen.insert(values[i]).second) {
        const toml::node& node = (*list.values)[i];
        throw InputError{document_.where(node.source()),
                         list.key + " has the same value twice: " + describe(node)};
      }
    }
  };
  check(list.labels);
  check(list.numbers);
}

std::vector<Axis> Sweep::axes() const {
  std::vector<Axis> axes;
  for (const List& list : lists_) {
    refuse_duplicates(list);
    Axis axis{.name = short_name(list), .key = list.key, .values = {}, .unit = list.unit};
    if (list.labels.empty()) {
      axis.values = list.numbers;
    } else {
      axis.values = list.labels;
    }
    axes.push_back(std::move(axis));
  }
  return axes;
}

}  // namespace cutpoint::scenario_file
