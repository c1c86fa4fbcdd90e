// Devices that were fitted to a profile, as JSON files (docs/profiles.md).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "predictor/predictor.hpp"
#include "predictor/profile_file.hpp"

namespace cutpoint {

/// A device as its fitted models know it. As a processor it costs what they predict.
class FittedDevice final : public LayerCostModel {
 public:
  FittedDevice(ProfileMetadata metadata, Predictor predictor)
      : metadata_{std::move(metadata)}, predictor_{std::move(predictor)} {}

  [[nodiscard]] LayerCost cost(const Layer& layer, int items) const override {
    return predictor_.predict(layer, items);
  }
  [[nodiscard]] bool covers(LayerType type) const override { return predictor_.covers(type); }
  [[nodiscard]] bool knows_power(LayerType type) const override {
    return predictor_.knows_power(type);
  }
  [[nodiscard]] bool extrapolates(const Layer& layer, int items) const override {
    return predictor_.extrapolates(layer, items);
  }
  [[nodiscard]] const ProfileMetadata& metadata() const { return metadata_; }
  [[nodiscard]] const Predictor& predictor() const { return predictor_; }

 private:
  ProfileMetadata metadata_;
  Predictor predictor_;
};

/// Fits a device to the profile that the file `path` held. Throws: InputError that names the file
/// if a layer type has too few rows.
[[nodiscard]] std::shared_ptr<const FittedDevice> fit_device(const Profile& profile,
                                                             const std::filesystem::path& path);

/// The device as the text of a device file.
[[nodiscard]] std::string device_text(const FittedDevice& device);

/// A device file as a processor, named `name`. What its layers actually cost differs from what its
/// models predict by as much as was seen of layers held out of the fit (`layer_misfit`). Throws:
/// InputError that names the file if it is of another kind or version, or lacks something.
[[nodiscard]] Processor read_device(const InputFile& file, const std::string& name);

}  // namespace cutpoint
