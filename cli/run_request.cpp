#include "cli/run_request.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "base/unit_grammar.hpp"

namespace cutpoint {
namespace {

constexpr std::uint32_t kMostReplications = 1'000'000;
constexpr std::size_t kMostShards = 1'000'000;

/// A whole number without sign, from 1 to `most`; 0 if the text is anything else.
std::size_t count_of(std::string_view text, std::size_t most) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number <= most ? number : 0;
}

std::uint32_t more_replications_of(const std::string& text) {
  const std::size_t number =
      text.starts_with('+') ? count_of(text.substr(1), kMostReplications) : 0;
  if (number == 0) {
    throw InputError{{},
                     fmt::format("--replications {}: expected +1 to +{}, to add to those of a "
                                 "finished file; how many a new one has is run.replications",
                                 text,
                                 kMostReplications)};
  }
  return static_cast<std::uint32_t>(number);
}

Shard shard_of(const std::string& text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string index_text = text.substr(0, slash);
  const std::size_t count =
      slash == text.size() ? 0 : count_of(text.substr(slash + 1), kMostShards);
  const std::size_t index = count_of(index_text, kMostShards);
  if (count == 0 || index >= count || (index == 0 && index_text != "0")) {
    throw InputError{{},
                     fmt::format("--shard {}: expected I/N with I from 0 to N - 1, e.g. 0/4, 1/4, "
                                 "2/4 and 3/4",
                                 text)};
  }
  return {index, count};
}

/// The number of bytes that "1 MB", "none" or "all" stands for.
std::uint64_t most_kept_of(const std::string& text) {
  if (text == "none") {
    return 0;
  }
  if (text == "all") {
    return std::numeric_limits<std::uint64_t>::max();
  }
  const double bytes = parse_bytes(text, {"--embed-inputs"}).value();
  if (bytes < 0.0) {
    throw InputError{{}, fmt::format("--embed-inputs {}: expected a size, none or all", text)};
  }
  return static_cast<std::uint64_t>(std::min(bytes, 1e18));
}

/// Refuses options that cannot be meant together.
void refuse_contradictions(const po::variables_map& values, const RunRequest& request) {
  const bool continues = values.count("resume") > 0 || request.more_replications > 0;
  if (continues && values.count("force") > 0) {
    throw InputError{{}, "--force starts anew and --resume continues; give one of them"};
  }
  if (!request.output && (continues || request.shard != Shard{})) {
    throw InputError{{},
                     "--resume, --replications and --shard need a results file; give -o FILE.h5"};
  }
}

}  // namespace

RunRequest run_request(const po::variables_map& values) {
  RunRequest request{.output = value_of<std::string>(values, "output"),
                     .progress = values["progress"].as<std::string>(),
                     .dry_run = values.count("dry-run") > 0,
                     .json = values.count("json") > 0,
                     .quiet = values.count("quiet") > 0,
                     .strict = values.count("strict") > 0,
                     .verified_only = values.count("verified-only") > 0};
  if (const auto text = value_of<std::string>(values, "replications")) {
    request.more_replications = more_replications_of(*text);
  }
  if (const auto text = value_of<std::string>(values, "shard")) {
    request.shard = shard_of(*text);
  }
  if (!values["embed-inputs"].defaulted()) {
    request.most_kept = most_kept_of(values["embed-inputs"].as<std::string>());
  }
  if (values.count("resume") > 0 || request.more_replications > 0) {
    request.existing = Existing::Resume;
  } else if (values.count("force") > 0) {
    request.existing = Existing::Overwrite;
  }
  refuse_contradictions(values, request);
  return request;
}

}  // namespace cutpoint
