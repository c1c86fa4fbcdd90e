#include "scenario/keys/other_sections.hpp"

#include <string>

#include "scenario/keys/named_keys.hpp"
#include "scenario/keys/trace_keys.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr std::string_view kFinite = "a finite number";

/// The names of the constants that a link or processor has.
template <class T>
std::vector<std::string> constants_of(const T& thing) {
  std::vector<std::string> names;
  for (const CatalogEntry& entry : catalog(thing)) {
    names.emplace_back(entry.name);
  }
  return names;
}

template <class T>
KeyDescription constant_key(const T& thing) {
  return {.name = "CONSTANT",
          .form = Form::Constant,
          .names = constants_of(thing),
          .otherwise = "the base's",
          .meaning = "any constant of `cutpoint models --catalog`",
          .is_single = true};
}

SectionDescription link_section() {
  KeyDescription constant = constant_key(built_in_links().front());
  // Each stands for a slope and a base at once.
  constant.names.insert(constant.names.end(), {"upload_power", "download_power"});
  return {"link.NAME",
          "`[link.NAME]`",
          "A link of your own, to be named like the built-in ones.",
          {{.name = "base",
            .form = Form::Name,
            .type = "text",
            .names = names_of(built_in_links()),
            .otherwise = "\"lte\"",
            .meaning = "the built-in link that it is like; constants that are not given are its",
            .is_single = true},
           constant,
           trace_description()}};
}

SectionDescription processor_section() {
  return {
      "processor.NAME",
      "`[processor.NAME]`",
      "A processor of your own, to be named like the built-in ones.",
      {{.name = "base",
        .form = Form::Name,
        .type = "text",
        .names = names_of(built_in_processors()),
        .otherwise = "required",
        .meaning = "the built-in processor that it is like; constants that are not given are its",
        .is_single = true},
       constant_key(built_in_processors().front())}};
}

SectionDescription published_section() {
  return {"published.NAME",
          "`[published.NAME]`",
          "Published numbers that results are shown beside.",
          {{.name = "axis",
            .otherwise = "required",
            .meaning = "one of the scenario's axes",
            .is_single = true},
           {.name = "source",
            .otherwise = "required",
            .meaning = "where they were published",
            .is_single = true},
           {.name = "maximum",
            .form = Form::Number,
            .limits = {-1e308, 1e308, kFinite},
            .otherwise = "none",
            .meaning = "the largest value of all, where that was published too",
            .is_single = true},
           {.name = "values",
            .form = Form::Table,
            .inner = {{.name = "LABEL",
                       .form = Form::Number,
                       .limits = {-1e308, 1e308, kFinite},
                       .otherwise = "at least one",
                       .meaning = "label of the axis → number: `{ wifi = 1.04, lte = 1.43 }`; for "
                                  "numbers, the label is the number in s, bit/s or 1/s: "
                                  "`{ \"0.3\" = 1.2 }`",
                       .is_single = true}}}}};
}

}  // namespace

SectionDescription top_level() {
  return {"",
          "Top level",
          "",
          {{.name = "title",
            .otherwise = "the file's name",
            .meaning = "heads plots",
            .is_single = true},
           {.name = "extends",
            .type = "file",
            .otherwise = "none",
            .meaning = "another scenario, over which this one is laid",
            .is_single = true},
           {.name = "include",
            .form = Form::Texts,
            .type = "files",
            .otherwise = "none",
            .meaning = "files with links and processors"},
           {.name = "variant",
            .form = Form::Variants,
            .otherwise = "none",
            .meaning = "tables `[variant.NAME]`, which `--variant NAME` lays over the scenario"}}};
}

std::vector<SectionDescription> other_sections() {
  return {{"sweep",
           "`[sweep]`",
           "",
           {{.name = "zip",
             .form = Form::TextLists,
             .otherwise = "none",
             .meaning = "keys of lists that advance together"},
            {.name = "exclude",
             .form = Form::Conditions,
             .otherwise = "none",
             .meaning = "values by axis; points that have all of one table are left out"}}},
          published_section(),
          link_section(),
          processor_section()};
}

}  // namespace cutpoint::scenario_file
