# cutpoint::options carries what every target of this project is compiled with. Nothing here touches
# global flags, so a parent project that adds cutpoint keeps its own.
option(CUTPOINT_WERROR "Treat warnings as errors" OFF)
set(CUTPOINT_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined")
option(CUTPOINT_CHECK_HEADERS "Test that every header compiles alone" OFF)

add_library(cutpoint_options INTERFACE)
add_library(cutpoint::options ALIAS cutpoint_options)

target_compile_features(cutpoint_options INTERFACE cxx_std_20)
target_compile_options(cutpoint_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wdouble-promotion -Wformat=2
  -Wimplicit-fallthrough
  $<$<BOOL:${CUTPOINT_WERROR}>:-Werror>
  # The same arithmetic on every machine: no fused multiply-add unless written.
  -ffp-contract=off)

if(CUTPOINT_SANITIZE)
  target_compile_options(cutpoint_options INTERFACE
    -fsanitize=${CUTPOINT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(cutpoint_options INTERFACE -fsanitize=${CUTPOINT_SANITIZE})
endif()

if(CUTPOINT_CHECK_HEADERS)
  add_custom_target(cutpoint_headers)   # built by a test, not by default
endif()

# cutpoint_library(NAME name [FOLDERS folder…] [EXCLUDE folder] [PUBLIC targets…] [PRIVATE targets…])
# One library per room: every .cpp below its folders (by default the current one) belongs to it, but
# for those below EXCLUDE, which is a room of its own.
# PUBLIC and PRIVATE are the room's whole allowed set of dependencies.
function(cutpoint_library)
  cmake_parse_arguments(ARG "" "NAME;EXCLUDE" "FOLDERS;PUBLIC;PRIVATE" ${ARGN})
  if(NOT ARG_FOLDERS)
    set(ARG_FOLDERS .)
  endif()
  list(TRANSFORM ARG_FOLDERS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(TRANSFORM ARG_FOLDERS APPEND /*.cpp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${ARG_FOLDERS})
  if(ARG_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/${ARG_EXCLUDE}/")
  endif()
  add_library(cutpoint_${ARG_NAME} STATIC ${sources})
  add_library(cutpoint::${ARG_NAME} ALIAS cutpoint_${ARG_NAME})
  set_target_properties(cutpoint_${ARG_NAME} PROPERTIES EXPORT_NAME ${ARG_NAME})
  target_include_directories(cutpoint_${ARG_NAME} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include/cutpoint>)
  target_link_libraries(cutpoint_${ARG_NAME}
    PUBLIC ${ARG_PUBLIC}
    PRIVATE $<BUILD_INTERFACE:cutpoint::options> ${ARG_PRIVATE})
  target_compile_features(cutpoint_${ARG_NAME} PUBLIC cxx_std_20)
  if(CUTPOINT_CHECK_HEADERS)
    cutpoint_check_headers(cutpoint_${ARG_NAME} "${ARG_FOLDERS}" "${ARG_EXCLUDE}" "${ARG_PRIVATE}")
  endif()
endfunction()

# cutpoint_check_headers(TARGET source_patterns excluded_folder private_libraries): a source file for each header
# of the room that includes nothing else, compiled as the room itself is. A header that a source of its
# name includes before all others needs none: the room's own build shows that it compiles alone.
function(cutpoint_check_headers room patterns excluded private)
  list(TRANSFORM patterns REPLACE "cpp$" "hpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} ${patterns})
  if(excluded)
    file(RELATIVE_PATH room_folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    list(FILTER headers EXCLUDE REGEX "^${room_folder}/${excluded}/")
  endif()
  if(NOT headers)
    return()
  endif()
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
