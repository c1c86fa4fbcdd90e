#include <cmath>

#include <fmt/core.h>

#include "base/digest/sha256.hpp"
#include "base/input_error.hpp"
#include "cli/format.hpp"
#include "cli/json.hpp"
#include "cli/options.hpp"
#include "cli/reading_options.hpp"
#include "cli/shown.hpp"
#include "runner/answers/comparison.hpp"

namespace cutpoint {
namespace {

po::options_description compare_options() {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("files", po::value<std::vector<std::string>>(), "one or two results files");
  add("axis", po::value<std::string>(), "NAME: compare two values of this axis of one file");
  add("a", po::value<std::string>(), "the first value of the axis");
  add("b", po::value<std::string>(), "the second one, which is compared with the first");
  add("metric",
      po::value<std::vector<std::string>>()->composing(),
      "what to compare; may be repeated (default: the usual metrics)");
  add("json", "print one JSON document instead of the table");
  add_reading_option(options);
  return options;
}

ComparisonRequest request_of(const po::variables_map& values) {
  const auto files =
      value_of<std::vector<std::string>>(values, "files").value_or(std::vector<std::string>{});
  const std::size_t of_axis = values.count("axis") + values.count("a") + values.count("b");
  const bool is_complete =
      (files.size() == 2 && of_axis == 0) || (files.size() == 1 && of_axis == 3);
  if (!is_complete) {
    throw InputError{{},
                     "compare takes two files, or one file and --axis NAME --a VALUE --b VALUE"};
  }
  return {
      .a = files.front(),
      .b = files.back(),
      .axis = value_of<std::string>(values, "axis").value_or(""),
      .value_a = value_of<std::string>(values, "a").value_or(""),
      .value_b = value_of<std::string>(values, "b").value_or(""),
      .metrics =
          value_of<std::vector<std::string>>(values, "metric").value_or(std::vector<std::string>{}),
      .reading = reading_of(values)};
}

std::string parameter_text(const ParameterValue& value, const std::string& unit) {
  if (const auto* label = std::get_if<std::string>(&value)) {
    return *label;
  }
  const double number = std::get<double>(value);
  return unit.empty() ? fmt::format("{}", number) : format_quantity(number, unit);
}

std::string name_of(const ComparisonRequest& request, bool is_a) {
  if (!request.axis.empty()) {
    return is_a ? request.value_a : request.value_b;
  }
  return (is_a ? request.a : request.b).string();
}

/// A line per file, of a first and a second side.
void print_differing_inputs(const Comparison& comparison) {
  const auto digest = [](const std::string& sha256) {
    return sha256.empty() ? "not used" : "SHA-256 " + short_digest(sha256);
  };
  for (const DifferingInput& input : comparison.differing_inputs) {
    fmt::print("the {} {} differs: {} in a, {} in b\n",
               to_string(input.kind),
               shown(input.name),
               digest(input.sha256_a),
               digest(input.sha256_b));
  }
}

/// The table of the comparison: a row per point and metric, with a star where the interval of the
/// difference leaves out zero.
void print_table(const ComparisonRequest& request, const Comparison& comparison) {
  std::vector<std::string> header;
  for (const auto& [name, unit] : comparison.parameters) {
    header.push_back(name);
  }
  const std::size_t labels = header.size() + 1;
  header.insert(header.end(), {"metric", "a", "b", "b - a", "b / a", ""});
  TextTable table{header, labels};
  std::size_t compared = 0;
  std::size_t significant = 0;
  for (const ComparedPoint& point : comparison.points) {
    for (const ComparedMetric& metric : point.metrics) {
      std::vector<std::string> row;
      for (std::size_t i = 0; i < point.parameters.size(); ++i) {
        row.push_back(parameter_text(point.parameters[i], comparison.parameters[i].second));
      }
      row.push_back(metric.name);
      for (const Estimate* estimate : {&metric.a, &metric.b, &metric.difference}) {
        row.push_back(format_estimate(*estimate, metric.unit));
      }
      row.push_back(format_estimate(metric.ratio, ""));
      row.emplace_back(metric.is_significant ? "*" : "");
      table.add(row);
      compared += std::isfinite(metric.difference.value) ? 1U : 0U;
      significant += metric.is_significant ? 1U : 0U;
    }
  }
  fmt::print("a: {}\nb: {}\n\n{}\n",
             shown(name_of(request, true)),
             shown(name_of(request, false)),
             table.text());
  if (comparison.pairs > 0) {
    fmt::print("paired over {} replications that met the same random numbers; 95 % intervals\n",
               comparison.pairs);
  } else {
    fmt::print("unpaired, as {}: intervals as of independent estimates, 95 %\n",
               shown(comparison.why_unpaired));
  }
  fmt::print("* {} of {} differ significantly; of equal things 1 in 20 would seem to\n",
             significant,
             compared);
  print_differing_inputs(comparison);
}

Json differing_inputs_json(const Comparison& comparison) {
  Json inputs = Json::array();
  for (const DifferingInput& input : comparison.differing_inputs) {
    inputs.push_back({{"name", input.name},
                      {"kind", std::string{to_string(input.kind)}},
                      {"sha256_a", input.sha256_a},
                      {"sha256_b", input.sha256_b}});
  }
  return inputs;
}

Json metric_json(const ComparedMetric& metric) {
  return {{"a", estimate_json(metric.a, metric.unit)},
          {"b", estimate_json(metric.b, metric.unit)},
          {"difference", estimate_json(metric.difference, metric.unit)},
          {"ratio", estimate_json(metric.ratio, "")},
          {"significant", metric.is_significant}};
}

void print_json(const ComparisonRequest& request, const Comparison& comparison) {
  Json document{{"a", name_of(request, true)},
                {"b", name_of(request, false)},
                {"method", comparison.pairs > 0 ? "paired" : "unpaired"},
                {"replications", comparison.pairs},
                {"why_unpaired", comparison.why_unpaired},
                {"differing_inputs", differing_inputs_json(comparison)},
                {"points", Json::array()}};
  for (const ComparedPoint& point : comparison.points) {
    Json parameters = Json::object();
    for (std::size_t i = 0; i < point.parameters.size(); ++i) {
      std::visit([&](const auto& value) { parameters[comparison.parameters[i].first] = value; },
                 point.parameters[i]);
    }
    Json metrics = Json::object();
    for (const ComparedMetric& metric : point.metrics) {
      metrics[metric.name] = metric_json(metric);
    }
    document["points"].push_back({{"parameters", parameters},
                                  {"status_a", point.status_a},
                                  {"status_b", point.status_b},
                                  {"metrics", metrics}});
  }
  fmt::print("{}\n", text_of(document));
}

}  // namespace

ExitCode compare_command(const Arguments& arguments) {
  const Usage usage{
      .command = "compare",
      .synopsis =
          "compare A.h5 B.h5 [options], or compare F.h5 --axis NAME --a VALUE --b VALUE [options]",
      .description =
          "Shows at every point that two results share how b differs from a, with "
          "95 % intervals: pair by pair where both met the same random numbers.",
      .positional = "files",
      .positional_max = -1};
  const auto values = parse_options(usage, compare_options(), arguments);
  if (!values) {
    return ExitCode::Done;
  }
  const ComparisonRequest request = request_of(*values);
  const Comparison comparison = compare(request);
  if (values->count("json") > 0) {
    print_json(request, comparison);
  } else {
    print_table(request, comparison);
  }
  return ExitCode::Done;
}

}  // namespace cutpoint
