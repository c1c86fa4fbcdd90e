#include "results/store/provenance.hpp"

#include <array>
#include <chrono>
#include <ctime>

#include <hdf5.h>
#include <openssl/crypto.h>
#include <sys/utsname.h>

#include "base/contract.hpp"
#include "results/store/build_info.hpp"
#include "results/store/git_describe.hpp"

namespace cutpoint {
namespace {

/// The version of HDF5 that runs, which need not be the one whose headers were compiled.
std::string hdf5_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  H5get_libversion(&major, &minor, &release);
  return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(release);
}

/// ISO 8601 in UTC, to the second.
std::string now_utc() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, sizeof "yyyy-mm-ddThh:mm:ssZ"> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace

std::vector<Attribute> build_provenance() {
  return {{"cutpoint_version", std::string{kVersion}},
          {"git_describe", std::string{kGitDescribe}},
          {"compiler", std::string{kCompiler}},
          {"build_type", std::string{kBuildType}},
          {"compiler_flags", std::string{kCompilerFlags}},
          {"hdf5_version", hdf5_version()},
          {"openssl_version", OpenSSL_version(OPENSSL_VERSION_STRING)}};
}

std::vector<Attribute> host_provenance() {
  utsname system{};
  const bool system_is_known = uname(&system) == 0;
  CUTPOINT_EXPECTS(system_is_known);
  return {{"host", system.nodename},
          {"operating_system",
           std::string{system.sysname} + ' ' + system.release + ' ' + system.machine},
          {"start_time", now_utc()}};
}

}  // namespace cutpoint
