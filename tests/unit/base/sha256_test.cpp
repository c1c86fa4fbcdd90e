#include "base/digest/sha256.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

// NIST, SHA-256 example values for the empty message, one block and two blocks.
TEST_CASE("SHA-256 agrees with the published vectors") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("SHA-256 covers bytes after a NUL") {
  CHECK(sha256(std::string("abc\0d", 5)) != sha256(std::string("abc\0e", 5)));
}

}  // namespace
}  // namespace cutpoint
