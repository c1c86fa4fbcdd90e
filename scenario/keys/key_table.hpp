// Tables of keys: each row joins what a key is called and means to the setting that it fills.
//
//   key("probe_period", &VariationSettings::probe_period, kPeriod, "how often a client probes")
//       .only_with("clients.estimator", "= \"probe\"", is_probed)
//
// The type of the setting chooses how its value is written, and what it holds by itself is the
// default. Keys that are not so regular bring a reading function along (special()).
#pragma once

#include <concepts>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/suggest.hpp"
#include "scenario/keys/definitions.hpp"
#include "scenario/keys/draft.hpp"
#include "scenario/keys/value_text.hpp"
#include "scenario/load/key.hpp"
#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {

/// What is known when a key is read.
struct Context {
  const Draft& draft;  // of this point, as far as it has been read
  const Definitions& definitions;
  Sweep* sweep = nullptr;  // null where no value may be a list
};

/// Full names of keys ("clients.count") with their values, as `cutpoint check` shows them.
using Values = std::vector<std::pair<std::string, std::string>>;

/// A row of the table of a section that fills an S.
template <class S>
struct Key {
  KeyDescription about;
  /// Sets the member if the file has the key. Throws: InputError.
  std::function<void(S&, TableReader&, const Context&)> read;
  /// Adds the key with its value in force; `section` ends with a dot.
  std::function<void(Values&, const std::string& section, const S&, const Draft&)> list{};
  /// One condition for each need in `about`: whether it is met.
  std::vector<std::function<bool(const S&, const Draft&)>> conditions{};
  /// Takes back what was read at a point where it has no effect; none if that does no harm.
  std::function<void(S&)> drop{};
  std::optional<ScenarioKind> only_kind{};  // the only kind of scenarios that has the key

  /// The key has an effect only if another one, read before, has such a value ("below 1",
  /// "= \"ewma\""): `is_met(settings)` or `is_met(draft)`. The reference says so, and a key that no
  /// point uses is refused. May be repeated: then it needs all. `alternatives` are the other keys
  /// of which the value speaks.
  template <class IsMet>
  Key only_with(std::string key,
                std::string value,
                IsMet is_met,
                std::vector<std::string> alternatives = {}) && {
    about.needs.push_back({std::move(key), std::move(value), std::move(alternatives)});
    if constexpr (std::is_invocable_v<IsMet, const Draft&>) {
      conditions.push_back([is_met](const S&, const Draft& draft) { return is_met(draft); });
    } else {
      conditions.push_back([is_met](const S& settings, const Draft&) { return is_met(settings); });
    }
    return std::move(*this);
  }

  /// What the reference says in place of the setting's default.
  Key otherwise(std::string words) && {
    about.otherwise = std::move(words);
    return std::move(*this);
  }

  /// `cutpoint check` shows the value only where that holds of the settings.
  template <class Holds>
  Key listed_if(Holds holds) && {
    list = [inner = std::move(list), holds](
               Values& values, const std::string& section, const S& settings, const Draft& draft) {
      if (holds(settings)) {
        inner(values, section, settings, draft);
      }
    };
    return std::move(*this);
  }

  /// The key may be no axis of a sweep.
  Key single() && {
    about.is_single = true;
    read = [inner = std::move(read), name = about.name](
               S& settings, TableReader& reader, const Context& context) {
      reader.refuse_list(name);
      inner(settings, reader, context);
    };
    return std::move(*this);
  }

  /// The key is no key of scenarios of the other kind.
  Key only_in(ScenarioKind kind) && {
    only_kind = kind;
    read = [inner = std::move(read), kind](
               S& settings, TableReader& reader, const Context& context) {
      if (context.draft.kind == kind) {
        inner(settings, reader, context);
      }
    };
    return std::move(*this);
  }

  /// The key must be there.
  Key required() && {
    about.otherwise = "required";
    read = [inner = std::move(read), name = about.name](
               S& settings, TableReader& reader, const Context& context) {
      inner(settings, reader, context);
      reader.require(name);
    };
    return std::move(*this);
  }

  [[nodiscard]] bool has_effect(const S& settings, const Draft& draft) const {
    for (const auto& is_met : conditions) {
      if (!is_met(settings, draft)) {
        return false;
      }
    }
    return !only_kind || *only_kind == draft.kind;
  }
};

template <class S>
using Keys = std::vector<Key<S>>;

/// Reads what a table of a file has of these keys, in their order. Throws: InputError.
template <class S>
void read_keys(const Keys<S>& keys, S& settings, TableReader& reader, const Context& context) {
  for (const Key<S>& key : keys) {
    for (std::size_t i = 0; i < key.conditions.size(); ++i) {
      reader.note_need(
          key.about.name, key.about.needs[i], key.conditions[i](settings, context.draft));
    }
    key.read(settings, reader, context);
    if (key.drop && !key.has_effect(settings, context.draft)) {
      key.drop(settings);
    }
  }
}

