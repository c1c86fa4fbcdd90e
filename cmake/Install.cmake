# What `cmake --install` puts where, the package that others find, and the Debian package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The program, and what it shares: the scripts behind plot, report and reproduce, ready scenarios.
install(TARGETS cutpoint)
install(DIRECTORY results/plots results/report DESTINATION ${CMAKE_INSTALL_DATADIR}/cutpoint/results
  PATTERN "__pycache__" EXCLUDE)
install(DIRECTORY experiments/ DESTINATION ${CMAKE_INSTALL_DATADIR}/cutpoint/experiments
  FILES_MATCHING PATTERN "*.toml" PATTERN "*.py" PATTERN "*.md" PATTERN "*.csv"
  PATTERN "__pycache__" EXCLUDE)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)

# What the program says of itself.
set(described ${PROJECT_BINARY_DIR}/described)
add_custom_command(OUTPUT ${described}/cutpoint.1 ${described}/cutpoint.bash ${described}/_cutpoint
  COMMAND ${CMAKE_COMMAND} -E make_directory ${described}
  COMMAND cutpoint --man > ${described}/cutpoint.1
  COMMAND cutpoint completion bash > ${described}/cutpoint.bash
  COMMAND cutpoint completion zsh > ${described}/_cutpoint
  DEPENDS cutpoint
  COMMENT "Writing the manual page and completions"
  VERBATIM)
add_custom_target(cutpoint_described ALL DEPENDS ${described}/cutpoint.1)
install(FILES ${described}/cutpoint.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${described}/cutpoint.bash RENAME cutpoint
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${described}/_cutpoint DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)

# The simulator as libraries, for find_package(cutpoint): what needs no files.
set(exported base random stats engine stations queues workloads partitioner fleet)
list(TRANSFORM exported PREPEND cutpoint_ OUTPUT_VARIABLE exported_targets)
install(TARGETS ${exported_targets} EXPORT cutpoint)
install(DIRECTORY base sim workloads partitioner fleet DESTINATION include/cutpoint
  FILES_MATCHING PATTERN "*.hpp")
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/cutpoint)
install(EXPORT cutpoint NAMESPACE cutpoint:: FILE cutpointTargets.cmake DESTINATION ${package})
configure_package_config_file(cmake/cutpointConfig.cmake.in ${PROJECT_BINARY_DIR}/cutpointConfig.cmake
  INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cutpointConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cutpointConfig.cmake
  ${PROJECT_BINARY_DIR}/cutpointConfigVersion.cmake DESTINATION ${package})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the Cutpoint authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
  "python3, python3-h5netcdf, python3-h5py, python3-jinja2, python3-matplotlib, python3-xarray")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libboost-dev, libfmt-dev")
include(CPack)
