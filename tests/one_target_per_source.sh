#!/usr/bin/env bash
# Fails unless configuring refuses a source that belongs to two targets or to none, and an exclusion that
# excludes nothing (cmake/ProjectOptions.cmake, cmake/SourceCheck.cmake).
# Usage: tests/one_target_per_source.sh ROOT CMAKE
set -euo pipefail
cmake_folder=$(cd "$1/cmake" && pwd)
cmake=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

project="$folder/a project"   # paths may have spaces
mkdir -p "$project/room/inner" "$project/cmake"
cp "$cmake_folder"/*.cmake "$cmake_folder/precompiled.hpp" "$project/cmake"
touch "$project/room/outer.cpp" "$project/room/inner/inner.cpp"
cat >"$project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(sources LANGUAGES CXX)
include(cmake/ProjectOptions.cmake)
include(cmake/SourceCheck.cmake)
add_subdirectory(room)
cutpoint_check_sources(room)
END
echo 'cutpoint_library(NAME inner)' >"$project/room/inner/CMakeLists.txt"

# configure WHAT EXPECTED: with a room/CMakeLists.txt from standard input; EXPECTED is "" for success.
configure() {
  local said
  cat >"$project/room/CMakeLists.txt"
  rm -rf "$folder/build"
  if said=$("$cmake" -S "$project" -B "$folder/build" -DCMAKE_CXX_COMPILER_WORKS=ON 2>&1); then
    [[ -z $2 ]] && return
  elif [[ -n $2 && $said == *"$2"* ]]; then
    return
  fi
  printf '%s: expected "%s" of cmake, which said:\n%s\n' "$1" "$2" "$said" >&2
  status=1
}

configure "a room within a room" "" <<'END'
cutpoint_library(NAME outer EXCLUDE inner)
add_subdirectory(inner)
END
configure "a source in two libraries" "belongs to two targets" <<'END'
cutpoint_library(NAME outer)
add_subdirectory(inner)
END
configure "a source in no library" "belongs to no target" <<'END'
cutpoint_library(NAME outer EXCLUDE inner)
END
configure "an exclusion of nothing" "excludes no" <<'END'
cutpoint_library(NAME outer EXCLUDE innner)
END
exit $status
