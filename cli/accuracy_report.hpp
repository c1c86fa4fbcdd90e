// Reports on how good predictions are, as tables or JSON on stdout.
#pragma once

#include "predictor/device_file.hpp"

namespace cutpoint {

/// The device's models, and its predictions beside what `measured` has of whole networks.
void print_accuracy_report(const FittedDevice& device, const Profile& measured, bool as_json);

/// The models of the built-in processors' predictors.
void print_built_in_fits(bool as_json);

/// The same, and the cuts that they choose.
void print_simulated_report(bool as_json);

}  // namespace cutpoint
