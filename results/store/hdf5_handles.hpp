// Owns what the HDF5 C library hands out, and turns its failures into a ResultsError. Private to
// results/. The serial HDF5 library is not thread-safe: one thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <hdf5.h>

#include "results/store/dataset.hpp"

namespace cutpoint {

/// Keeps HDF5 from printing its error stack to stderr while it lives.
class Hdf5Silence {
 public:
  Hdf5Silence() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~Hdf5Silence() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }
  Hdf5Silence(const Hdf5Silence&) = delete;
  Hdf5Silence& operator=(const Hdf5Silence&) = delete;
  Hdf5Silence(Hdf5Silence&&) = delete;
  Hdf5Silence& operator=(Hdf5Silence&&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// What the name of a dimension scale begins with if its positions have no values, as netCDF-4
/// defines it; ten characters with its length follow.
inline constexpr std::string_view kNoCoordinate =
    "This is a netCDF dimension but not a netCDF variable.";

/// The innermost entry of HDF5's error stack: the cause, without the calls that led to it.
[[nodiscard]] std::string innermost_hdf5_error();

/// Passes `result` on. Throws: ResultsError "cannot `action`: cause" if it is negative, which is
/// how every HDF5 function reports failure.
template <typename Result>
Result hdf5_check(Result result, const std::filesystem::path& path, const std::string& action) {
  if (result < 0) {
    throw ResultsError{path, "cannot " + action + ": " + innermost_hdf5_error()};
  }
  return result;
}

/// An open HDF5 object, closed by `close` at the end of its scope.
template <herr_t (*close)(hid_t)>
class Hdf5Handle {
 public:
  /// Requires: `id` is valid; check it first with hdf5_check.
  explicit Hdf5Handle(hid_t id) : id_{id} {}
  ~Hdf5Handle() { close(id_); }
  Hdf5Handle(const Hdf5Handle&) = delete;
  Hdf5Handle& operator=(const Hdf5Handle&) = delete;
  Hdf5Handle(Hdf5Handle&&) = delete;
  Hdf5Handle& operator=(Hdf5Handle&&) = delete;

  [[nodiscard]] hid_t id() const { return id_; }

 private:
  hid_t id_;
};

/// Owners of the kinds of objects that HDF5 has.
using Hdf5Attribute = Hdf5Handle<H5Aclose>;
using Hdf5Dataset = Hdf5Handle<H5Dclose>;
using Hdf5File = Hdf5Handle<H5Fclose>;
using Hdf5Group = Hdf5Handle<H5Gclose>;
using Hdf5Properties = Hdf5Handle<H5Pclose>;
using Hdf5Space = Hdf5Handle<H5Sclose>;
using Hdf5Type = Hdf5Handle<H5Tclose>;

}  // namespace cutpoint
