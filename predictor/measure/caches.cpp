#include "predictor/measure/caches.hpp"

#include <algorithm>
#include <fstream>
#include <string>

namespace cutpoint {
namespace {

constexpr std::size_t kLine = 64;  // bytes of a cache line; smaller ones are only read twice

void touch(std::span<const std::byte> bytes) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += kLine) {
    sum += std::to_integer<unsigned>(bytes[i]);
  }
  // The compiler must believe that somebody wants the sum.
  [[maybe_unused]] volatile unsigned sink = sum;
}

}  // namespace

Caches::Caches(Bytes last_level)
    : other_(static_cast<std::size_t>(2.0 * last_level.value()), std::byte{1}) {}

void Caches::prepare(std::span<const std::byte> input) {
  touch(other_);
  touch(input);
}

Bytes last_level_cache(const std::filesystem::path& root) {
  constexpr double kAssumed = 32.0;  // MiB
  // The files of the kernel are read because sysconf() adds up all caches of the processor, of
  // which one core uses one.
  const std::filesystem::path caches = root / "sys/devices/system/cpu/cpu0/cache";
  double kibibytes_of_last = 0.0;
  for (int index = 0;; ++index) {
    std::ifstream file{caches / ("index" + std::to_string(index)) / "size"};
    double size = 0.0;
    char unit = ' ';
    if (!(file >> size >> unit)) {
      break;
    }
    kibibytes_of_last = std::max(kibibytes_of_last, unit == 'M' ? 1024.0 * size : size);
  }
  return kibibytes(kibibytes_of_last > 0.0 ? kibibytes_of_last : 1024.0 * kAssumed);
}

}  // namespace cutpoint