/// Adds the values in force of keys that have an effect.
template <class S>
void list_keys(const Keys<S>& keys,
               const S& settings,
               const Draft& draft,
               const std::string& section,
               Values& values) {
  for (const Key<S>& key : keys) {
    if (key.list && key.has_effect(settings, draft)) {
      key.list(values, section, settings, draft);
    }
  }
}

template <class S>
std::vector<KeyDescription> descriptions(const Keys<S>& keys) {
  std::vector<KeyDescription> all;
  for (const Key<S>& key : keys) {
    if (key.about.name.empty()) {  // keys of a member, which stand in the same section
      all.insert(all.end(), key.about.inner.begin(), key.about.inner.end());
    } else {
      all.push_back(key.about);
    }
  }
  return all;
}

/// A key with a reading and a listing function of its own.
template <class S>
Key<S> special(KeyDescription about,
               std::type_identity_t<decltype(Key<S>::read)> read,
               std::type_identity_t<decltype(Key<S>::list)> list = {}) {
  return {.about = std::move(about), .read = std::move(read), .list = std::move(list)};
}

/// Settings as they are where a file says nothing.
template <class S>
struct Defaults {
  static S make() { return S{}; }
};

namespace table_detail {

/// The type in an optional, or the type itself.
template <class T>
struct Inner {
  using Type = T;
};
template <class T>
struct Inner<std::optional<T>> {
  using Type = T;
};
template <class T>
inline constexpr bool kIsOptional = !std::same_as<T, typename Inner<T>::Type>;

/// Null if there is no value.
template <class T>
const T* value_in(const T& value) {
  return &value;
}
template <class T>
const T* value_in(const std::optional<T>& value) {
  return value ? &*value : nullptr;
}

template <class T>
std::string text_of(Form form, T value, bool as_written) {
  if constexpr (std::integral<T>) {
    return std::to_string(value);
  } else {
    return as_written ? written_text(form, Grammar<T>::number(value))
                      : resolved_text(form, Grammar<T>::number(value));
  }
}

template <class T>
std::optional<T> read_value(TableReader& reader,
                            std::string_view name,
                            Form form,
                            const Limits& limits) {
  if constexpr (std::integral<T>) {
    const std::optional<std::int64_t> value = reader.integer(name, limits);
    return value ? std::optional{static_cast<T>(*value)} : std::nullopt;
  } else {
    const std::optional<double> value = reader.number_of_form(name, form, limits);
    return value ? std::optional{Grammar<T>::value(*value)} : std::nullopt;
  }
}

/// A number, with or without a unit.
template <class S, class T>
Key<S> number_key(
    std::string_view name, T S::*member, Form form, const Limits& limits, std::string_view means) {
  using Value = typename Inner<T>::Type;
  KeyDescription about{
      .name = std::string{name}, .form = form, .limits = limits, .otherwise = "none"};
  about.meaning = means;
  const S defaults = Defaults<S>::make();
  if (const Value* value = value_in(defaults.*member)) {
    about.otherwise = text_of(form, *value, true);
  }
  std::function<void(S&)> drop;
  if constexpr (kIsOptional<T>) {
    drop = [member](S& settings) { settings.*member = std::nullopt; };
  }
  return {.about = about,
          .read =
              [about, member](S& settings, TableReader& reader, const Context&) {
                const auto value = read_value<Value>(reader, about.name, about.form, about.limits);
                if (value) {
                  settings.*member = *value;
                }
              },
          .list =
              [about, member](
                  Values& values, const std::string& section, const S& settings, const Draft&) {
                if (const Value* value = value_in(settings.*member)) {
                  values.emplace_back(section + about.name, text_of(about.form, *value, false));
                }
              },
          .conditions = {},
          .drop = drop};
}

}  // namespace table_detail

/// A number or quantity; the type of the setting says which. An optional one has no default.
template <class S, class T>
Key<S> key(std::string_view name, T S::*member, const Limits& limits, std::string_view meaning) {
  constexpr Form kForm = Grammar<typename table_detail::Inner<T>::Type>::kForm;
  return table_detail::number_key(name, member, kForm, limits, meaning);
}

/// A number that is written as a percentage.
template <class S, class T>
Key<S> key(std::string_view name,
           T S::*member,
           const ShareLimits& limits,
           std::string_view meaning) {
  return table_detail::number_key(name, member, Form::Percentage, limits, meaning);
}

