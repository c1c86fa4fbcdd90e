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

enum class BlockKind : char { First = 'F', Other = 'O' };

/// A block with its head.
[[nodiscard]] std::string framed_block(BlockKind kind, std::string_view block);

/// Whether bytes begin as a journal of any version does.
[[nodiscard]] bool begins_as_journal(std::string_view bytes);

/// Whether bytes begin as a journal of this version does: with its first bytes, or, should these be
/// damaged, with a block behind them.
[[nodiscard]] bool begins_as_this_journal(std::string_view bytes);

/// How many bytes these two look at.
[[nodiscard]] std::size_t journal_start_bytes();

struct ParsedJournal {
  JournalBlocks blocks;
  std::size_t end = 0;  // of what is not the torn end of a last block
};

/// Nothing if so much is damaged that looking for blocks does not end in good time. Requires:
/// begins_as_this_journal(bytes).
[[nodiscard]] std::optional<ParsedJournal> parse_journal(std::string_view bytes);

}  // namespace cutpoint
