// Counts what an executable allocates. Replaces the global operator new: to be included by one file
// of an executable.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace cutpoint {

// What this executable has asked for so far.
inline std::size_t allocation_count = 0;
inline std::size_t allocated_bytes = 0;

namespace detail {

inline void* counted(void* memory, std::size_t bytes) {
  ++allocation_count;
  allocated_bytes += bytes;
  return memory;
}

}  // namespace detail
}  // namespace cutpoint

// Not inline: otherwise GCC takes the pair of new and free() for a mistake.
// NOLINTBEGIN(cppcoreguidelines-no-malloc,misc-definitions-in-headers): it is new
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
  return cutpoint::detail::counted(std::malloc(bytes), bytes);
}
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  if (void* const memory = operator new(bytes, std::nothrow)) {
    return memory;
  }
  throw std::bad_alloc{};
}
[[gnu::noinline]] void* operator new(std::size_t bytes, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  const std::size_t whole = (bytes + unit - 1) / unit * unit;
  if (void* const memory = std::aligned_alloc(unit, whole)) {
    return cutpoint::detail::counted(memory, bytes);
  }
  throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*bytes*/) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory,
                                       std::size_t /*bytes*/,
                                       std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}
// NOLINTEND(cppcoreguidelines-no-malloc,misc-definitions-in-headers)
