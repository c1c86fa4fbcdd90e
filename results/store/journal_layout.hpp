// How blocks stand in a journal: to bytes, and back from bytes that may be damaged. Private to
// results/.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "results/store/journal.hpp"

namespace cutpoint {

/// The first bytes of every journal; the digit is the version of the layout.
inline constexpr std::string_view kJournalMagic = "cutpoint journal 2\n";

/// Whether a block is the first one, which says whose the others are.
enum class BlockKind : char { First = 'F', Other = 'O' };

/// A block as it stands in the file: mark, kind, length (8 bytes, the lowest first), checksum,
/// block.
[[nodiscard]] std::string framed_block(BlockKind kind, std::string_view block);

/// Whether bytes begin as a journal of any version does.
[[nodiscard]] bool begins_as_journal(std::string_view bytes);

/// Whether bytes begin as a journal of this version does: with its first bytes, or, should these be
/// damaged, with a block behind them.
[[nodiscard]] bool begins_as_this_journal(std::string_view bytes);

/// How many of the first bytes of a file begins_as_journal() and begins_as_this_journal() look at.
[[nodiscard]] std::size_t journal_start_bytes();

/// The blocks of a journal, and where the next one is to be appended.
struct ParsedJournal {
  JournalBlocks blocks;
  std::size_t end = 0;  // bytes without a torn block at the end
};

/// Finds the whole blocks among bytes that may be damaged (journal.hpp). O(bytes): a checksum that
/// does not fit costs the length of its block, and all these together may cost 16 times the file.
/// Nothing if so much is damaged that this does not suffice. Requires:
/// begins_as_this_journal(bytes).
[[nodiscard]] std::optional<ParsedJournal> parse_journal(std::string_view bytes);

}  // namespace cutpoint
