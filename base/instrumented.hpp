// Whether this program carries a sanitizer that keeps books on every byte of memory.
#pragma once

namespace cutpoint {

// GCC defines macros for its sanitizers, clang answers questions.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kIsInstrumented = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kIsInstrumented = true;
#else
inline constexpr bool kIsInstrumented = false;
#endif
#else
/// Such a program reserves terabytes of addresses and reads the system's files about itself, so it
/// can be limited in neither.
inline constexpr bool kIsInstrumented = false;
#endif

}  // namespace cutpoint
