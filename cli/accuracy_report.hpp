// Reports on how good predictions are, as tables or JSON on stdout.
#pragma once

#include "predictor/device_file.hpp"

namespace cutpoint {

/// Prints the device's models with their errors, and its predictions beside what `measured` has of
/// whole networks.
void print_accuracy_report(const FittedDevice& device, const Profile& measured, bool as_json);

/// Prints the models of the built-in processors' predictors with their errors.
void print_built_in_fits(bool as_json);

/// Prints the models of the built-in processors' predictors, and how good the cuts are that they
/// choose.
void print_simulated_report(bool as_json);

}  // namespace cutpoint
