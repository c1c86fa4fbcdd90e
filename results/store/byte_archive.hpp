// Values to bytes and back. One function `transfer(archive, value)` per type describes it for both
// directions, so that they cannot differ.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/duration_sum.hpp"
#include "base/units.hpp"
#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// Appends values to a string of bytes.
class ByteWriter {
 public:
  /// Appends a number in seven bits a byte, the lowest bits first; the eighth bit says that more
  /// bytes follow (LEB128). Small numbers are short.
  void number(std::uint64_t value) {
    while (value >= 0x80U) {
      byte(static_cast<std::uint8_t>(value | 0x80U));
      value >>= 7U;
    }
    byte(static_cast<std::uint8_t>(value));
  }
  void byte(std::uint8_t value) { bytes_ += static_cast<char>(value); }
  void text(const std::string& value) {
    number(value.size());
    bytes_ += value;
  }
  void real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) {
      byte(static_cast<std::uint8_t>(bits >> shift));
    }
  }

  /// Appends bytes as they are, without their number.
  void raw(std::string_view bytes) { bytes_ += bytes; }

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads values back in the order in which a ByteWriter wrote them. Beyond the end of the bytes, or
/// where they are not what a ByteWriter writes, it reads zeros and is not ok() from then on.
class ByteReader {
 public:
  explicit ByteReader(const std::string& bytes) : bytes_{bytes} {}

  [[nodiscard]] std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= std::uint64_t{next & 0x7fU} << shift;
      if (next < 0x80U) {
        return value;
      }
    }
    ok_ = false;
    return 0;
  }
  [[nodiscard]] std::uint8_t byte() {
    if (at_ >= bytes_.size()) {
      ok_ = false;
      return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  [[nodiscard]] std::string text() {
    const std::size_t size = length();
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  /// The next `size` bytes, which are valid as long as the bytes that are read; empty if there are
  /// not so many.
  [[nodiscard]] std::string_view raw(std::uint64_t size) {
    if (size > bytes_.size() - at_) {
      ok_ = false;
      return {};
    }
    at_ += size;
    return std::string_view{bytes_}.substr(at_ - size, size);
  }
  [[nodiscard]] double real() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) {
      bits |= std::uint64_t{byte()} << shift;
    }
    return std::bit_cast<double>(bits);
  }
  /// How many things follow, each of at least one byte; 0 if there are not so many bytes, so that
  /// no damaged number makes a reader take memory for nothing.
  [[nodiscard]] std::size_t length() {
    const std::uint64_t value = number();
    if (value > bytes_.size() - at_) {
      ok_ = false;
    }
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }

  /// Says that what was read makes no sense, so that ok() is false from now on.
  void refuse() { ok_ = false; }
  [[nodiscard]] bool ok() const { return ok_; }
  /// Whether all bytes have been read.
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }

 private:
  const std::string& bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

/// Whether an archive writes, for the few types whose two directions differ.
template <class Archive>
inline constexpr bool kIsWriter = std::is_same_v<Archive, ByteWriter>;

/// The type of a value of an archive's function: const when it is written.
template <class Value, class Type>
concept ValueOf = std::is_same_v<std::remove_const_t<Value>, Type>;

/// Transfers values one after the other; the functions of structures list their members by it.
template <class Archive, class... Values>
void transfer_all(Archive& archive, Values&... values);

template <class Archive, class Value>
requires std::is_unsigned_v<std::remove_const_t<Value>>
void transfer(Archive& archive, Value& value) {
  if constexpr (kIsWriter<Archive>) {
    archive.number(value);
  } else {
    const std::uint64_t number = archive.number();
    value = static_cast<Value>(number);
    if (static_cast<std::uint64_t>(value) != number) {
      archive.refuse();
    }
  }
}

/// Transfers a signed number. They are counted 0, -1, 1, -2, …, so that numbers near zero are
/// short.
template <class Archive, class Value>
requires ValueOf<Value, std::int64_t>
void transfer_signed(Archive& archive, Value& value) {
  if constexpr (kIsWriter<Archive>) {
    archive.number((static_cast<std::uint64_t>(value) << 1U) ^
                   static_cast<std::uint64_t>(value >> 63));
  } else {
    const std::uint64_t folded = archive.number();
    value = static_cast<std::int64_t>((folded >> 1U) ^ (~(folded & 1U) + 1U));
  }
}

