# Writes HEADER with the commit of SOURCE_DIR, and leaves the file alone if nothing changed.
# cmake -DGIT=… -DSOURCE_DIR=… -DHEADER=… -P git_describe.cmake
set(describe "")
# A source tree without its own .git (a release archive) may lie inside somebody else's repository.
if(GIT AND EXISTS ${SOURCE_DIR}/.git)
  # Without optional locks git only looks, so a build never gets in the way of a commit.
  execute_process(COMMAND ${GIT} --no-optional-locks describe --always --dirty
    WORKING_DIRECTORY ${SOURCE_DIR}
    OUTPUT_VARIABLE describe OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(describe STREQUAL "")
  set(describe "unknown")
endif()

set(text "// Generated: the commit that was built.
#pragma once

#include <string_view>

namespace cutpoint {

inline constexpr std::string_view kGitDescribe = R\"(${describe})\";

}  // namespace cutpoint
")
set(former "")
if(EXISTS ${HEADER})
  file(READ ${HEADER} former)
endif()
if(NOT text STREQUAL former)
  file(WRITE ${HEADER} "${text}")
endif()
