#include "base/digest/sha256.hpp"

#include <array>
#include <cstddef>

#include <openssl/evp.h>

#include "base/contract.hpp"

namespace cutpoint {

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const bool digest_is_complete =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1;
  CUTPOINT_EXPECTS(digest_is_complete);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hexadecimal;
  for (unsigned i = 0; i < size; ++i) {
    const unsigned byte = digest.at(i);
    hexadecimal += digits[byte / 16];
    hexadecimal += digits[byte % 16];
  }
  return hexadecimal;
}

std::string short_digest(const std::string& digest) {
  constexpr std::size_t shown = 12;
  return digest.substr(0, shown) + "...";
}

}  // namespace cutpoint