template <class Archive, class Value>
requires ValueOf<Value, double>
void transfer(Archive& archive, Value& value) {
  if constexpr (kIsWriter<Archive>) {
    archive.real(value);
  } else {
    value = archive.real();
  }
}

template <class Archive, class Value>
requires ValueOf<Value, std::string>
void transfer(Archive& archive, Value& value) {
  if constexpr (kIsWriter<Archive>) {
    archive.text(value);
  } else {
    value = archive.text();
  }
}

template <class Archive, class Value>
requires ValueOf<Value, Duration>
void transfer(Archive& archive, Value& value) {
  std::int64_t count = value.count();
  transfer_signed(archive, count);
  if constexpr (!kIsWriter<Archive>) {
    value = Duration{count};
  }
}

template <class Archive, class Value>
requires ValueOf<Value, TimePoint>
void transfer(Archive& archive, Value& value) {
  Duration since_epoch = value.time_since_epoch();
  transfer(archive, since_epoch);
  if constexpr (!kIsWriter<Archive>) {
    value = TimePoint{since_epoch};
  }
}

template <class Archive, class Value>
requires ValueOf<Value, Seconds>
void transfer(Archive& archive, Value& value) {
  double count = value.count();
  transfer(archive, count);
  if constexpr (!kIsWriter<Archive>) {
    value = Seconds{count};
  }
}

template <class Unit>
void transfer(ByteWriter& archive, const Quantity<Unit>& value) {
  archive.real(value.value());
}
template <class Unit>
void transfer(ByteReader& archive, Quantity<Unit>& value) {
  value = Quantity<Unit>{archive.real()};
}

/// Transfers an enumeration without gaps whose last member is `last`, as one byte.
template <class Archive, class Value>
void transfer_enum(Archive& archive, Value& value, std::remove_const_t<Value> last) {
  if constexpr (kIsWriter<Archive>) {
    archive.byte(static_cast<std::uint8_t>(value));
  } else {
    const std::uint8_t number = archive.byte();
    if (number > static_cast<std::uint8_t>(last)) {
      archive.refuse();
    } else {
      value = static_cast<Value>(number);
    }
  }
}

template <class Archive, class Value>
requires ValueOf<Value, Estimate>
void transfer(Archive& archive, Value& value) {
  auto& [mean, half_width] = value;
  transfer_all(archive, mean, half_width);
}

template <class Archive, class Value, std::size_t size>
void transfer(Archive& archive, std::array<Value, size>& values) {
  for (Value& value : values) {
    transfer(archive, value);
  }
}
template <class Archive, class Value, std::size_t size>
void transfer(Archive& archive, const std::array<Value, size>& values) {
  for (const Value& value : values) {
    transfer(archive, value);
  }
}

template <class Value>
void transfer(ByteWriter& archive, const std::vector<Value>& values) {
  archive.number(values.size());
  for (const Value& value : values) {
    transfer(archive, value);
  }
}
template <class Value>
void transfer(ByteReader& archive, std::vector<Value>& values) {
  // Elements are read one by one, because a length that is wrong must not take memory for what does
  // not follow.
  values.clear();
  for (std::size_t left = archive.length(); left > 0 && archive.ok(); --left) {
    transfer(archive, values.emplace_back());
  }
}

template <class Value>
void transfer(ByteWriter& archive, const std::optional<Value>& value) {
  archive.byte(value ? 1 : 0);
  if (value) {
    transfer(archive, *value);
  }
}
template <class Value>
void transfer(ByteReader& archive, std::optional<Value>& value) {
  value.reset();
  const std::uint8_t is_there = archive.byte();
  if (is_there > 1) {
    archive.refuse();
  } else if (is_there == 1) {
    transfer(archive, value.emplace());
  }
}

template <class Archive, class... Values>
void transfer_all(Archive& archive, Values&... values) {
  (transfer(archive, values), ...);
}

}  // namespace cutpoint
