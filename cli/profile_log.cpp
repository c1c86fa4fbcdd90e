#include "cli/profile_log.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/input_error.hpp"
#include "base/input_file.hpp"
#include "results/store/dataset.hpp"

namespace cutpoint {
namespace {

std::string first_line(std::string_view text) {
  return std::string{text.substr(0, text.find('\n'))};
}

/// The line of column names, which is the last of a header.
std::string names_of(const ProfileMetadata& metadata) {
  const std::string header = profile_header(metadata);
  return header.substr(header.rfind('\n', header.size() - 2) + 1);
}

void expect_equal(const std::filesystem::path& path,
                  std::string_view key,
                  const std::string& in_file,
                  const std::string& here) {
  if (in_file != here) {
    throw InputError{{path.string()},
                     "the file's " + std::string{key} + " is \"" + in_file + "\", here it is \"" +
                         here + "\"; choose another name for this measurement"};
  }
}

}  // namespace

ProfileLog::ProfileLog(std::filesystem::path path, const ProfileMetadata& metadata, int threads)
    : path_{std::move(path)} {
  std::error_code ignored;
  if (std::filesystem::exists(path_, ignored)) {
    take_rows(metadata, threads);
  }
  if (rows_.empty()) {
    write(profile_header(metadata), std::ios::trunc);
  }
}

void ProfileLog::take_rows(const ProfileMetadata& metadata, int threads) {
  std::string content = read_input(path_, InputKind::Profile).bytes;
  if (first_line(content) != first_line(profile_header(metadata))) {
    throw InputError{{path_.string()}, "the file exists and is no profile; choose another name"};
  }
  const std::string names = names_of(metadata);
  const std::size_t header = content.find('\n' + names);
  const std::size_t end = content.rfind('\n') + 1;
  if (header == std::string::npos) {
    if (content == profile_header(metadata).substr(0, content.size())) {
      return;  // the measurement was stopped in the middle of its header
    }
    throw InputError{{path_.string()},
                     "the columns of the file are not those that cutpoint profile writes; choose "
                     "another name"};
  }
  if (end == header + 1 + names.size()) {
    return;  // there is no row yet, so nothing to keep
  }
  if (end < content.size()) {
    std::filesystem::resize_file(path_, end);
    content.resize(end);
  }
  Profile profile = read_profile({path_, std::move(content)});
  expect_equal(path_, "device", profile.metadata.device, metadata.device);
  expect_equal(path_, "library", profile.metadata.library, metadata.library);
  expect_equal(path_, "versions", profile.metadata.versions, metadata.versions);
  for (const MeasuredRow& row : profile.rows) {
    expect_equal(path_, "number of threads", std::to_string(row.threads), std::to_string(threads));
  }
  rows_ = std::move(profile.rows);
}

bool ProfileLog::has(const LayerConfiguration& configuration, const std::string& network) const {
  return std::ranges::any_of(rows_, [&](const MeasuredRow& row) {
    return row.row.layer == configuration.layer && row.row.items == configuration.items &&
           row.network == network;
  });
}

void ProfileLog::append(const MeasuredRow& row) {
  write(profile_line(row), std::ios::app);
  rows_.push_back(row);
}

void ProfileLog::write(const std::string& text, std::ios::openmode mode) {
  std::ofstream file{path_, mode | std::ios::binary};
  file << text;
  file.close();
  if (!file) {
    throw ResultsError{path_, "cannot write the file"};
  }
}

}  // namespace cutpoint
