#include "predictor/layer_model.hpp"

#include "base/input_error.hpp"

namespace cutpoint {

double value_of(std::span<const ModelParameter> parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &ModelParameter::name);
  if (found == parameters.end()) {
    throw InputError{{}, "parameter \"" + std::string{name} + "\" is missing"};
  }
  if (!(found->value >= 0.0)) {
    throw InputError{{}, "parameter \"" + std::string{name} + "\" is negative"};
  }
  return found->value;
}

}  // namespace cutpoint