/// A list of quantities that is one value.
template <class S, class T>
Key<S> key(std::string_view name,
           std::vector<T> S::*member,
           const Limits& limits,
           std::string_view meaning) {
  KeyDescription about{
      .name = std::string{name}, .form = Grammar<T>::kForm, .limits = limits, .otherwise = "none"};
  about.meaning = meaning;
  about.is_list = true;
  about.is_single = true;
  return {.about = about,
          .read = [about, member](S& settings, TableReader& reader, const Context&) {
            const auto numbers = reader.numbers_of_form(about.name, about.form, about.limits);
            if (numbers) {
              (settings.*member).clear();
              for (const double number : *numbers) {
                (settings.*member).push_back(Grammar<T>::value(number));
              }
            }
          }};
}

/// A text of any kind, such as the name of a file.
template <class S>
Key<S> key(std::string_view name, std::optional<Text> S::*member, std::string_view meaning) {
  const std::string own{name};
  return {.about = {.name = own, .otherwise = "none", .meaning = std::string{meaning}},
          .read = [own, member](S& settings, TableReader& reader, const Context&) {
            if (std::optional<Text> text = reader.text(own)) {
              settings.*member = std::move(text);
            }
          }};
}

/// Whether something is so.
template <class S>
Key<S> key(std::string_view name, bool S::*member, std::string_view meaning) {
  const std::string own{name};
  const auto text = [](bool value) { return value ? "true" : "false"; };
  return {.about = {.name = own,
                    .form = Form::Boolean,
                    .otherwise = text(Defaults<S>::make().*member),
                    .meaning = std::string{meaning}},
          .read =
              [own, member](S& settings, TableReader& reader, const Context&) {
                settings.*member = reader.boolean(own).value_or(settings.*member);
              },
          .list =
              [own, member, text](
                  Values& values, const std::string& section, const S& settings, const Draft&) {
                values.emplace_back(section + own, text(settings.*member));
              }};
}

/// A name and what it stands for.
template <class T>
struct Choice {
  std::string_view name;
  T value;
};

template <class T>
using Choices = std::vector<Choice<T>>;

template <class T>
std::vector<std::string> names_of(const Choices<T>& choices) {
  std::vector<std::string> names;
  for (const Choice<T>& choice : choices) {
    names.emplace_back(choice.name);
  }
  return names;
}

/// The value that a name stands for. Throws: InputError with a suggestion; `what` is in it.
template <class T>
T chosen(const Text& name, std::string_view what, const Choices<T>& choices) {
  for (const Choice<T>& choice : choices) {
    if (choice.name == name.text) {
      return choice.value;
    }
  }
  throw InputError{name.where,
                   "unknown " + std::string{what} + " \"" + name.text + '"' +
                       suggestion(name.text, names_of(choices))};
}

/// One of a few names.
template <class S, class T>
Key<S> key(std::string_view name,
           T S::*member,
           const Choices<std::type_identity_t<T>>& choices,
           std::string_view meaning) {
  const std::string own{name};
  const auto name_of = [choices](T value) -> std::string {
    for (const Choice<T>& choice : choices) {
      if (choice.value == value) {
        return std::string{choice.name};
      }
    }
    return {};
  };
  return {.about = {.name = own,
                    .form = Form::Name,
                    .names = names_of(choices),
                    .otherwise = '"' + name_of(Defaults<S>::make().*member) + '"',
                    .meaning = std::string{meaning}},
          .read =
              [own, member, choices](S& settings, TableReader& reader, const Context&) {
                if (const std::optional<Text> text = reader.text(own)) {
                  settings.*member = chosen(*text, own, choices);
                }
              },
          .list =
              [own, member, name_of](
                  Values& values, const std::string& section, const S& settings, const Draft&) {
                values.emplace_back(section + own, name_of(settings.*member));
              }};
}

/// Keys of the same section that fill a member of its settings.
template <class S, class M>
Key<S> within(M S::*member, const Keys<M>& keys) {
  return {
      .about = {.name = {}, .inner = descriptions(keys)},
      .read =
          [member, keys](S& settings, TableReader& reader, const Context& context) {
            read_keys(keys, settings.*member, reader, context);
          },
      .list =
          [member, keys](
              Values& values, const std::string& section, const S& settings, const Draft& draft) {
            list_keys(keys, settings.*member, draft, section, values);
          }};
}

/// A table within the section, whose keys fill the same settings.
template <class S>
Key<S> subtable(std::string_view name, const Keys<S>& keys) {
  const std::string own{name};
  return {
      .about = {.name = own, .form = Form::Table, .inner = descriptions(keys)},
      .read =
          [own, keys](S& settings, TableReader& reader, const Context& context) {
            TableReader inner = reader.table(own, context.sweep);
            read_keys(keys, settings, inner, context);
            inner.refuse_unknown();
          },
      .list =
          [own, keys](
              Values& values, const std::string& section, const S& settings, const Draft& draft) {
            list_keys(keys, settings, draft, section + own + '.', values);
          }};
}

}  // namespace cutpoint::scenario_file
