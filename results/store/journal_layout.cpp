#include "results/store/journal_layout.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/digest/sha256.hpp"

namespace cutpoint {
namespace {

/// The mark that every block begins with. As the signature of PNG files does, it has a byte that is
/// no text and a line end that a transfer as text would change.
constexpr std::string_view kMark =
    "\xd7"
    "block\r\n";

constexpr std::string_view kMagicOfAny = "cutpoint journal ";

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kChecksumDigits = 16;
constexpr std::size_t kHeadBytes = kMark.size() + 1 + kLengthBytes + kChecksumDigits;

/// The work on blocks that turn out to be damaged is limited to this many times the length of the
/// file, so that a file made of marks cannot take quadratic time.
constexpr std::size_t kMostPasses = 16;

/// The first digits of the SHA-256 of kind, length and block.
std::string checksum(char kind, std::string_view length, std::string_view block) {
  std::string bytes{kind};
  bytes += length;
  bytes += block;
  return sha256(bytes).substr(0, kChecksumDigits);
}

/// A length as eight bytes, the lowest first, on any machine.
std::string length_bytes(std::uint64_t length) {
  std::string bytes;
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    bytes += static_cast<char>((length >> (8 * i)) & 0xffU);
  }
  return bytes;
}

std::uint64_t length_of(std::string_view bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return length;
}

/// What may be a block, at the beginning of some bytes.
struct Candidate {
  char kind;
  std::string_view length;
  std::string_view checksum;
  std::string_view block;

  [[nodiscard]] std::size_t size() const { return kHeadBytes + block.size(); }
  [[nodiscard]] bool is_whole() const {
    return checksum == cutpoint::checksum(kind, length, block);
  }
};

/// Whether bytes are the beginning of a block that goes on beyond them.
bool is_torn(std::string_view bytes) {
  if (bytes.size() < kHeadBytes) {
    const std::size_t compared = std::min(bytes.size(), kMark.size());
    return bytes.substr(0, compared) == kMark.substr(0, compared);
  }
  return bytes.starts_with(kMark) &&
         length_of(bytes.substr(kMark.size() + 1)) > bytes.size() - kHeadBytes;
}

/// What begins at these bytes with a mark and lies within them whole; nothing if no block can begin
/// there.
std::optional<Candidate> candidate_at(std::string_view bytes) {
  if (bytes.size() < kHeadBytes || !bytes.starts_with(kMark) || is_torn(bytes)) {
    return std::nullopt;
  }
  const std::string_view after = bytes.substr(kMark.size());
  const std::string_view length = after.substr(1, kLengthBytes);
  return Candidate{after[0],
                   length,
                   after.substr(1 + kLengthBytes, kChecksumDigits),
                   bytes.substr(kHeadBytes, length_of(length))};
}

/// Goes from mark to mark, as journal.hpp describes. `passes_left_` bounds the bytes that may be
/// spent on blocks whose checksum does not fit.
class Parser {
 public:
  explicit Parser(std::string_view bytes)
      : bytes_{bytes}, passes_left_{kMostPasses * bytes.size()} {}

  std::optional<ParsedJournal> parse() {
    std::size_t place = kJournalMagic.size();
    std::size_t end = place;  // where the last whole block ends
    while (place < bytes_.size()) {
      const auto found = candidate_at(bytes_.substr(place));
      if (found && found->is_whole()) {
        // What lies between the last whole block and this one was damaged.
        skip(end, place);
        take(*found);
        place += found->size();
        end = place;
        continue;
      }
      if (found && !pay(found->size())) {
        return std::nullopt;
      }
      place = std::min(bytes_.find(kMark, place + 1), bytes_.size());
    }
    if (!is_torn(bytes_.substr(end))) {
      skip(end, bytes_.size());
      end = bytes_.size();
    }
    const std::size_t lost = 2 - std::min<std::size_t>(firsts_, 2);
    if (firsts_ > 0) {  // Losing one of the two copies of the first block is no loss.
      blocks_.damaged -= std::min(lost, blocks_.damaged);
    }
    return ParsedJournal{std::move(blocks_), end};
  }

 private:
  /// Counts a damaged stretch, if there are any bytes from one place to the other.
  void skip(std::size_t from, std::size_t to) { blocks_.damaged += from < to ? 1U : 0U; }

  void take(const Candidate& found) {
    if (found.kind == static_cast<char>(BlockKind::First)) {
      ++firsts_;
      blocks_.first = found.block;
    } else {
      blocks_.others.emplace_back(found.block);
    }
  }

  /// Counts the bytes of a block that is not whole. Returns whether there may be so many.
  bool pay(std::size_t bytes) {
    const bool can = bytes <= passes_left_;
    passes_left_ -= can ? bytes : 0;
    return can;
  }

  std::string_view bytes_;
  std::size_t passes_left_;
  std::size_t firsts_ = 0;
  JournalBlocks blocks_;
};

}  // namespace

std::string framed_block(BlockKind kind, std::string_view block) {
  const std::string length = length_bytes(block.size());
  std::string bytes{kMark};
  bytes += static_cast<char>(kind);
  bytes += length;
  bytes += checksum(static_cast<char>(kind), length, block);
  bytes += block;
  return bytes;
}

std::size_t journal_start_bytes() { return kJournalMagic.size() + kMark.size(); }

bool begins_as_journal(std::string_view bytes) {
  return bytes.starts_with(kMagicOfAny) || begins_as_this_journal(bytes);
}

bool begins_as_this_journal(std::string_view bytes) {
  return bytes.starts_with(kJournalMagic) ||
         (bytes.size() >= journal_start_bytes() &&
          bytes.substr(kJournalMagic.size(), kMark.size()) == kMark);
}

std::optional<ParsedJournal> parse_journal(std::string_view bytes) { return Parser{bytes}.parse(); }

}  // namespace cutpoint
