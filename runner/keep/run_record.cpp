#include "runner/keep/run_record.hpp"

#include <algorithm>
#include <tuple>

#include "results/store/byte_archive.hpp"
#include "results/store/dataset.hpp"
#include "runner/kinds/kind.hpp"
#include "sim/engine/fingerprint.hpp"

namespace cutpoint {

// Every structure is taken apart by a structured binding: a new member does not compile before it
// is also kept. These are found by the types of their arguments, so not in an unnamed namespace.

template <class Archive, class Value>
requires ValueOf<Value, RunStatus>
void transfer(Archive& archive, Value& value) {
  transfer_enum(archive, value, RunStatus::Unstable);
}

template <class Archive, class Value>
requires ValueOf<Value, PointStatus>
void transfer(Archive& archive, Value& value) {
  transfer_enum(archive, value, PointStatus::NotRun);
}

template <class Archive, class Value>
requires ValueOf<Value, ThroughputStatus>
void transfer(Archive& archive, Value& value) {
  transfer_enum(archive, value, ThroughputStatus::Budget);
}

void transfer(ByteWriter& archive, const Histogram& histogram) {
  const std::vector<std::uint64_t>& bins = histogram.bins();
  archive.number(bins.size() -
                 static_cast<std::size_t>(std::count(bins.begin(), bins.end(), std::uint64_t{0})));
  std::size_t next = 0;
  for (std::size_t bin = 0; bin < bins.size(); ++bin) {
    if (bins[bin] > 0) {
      archive.number(bin - next);
      archive.number(bins[bin]);
      next = bin + 1;
    }
  }
}

void transfer(ByteReader& archive, Histogram& histogram) {
  constexpr std::size_t kMostBins = 1 << 13;                       // more than 63 bits can need
  constexpr std::uint64_t kMostCounted = std::uint64_t{1} << 53U;  // counts become doubles
  std::vector<std::uint64_t> bins;
  std::uint64_t left_to_count = kMostCounted;
  for (std::size_t left = archive.length(); left > 0; --left) {
    const std::uint64_t gap = archive.number();
    const std::uint64_t bin = bins.size() + gap;
    if (gap >= kMostBins || bin >= kMostBins) {
      archive.refuse();
      return;
    }
    bins.resize(bin + 1);
    bins.back() = archive.number();
    if (bins.back() > left_to_count) {
      archive.refuse();
      return;
    }
    left_to_count -= bins.back();
  }
  histogram = Histogram::from_bins(std::move(bins));
}

/// A sum counts 0, -1, 1, -2, … as a duration does, in the same bytes, and goes on beyond 64 bits.
/// No run has one of 2^106 ns: with 63 bits of time it would have to hold 2^43 jobs at once. Of
/// less, the sums of a million runs can be added up within 128 bits.
void transfer(ByteWriter& archive, const DurationSum& sum) {
  auto folded =
      (static_cast<Uint128>(sum.count()) << 1U) ^ static_cast<Uint128>(sum.count() >> 127);
  for (; folded >= 0x80U; folded >>= 7U) {
    archive.byte(static_cast<std::uint8_t>(folded | 0x80U));
  }
  archive.byte(static_cast<std::uint8_t>(folded));
}

void transfer(ByteReader& archive, DurationSum& sum) {
  constexpr unsigned kBits = 106;
  Uint128 folded = 0;
  for (unsigned shift = 0; shift <= kBits; shift += 7) {
    const std::uint8_t next = archive.byte();
    folded |= static_cast<Uint128>(next & 0x7fU) << shift;
    if (next < 0x80U) {
      if ((folded >> (kBits + 1U)) != 0) {
        break;
      }
      sum = DurationSum{static_cast<Int128>((folded >> 1U) ^ (~(folded & 1U) + 1U))};
      return;
    }
  }
  archive.refuse();
}

template <class Archive, class Value>
requires ValueOf<Value, RunLimit>
void transfer(Archive& archive, Value& value) { transfer_enum(archive, value, RunLimit::Line); }

template <class Archive, class Value>
requires ValueOf<Value, RunEnd>
void transfer(Archive& archive, Value& value) {
  auto& [limit, line] = value;
  transfer_all(archive, limit, line);
}

template <class Archive, class Value>
requires ValueOf<Value, FleetBatch>
void transfer(Archive& archive, Value& batch) {
  std::apply([&](auto&... values) { transfer_all(archive, values...); }, members(batch));
}

template <class Archive, class Value>
requires ValueOf<Value, QueryRecord>
void transfer(Archive& archive, Value& query) {
  auto& [arrival,
         client,
         client_class,
         application,
         cut,
         believed_uplink,
         uplink,
         load_level,
         load_wait,
         busy,
         waiting,
         is_complete,
         spans,
         mobile_energy] = query;
  transfer_all(archive, arrival, client, client_class, application, cut, believed_uplink, uplink);
  transfer_all(archive, load_level, load_wait, busy, waiting, is_complete, spans, mobile_energy);
}

template <class Archive, class Value>
requires ValueOf<Value, FleetResult>
void transfer(Archive& archive, Value& result) {
  auto& [status,
         end,  // kept by the point, like that of queues
         metrics,
         cut_counts,
         discarded_share,
         steady,
         records,
         issued,
         completed,
         in_flight,
         simulated,
         events,
         fingerprint] = result;
  transfer_all(archive, status, metrics, cut_counts, discarded_share, steady, records);
  transfer_all(archive, issued, completed, in_flight, simulated, events, fingerprint);
}

template <class Archive, class Value>
requires ValueOf<Value, QueueBatch::OfClass>
void transfer(Archive& archive, Value& of_class) {
  auto& [jobs, waiting] = of_class;
  transfer_all(archive, jobs, waiting);
}

template <class Archive, class Value>
requires ValueOf<Value, QueueBatch>
void transfer(Archive& archive, Value& batch) {
  std::apply([&](auto&... values) { transfer_all(archive, values...); }, members(batch));
}

template <class Archive, class Value>
requires ValueOf<Value, QueueResult>
void transfer(Archive& archive, Value& result) {
  auto& [status,
         end,
         metrics,
         class_waiting_times,
         discarded_share,
         steady,
         arrivals,
         departures,
         blocked,
         sojourn_sum,
         jobs_in_system_integral,
         busy_integral,
         service_sum,
         simulated,
         fingerprint,
         events] = result;
  transfer_all(archive, status, metrics, class_waiting_times, discarded_share, steady);
  transfer_all(archive, arrivals, departures, blocked, sojourn_sum, jobs_in_system_integral);
  transfer_all(archive, busy_integral, service_sum, simulated, fingerprint, events);
}

template <class Archive, class Value>
requires ValueOf<Value, ExplainedCost>
void transfer(Archive& archive, Value& cost) {
  auto& [latency, energy] = cost;
  transfer_all(archive, latency, energy);
}

template <class Archive, class Value>
requires ValueOf<Value, ExplainedCut>
void transfer(Archive& archive, Value& cut) {
  auto& [index, after, upload, predicted, actual, mobile, uploading, server, download] = cut;
  transfer_all(archive, index, after, upload, predicted, actual);
  transfer_all(archive, mobile, uploading, server, download);
}

template <class Archive, class Value>
requires ValueOf<Value, DecidedQuery>
void transfer(Archive& archive, Value& query) {
  auto& [cuts, chosen] = query;
  transfer_all(archive, cuts, chosen);
}

template <class Archive, class Value>
requires ValueOf<Value, Throughput>
void transfer(Archive& archive, Value& throughput) {
  auto& [status, rate] = throughput;
  transfer_all(archive, status, rate);
}

template <class Archive, class Value>
requires ValueOf<Value, RecordParts>
void transfer(Archive& archive, Value& parts) {
  auto& [decisions, fleet, cut_labels, queues, saturation, bounded] = parts;
  transfer_all(archive, decisions, fleet, cut_labels, queues, saturation, bounded);
}

namespace {

// A record of version 1 does not end with what ended the run, and its sums of times wrapped around
// after 292 years.
constexpr std::uint8_t kOldestVersion = 1;
// A record of version 2 has kUnnamedLayout and does not say so.
constexpr std::uint8_t kUnnamedVersion = 2;
// A record of any other layout has its record_layout() behind the version.
constexpr std::uint8_t kNamedVersion = 3;
constexpr std::uint64_t kUnnamedLayout = 0x952ad82eb76c9be3ULL;

/// Writes the version by which a record begins, and its layout.
void write_version(ByteWriter& writer) {
  const bool is_named = record_layout() != kUnnamedLayout;
  writer.byte(is_named ? kNamedVersion : kUnnamedVersion);
  if (is_named) {
    writer.number(record_layout());
  }
}

/// Reads what write_version() wrote. Throws: ResultsError if it was another program that keeps its
/// runs in another layout.
void read_version(ByteReader& reader, const std::filesystem::path& source) {
  const std::uint8_t version = reader.byte();
  if (reader.ok() && (version < kOldestVersion || version > kNamedVersion)) {
    throw ResultsError{source,
                       "its runs are kept in version " + std::to_string(version) +
                           " of their layout, and this Cutpoint knows version " +
                           std::to_string(kNamedVersion) + "; run the scenario again"};
  }
  const std::uint64_t layout = version == kNamedVersion ? reader.number() : kUnnamedLayout;
  if (reader.ok() && layout != record_layout()) {
    throw ResultsError{source,
                       "its runs were written by another version of Cutpoint, which measures other "
                       "things; run the scenario again"};
  }
}

/// The version and the head, by which a record begins.
RunHead read_head(ByteReader& reader, const std::filesystem::path& source) {
  read_version(reader, source);
  RunHead head;
  transfer_all(reader, head.key.point, head.key.replication, head.max_observations, head.status);
  return head;
}

[[noreturn]] void refuse_damaged(const std::filesystem::path& source) {
  throw ResultsError{source, "the record of a run is damaged"};
}

}  // namespace

std::uint64_t record_layout() {
  static const std::uint64_t layout = [] {
    ByteWriter sample;
    for (const FleetMetric metric : FleetMetric::all()) {
      sample.text(std::string{metric->name});
    }
    for (const QueueMetric metric : QueueMetric::all()) {
      sample.text(std::string{metric->name});
    }
    // One of everything that a record can hold. In each list there is something.
    RecordParts parts;
    parts.decisions.emplace().emplace_back().cuts.emplace_back();
    FleetResult& fleet = parts.fleet.emplace();
    fleet.cut_counts = {{{0}}};
    fleet.records.emplace_back();
    fleet.steady.cuts = {0};
    parts.cut_labels = {{{""}}};
    QueueResult& queues = parts.queues.emplace();
    queues.class_waiting_times.emplace_back();
    queues.steady.classes.emplace_back();
    parts.saturation.emplace();
    parts.bounded.emplace();
    const RunEnd end{};
    transfer_all(sample, parts, end);
    Fingerprint digest;
    for (const char byte : sample.take()) {
      digest.add(static_cast<unsigned char>(byte));
    }
    return digest.value();
  }();
  return layout;
}

std::string encode_run(RunRecord record) {
  const PointStatus status = record.result.status;
  const RunEnd end = record.result.end;
  const RecordParts parts = take_apart(std::move(record.result));
  ByteWriter writer;
  write_version(writer);
  transfer_all(writer, record.key.point, record.key.replication, record.max_observations);
  // The status is in the head, and again before the parts.
  transfer_all(writer, status, status, parts, end);
  return writer.take();
}

RunRecord decode_run(const std::string& bytes, const std::filesystem::path& source) {
  ByteReader reader{bytes};
  const RunHead head = read_head(reader, source);
  RunRecord record{head.key, head.max_observations, {}};
  RecordParts parts;
  transfer_all(reader, record.result.status, parts);
  if (reader.ok() && static_cast<std::uint8_t>(bytes.front()) > kOldestVersion) {
    transfer(reader, record.result.end);
  }
  if (!reader.ok() || !reader.at_end() || !put_together(std::move(parts), record.result)) {
    refuse_damaged(source);
  }
  return record;
}

RunHead decode_head(const std::string& bytes, const std::filesystem::path& source) {
  ByteReader reader{bytes};
  const RunHead head = read_head(reader, source);
  if (!reader.ok()) {
    refuse_damaged(source);
  }
  return head;
}

}  // namespace cutpoint
