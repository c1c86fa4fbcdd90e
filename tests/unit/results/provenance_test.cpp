#include "results/store/provenance.hpp"

#include <chrono>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

std::vector<std::string> names_of(const std::vector<Attribute>& attributes) {
  std::vector<std::string> names;
  names.reserve(attributes.size());
  for (const Attribute& attribute : attributes) {
    names.push_back(attribute.name);
  }
  return names;
}

std::string text_of(const std::vector<Attribute>& attributes, const std::string& name) {
  for (const Attribute& attribute : attributes) {
    if (attribute.name == name) {
      return std::get<std::string>(attribute.value);
    }
  }
  return "(absent)";
}

TEST_CASE("The build knows its version, commit, compiler, flags and libraries") {
  const std::vector<Attribute> build = build_provenance();
  CHECK(names_of(build) == std::vector<std::string>{"cutpoint_version",
                                                    "git_describe",
                                                    "compiler",
                                                    "build_type",
                                                    "compiler_flags",
                                                    "hdf5_version",
                                                    "openssl_version"});
  for (const Attribute& attribute : build) {
    CAPTURE(attribute.name);
    if (attribute.name != "build_type") {  // Empty if the user chose none.
      CHECK_FALSE(std::get<std::string>(attribute.value).empty());
    }
  }
}

TEST_CASE("The compiler's version and the flags are those of this build") {
  const std::vector<Attribute> build = build_provenance();
#ifdef __clang__
  const std::string compiler = "Clang " + std::to_string(__clang_major__) + '.';
#else
  const std::string compiler = "GNU " + std::to_string(__GNUC__) + '.';
#endif
  CHECK(text_of(build, "compiler").substr(0, compiler.size()) == compiler);
  // Every target of the project is compiled with this one, and results depend on it.
  CHECK(text_of(build, "compiler_flags").find("-ffp-contract=off") != std::string::npos);
}

TEST_CASE("The host is named, and the start time is now, in UTC") {
  using Clock = std::chrono::system_clock;
  const std::time_t before = Clock::to_time_t(Clock::now());
  const std::vector<Attribute> host = host_provenance();
  const std::time_t after = Clock::to_time_t(Clock::now());
  CHECK(names_of(host) == std::vector<std::string>{"host", "operating_system", "start_time"});
  CHECK_FALSE(text_of(host, "host").empty());
  CHECK(text_of(host, "operating_system").substr(0, 6) == "Linux ");

  std::tm parts{};
  const std::string start = text_of(host, "start_time");
  const char* end = strptime(start.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  REQUIRE(end != nullptr);
  CHECK(*end == '\0');
  CHECK(timegm(&parts) >= before);
  CHECK(timegm(&parts) <= after);
}

}  // namespace
}  // namespace cutpoint
