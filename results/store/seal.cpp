#include "results/store/seal.hpp"

#include "base/contract.hpp"
#include "base/digest/sha256.hpp"

namespace cutpoint {
namespace {

constexpr std::string_view kMagic = "cutpoint sha256\n";
constexpr std::size_t kLengthDigits = 20;

}  // namespace

std::string seal_of(std::string_view content) {
  std::string length = std::to_string(content.size());
  length.insert(0, kLengthDigits - length.size(), '0');
  return std::string{kMagic} + length + '\n' + sha256(content) + '\n';
}

bool has_seal(std::string_view file) {
  return file.size() >= kSealBytes &&
         file.substr(file.size() - kSealBytes, kMagic.size()) == kMagic;
}

std::optional<std::string_view> sealed_content(std::string_view file) {
  CUTPOINT_EXPECTS(has_seal(file));
  const std::string_view content = file.substr(0, file.size() - kSealBytes);
  if (file.substr(content.size()) != seal_of(content)) {
    return std::nullopt;
  }
  return content;
}

}  // namespace cutpoint
