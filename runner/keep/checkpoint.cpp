#include "runner/keep/checkpoint.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "results/store/part_file.hpp"
#include "runner/kinds/kind.hpp"

namespace cutpoint {
namespace {

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& message) {
  throw InputError{{path.string()}, message};
}

/// Refuses to write over results, or over an unfinished run, that nobody said should go.
void refuse_existing(const std::filesystem::path& output) {
  if (is_there(output)) {
    refuse(output,
           "the file exists; choose another name, give --resume to continue it or --force to "
           "overwrite it");
  }
  if (is_there(journal_path(output))) {
    refuse(output,
           "an unfinished run is kept in " + journal_path(output).filename().string() +
               "; give --resume to continue it or --force to start anew");
  }
}

/// A file may have more replications than its scenario asks for only if it was extended, and then
/// it has them all. Throws: ResultsError.
void expect_replications(const StoredRuns& stored, const RunPlan& plan) {
  const std::uint32_t claimed = stored.origin.replications;
  const bool has_last = std::ranges::any_of(
      stored.runs, [&](const auto& run) { return run.first.replication + 1 == claimed; });
  if (claimed > plan.replications && !has_last) {
    throw ResultsError{stored.path,
                       "damaged: it speaks of " + std::to_string(claimed) +
                           " replications and has no run of the last one"};
  }
}

std::string text_of(const Shard& shard) {
  return shard.count == 1 ? "all runs" : fmt::format("shard {}/{}", shard.index, shard.count);
}

}  // namespace

std::filesystem::path journal_path(const std::filesystem::path& output) {
  return write_target(output).string() + ".journal";
}

// A run that its budget ended is run again with a larger one; all others are what they are.
bool is_final(const RunHead& head, const Point& point) {
  return head.status != PointStatus::Budget || head.max_observations == point.run.max_observations;
}

Checkpoint::Checkpoint(const Scenario& scenario, const CheckpointRequest& request)
    : output_{write_target(request.output)},
      plan_{plan_of(scenario, {.replications = request.replications, .shard = request.shard})},
      source_{scenario.source},
      keeps_inputs_{request.keeps_inputs} {
  if (request.existing == Existing::Refuse) {
    refuse_existing(output_);
  }
  expect_writable(output_);
  if (request.existing == Existing::Resume && is_there(output_)) {
    const StoredRuns stored = read_runs(output_, request.reading);
    expect_replications(stored, plan_);
    take_over(scenario, stored);
  }
  add_replications(scenario, request);
  journal_ = std::make_unique<Journal>(
      journal_path(output_),
      request.existing == Existing::Overwrite ? Journal::Start::Anew : Journal::Start::Continue);
  is_worth_keeping_ = !journal_->blocks().first.empty();
  has_news_ = is_worth_keeping_ || !is_there(output_) || request.existing == Existing::Overwrite;
  if (is_worth_keeping_) {
    // The journal is read after the file: its runs are newer.
    take_over(scenario, decode_journal(journal_->blocks(), journal_path(output_), request.reading));
  } else {
    journal_->begin(encode_origin(origin_of(scenario, plan_)));
  }
}

Checkpoint::~Checkpoint() {
  if (!is_worth_keeping_) {
    journal_->remove();
  }
}

/// Takes the runs of a results file or journal that belong to this scenario, and refuses what does
/// not. A run whose budget was larger than it is now is refused, too: it would not be what this
/// scenario makes.
void Checkpoint::take_over(const Scenario& scenario, const StoredRuns& stored) {
  const std::string anew = "; --force starts anew, another -o keeps both";
  if (const auto why = difference(stored.origin, origin_of(scenario, plan_))) {
    refuse(stored.path, "cannot be continued: " + *why + anew);
  }
  if (stored.origin.shard != plan_.shard) {
    refuse(stored.path,
           fmt::format("cannot be continued: it is of {}, not of {}{}",
                       text_of(stored.origin.shard),
                       text_of(plan_.shard),
                       anew));
  }
  expect_possible(stored.origin, scenario, stored.path);
  if (keeps_inputs_) {
    take_content(source_, stored.origin.source);
  }
  plan_.replications = std::max(plan_.replications, stored.origin.replications);
  run_seconds_ += stored.seconds;
  for (const auto& [key, record] : stored.runs) {
    const RunHead head = decode_head(record, stored.path);
    if (!plan_.holds(key)) {
      refuse(stored.path, "cannot be continued: it has runs that the scenario lacks" + anew);
    }
    const Point& point = scenario.points[key.point];
    if (head.max_observations > point.run.max_observations) {
      refuse(stored.path,
             fmt::format("cannot be continued: its budget was {}, more than {} now{}",
                         head.max_observations,
                         point.run.max_observations,
                         anew));
    }
    if (is_final(head, point)) {
      finished_.insert_or_assign(key, record);
    }
  }
}

void Checkpoint::add_replications(const Scenario& scenario, const CheckpointRequest& request) {
  if (request.more_replications == 0) {
    return;
  }
  if (is_there(journal_path(output_))) {
    refuse(output_,
           "an unfinished run is kept in " + journal_path(output_).filename().string() +
               "; end it with --resume before adding replications");
  }
  if (!is_there(output_)) {
    refuse(output_, "there is no such file to add replications to; run it first");
  }
  const Kind& kind = kind_of(scenario);
  if (!kind.may_be_replicated()) {
    refuse(output_, "an experiment of " + std::string{kind.name()} + " has no replications");
  }
  if (plan_.shard != Shard{}) {
    refuse(output_, "replications are added to a whole file; merge the shards first");
  }
  plan_.replications += request.more_replications;
  if (!plan_.is_possible()) {
    refuse(output_,
           "would have more than " + std::to_string(kMostPlannedRuns) +
               " runs; add fewer replications");
  }
}

void Checkpoint::add(const FinishedRun& run) {
  journal_->append(encode_finished(run));
  run_seconds_ += run.seconds;
  is_worth_keeping_ = true;
  has_news_ = true;
}

void Checkpoint::finish(const Dataset& dataset) {
  if (has_news_) {
    write_dataset(output_, dataset);
  }
  is_worth_keeping_ = false;
}

}  // namespace cutpoint
