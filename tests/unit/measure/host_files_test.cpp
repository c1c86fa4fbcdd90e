// What is read from /sys, with a folder in its place.
#include <filesystem>
#include <fstream>
#include <string>

#include "predictor/measure/caches.hpp"
#include "predictor/measure/energy_counter.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

namespace fs = std::filesystem;

/// A root folder that is gone at the end of the test.
class FakeRoot {
 public:
  FakeRoot()
      : path_{fs::temp_directory_path() /
              ("cutpoint_root_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))} {
    fs::create_directories(path_);
  }
  FakeRoot(const FakeRoot&) = delete;
  FakeRoot& operator=(const FakeRoot&) = delete;
  ~FakeRoot() { fs::remove_all(path_); }

  void write(const std::string& name, const std::string& content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream{path_ / name} << content;
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST_CASE("Energy of all packages counts, that of their parts not twice") {
  const FakeRoot root;
  const std::string zone = "sys/class/powercap/intel-rapl:";
  root.write(zone + "0/energy_uj", "1000000\n");
  root.write(zone + "0/max_energy_range_uj", "9000000\n");
  root.write(zone + "0:0/energy_uj", "700000\n");
  root.write(zone + "1/energy_uj", "8000000\n");
  root.write(zone + "1/max_energy_range_uj", "9000000\n");
  EnergyCounter counter{root.path()};
  REQUIRE(counter.is_readable());
  CHECK(counter.take() == Joules{0.0});
  root.write(zone + "0/energy_uj", "3500000\n");
  root.write(zone + "0:0/energy_uj", "900000\n");
  CHECK(counter.take().value().value() == Approx(2.5));
  root.write(zone + "1/energy_uj", "500000\n");  // wrapped around
  CHECK(counter.take().value().value() == Approx(1.5));
  fs::remove(root.path() / (zone + "1/energy_uj"));
  CHECK_FALSE(counter.take().has_value());
}

TEST_CASE("The monitor of AMD is read by the labels of its sockets") {
  const FakeRoot root;
  const std::string monitor = "sys/class/hwmon/hwmon3/";
  root.write("sys/class/hwmon/hwmon0/name", "k10temp\n");
  root.write(monitor + "name", "amd_energy\n");
  root.write(monitor + "energy1_label", "Ecore000\n");
  root.write(monitor + "energy1_input", "5\n");
  root.write(monitor + "energy65_label", "Esocket0\n");
  root.write(monitor + "energy65_input", "1000000\n");
  EnergyCounter counter{root.path()};
  REQUIRE(counter.is_readable());
  root.write(monitor + "energy1_input", "50000000\n");
  root.write(monitor + "energy65_input", "1250000\n");
  CHECK(counter.take().value().value() == Approx(0.25));
}

TEST_CASE("Without counters there is none to read") {
  CHECK_FALSE(EnergyCounter{FakeRoot{}.path()}.is_readable());
}

TEST_CASE("The largest cache of a processor is found, and 32 MiB assumed without one") {
  const FakeRoot root;
  const std::string cache = "sys/devices/system/cpu/cpu0/cache/index";
  CHECK(last_level_cache(root.path()) == kibibytes(32768.0));
  root.write(cache + "0/size", "32K\n");
  root.write(cache + "1/size", "1024K\n");
  CHECK(last_level_cache(root.path()) == kibibytes(1024.0));
  root.write(cache + "2/size", "16M\n");
  CHECK(last_level_cache(root.path()) == kibibytes(16384.0));
}

}  // namespace
}  // namespace cutpoint
