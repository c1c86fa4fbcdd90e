# cutpoint::options carries what every target of this project is compiled with. Nothing here touches
# global flags, so a parent project that adds cutpoint keeps its own.
option(CUTPOINT_WERROR "Treat warnings as errors" OFF)
set(CUTPOINT_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined")
option(CUTPOINT_CHECK_HEADERS "Test that every header compiles alone" OFF)
option(CUTPOINT_PRECOMPILE "Compile the standard library's headers once for all sources" ON)

add_library(cutpoint_options INTERFACE)
add_library(cutpoint::options ALIAS cutpoint_options)

target_compile_features(cutpoint_options INTERFACE cxx_std_20)
target_compile_options(cutpoint_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wdouble-promotion -Wformat=2
  -Wimplicit-fallthrough
  # Arithmetic is the same on every machine: no fused multiply-add unless it is written.
  -ffp-contract=off)

if(CUTPOINT_WERROR)
  target_compile_options(cutpoint_options INTERFACE -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What g++ 12's optimizer suspects of the standard library's strings is shown, but often wrong.
    target_compile_options(cutpoint_options INTERFACE -Wno-error=array-bounds -Wno-error=restrict
      -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=maybe-uninitialized)
  endif()
endif()

if(CUTPOINT_SANITIZE)
  target_compile_options(cutpoint_options INTERFACE
    -fsanitize=${CUTPOINT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(cutpoint_options INTERFACE -fsanitize=${CUTPOINT_SANITIZE})
endif()

if(CUTPOINT_CHECK_HEADERS)
  add_custom_target(cutpoint_headers)   # built by a test, not by default
  if(CUTPOINT_PRECOMPILE)
    message(FATAL_ERROR "CUTPOINT_CHECK_HEADERS: precompiled headers hide what a header forgets to "
                        "include; add -DCUTPOINT_PRECOMPILE=OFF")
  endif()
endif()

# Some thirty test programs are linked against the same libraries, which mold does in a fraction of the time.
find_program(CUTPOINT_MOLD mold)
if(BUILD_TESTING AND CUTPOINT_MOLD)
  target_link_options(cutpoint_options INTERFACE -fuse-ld=mold)
endif()

# What most sources include of the standard library, compiled once. Two carriers, as a precompiled header
# fits only sources that are compiled with the same flags.
set(CUTPOINT_COLD_FLAGS $<$<CONFIG:Release>:-O1>)
if(CUTPOINT_PRECOMPILE)
  foreach(kind hot cold)
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled/${kind}.cpp CONTENT "" @ONLY)
    add_library(cutpoint_precompiled_${kind} OBJECT ${PROJECT_BINARY_DIR}/precompiled/${kind}.cpp)
    target_link_libraries(cutpoint_precompiled_${kind} PRIVATE cutpoint::options)
    target_precompile_headers(cutpoint_precompiled_${kind} PRIVATE
      ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp)
  endforeach()
  target_compile_options(cutpoint_precompiled_cold PRIVATE ${CUTPOINT_COLD_FLAGS})
endif()

# cutpoint_library(NAME name [FOLDERS folder…] [EXCLUDE path] [COLD] [PRECOMPILE header…]
#                  [PUBLIC targets…] [PRIVATE targets…])
# One library per room: every .cpp below its folders (by default the current one) belongs to it, but
# for those below EXCLUDE, a folder that is a room of its own, or a .cpp file of another target.
# PUBLIC and PRIVATE are the room's whole allowed set of dependencies.
# COLD: no event of a simulation passes through the room, so optimizing it beyond -O1 would only make
# users wait for the compiler. PRECOMPILE: large headers of third parties that most of its sources include.
function(cutpoint_library)
  cmake_parse_arguments(ARG "COLD" "NAME;EXCLUDE" "FOLDERS;PRECOMPILE;PUBLIC;PRIVATE" ${ARGN})
  if(NOT ARG_FOLDERS)
    set(ARG_FOLDERS .)
  endif()
  cutpoint_files_below(sources cpp "${ARG_FOLDERS}" "${ARG_EXCLUDE}")
  set(room cutpoint_${ARG_NAME})
  add_library(${room} STATIC ${sources})
  add_library(cutpoint::${ARG_NAME} ALIAS ${room})
  set_target_properties(${room} PROPERTIES EXPORT_NAME ${ARG_NAME})
  target_include_directories(${room} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include/cutpoint>)
  target_link_libraries(${room}
    PUBLIC ${ARG_PUBLIC}
    PRIVATE $<BUILD_INTERFACE:cutpoint::options> ${ARG_PRIVATE})
  target_compile_features(${room} PUBLIC cxx_std_20)
  set(kind hot)
  if(ARG_COLD)
    set(kind cold)
    target_compile_options(${room} PRIVATE ${CUTPOINT_COLD_FLAGS})
  endif()
  if(CUTPOINT_PRECOMPILE AND ARG_PRECOMPILE)
    target_precompile_headers(${room} PRIVATE
      ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp ${ARG_PRECOMPILE})
  elseif(CUTPOINT_PRECOMPILE)
    target_precompile_headers(${room} REUSE_FROM cutpoint_precompiled_${kind})
  endif()
  if(CUTPOINT_CHECK_HEADERS)
    cutpoint_check_headers(${room} "${ARG_FOLDERS}" "${ARG_EXCLUDE}" "${ARG_PRIVATE}")
  endif()
endfunction()

# cutpoint_files_below(RESULT extension folders excluded_path): what is there, as paths relative to the
# current folder. An exclusion that excludes nothing is a mistake, and stops the configuration.
function(cutpoint_files_below result extension folders excluded)
  set(files "")
  foreach(folder IN LISTS folders)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
      ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.${extension})
    list(APPEND files ${found})
  endforeach()
  list(TRANSFORM files REPLACE "^\\./" "")
  if(excluded)
    list(LENGTH files before)
    list(FILTER files EXCLUDE REGEX "^${excluded}(/|$)")
    list(LENGTH files after)
    if(before EQUAL after)
      message(FATAL_ERROR "EXCLUDE ${excluded} excludes no *.${extension} of ${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
  endif()
  set(${result} ${files} PARENT_SCOPE)
endfunction()

# cutpoint_check_headers(TARGET folders excluded_path private_libraries): a source file for each header
# of the room that includes nothing else, compiled as the room itself is. A header that a source of its
# name includes before all others needs none: the room's own build shows that it compiles alone, for no
# header is precompiled then.
function(cutpoint_check_headers room folders excluded private)
  if(excluded MATCHES "[.]cpp$")
    set(excluded "")
  endif()
  cutpoint_files_below(headers hpp "${folders}" "${excluded}")
  file(RELATIVE_PATH room_folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  list(TRANSFORM headers PREPEND ${room_folder}/)
  set(sources "")
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "hpp$" "cpp" own_source ${PROJECT_SOURCE_DIR}/${header})
    if(EXISTS ${own_source})
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${own_source})
      file(STRINGS ${own_source} first_include REGEX "^#include" LIMIT_COUNT 1)
      if(first_include STREQUAL "#include \"${header}\"")
        continue()
      endif()
    endif()
    set(source ${PROJECT_BINARY_DIR}/headers/${header}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n" @ONLY)
    list(APPEND sources ${source})
  endforeach()
  if(NOT sources)
    return()
  endif()
  add_library(${room}_headers OBJECT EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(${room}_headers
    PRIVATE ${room} $<BUILD_INTERFACE:cutpoint::options> ${private})
  # Only whether it compiles is asked.
  target_compile_options(${room}_headers PRIVATE -O0 -g0 -fno-sanitize=all)
  add_dependencies(cutpoint_headers ${room}_headers)
endfunction()
