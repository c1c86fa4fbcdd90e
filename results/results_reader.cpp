#include "results/results_reader.hpp"

#include <type_traits>

#include <hdf5.h>
#include <hdf5_hl.h>

#include "results/hdf5_handles.hpp"

namespace cutpoint {
namespace {

hid_t open_file(const std::filesystem::path& path) {
  const Hdf5Silence silence;
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0) {
    std::error_code ignored;
    throw ResultsError{path,
                       std::filesystem::exists(path, ignored)
                           ? "cannot be read as a results file: " + innermost_hdf5_error()
                           : "there is no such file"};
  }
  return file;
}

/// The last part of "/runs/point".
std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::vector<std::string> link_names(hid_t place, const std::filesystem::path& path) {
  std::vector<std::string> names;
  const auto add =
      [](hid_t /*group*/, const char* name, const H5L_info_t* /*info*/, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->emplace_back(name);
    return 0;
  };
  const std::string action = "list its arrays";
  hsize_t position = 0;
  hdf5_check(
      H5Literate(place, H5_INDEX_CRT_ORDER, H5_ITER_INC, &position, add, &names), path, action);
  return names;
}

/// Nothing if the owner has no such attribute of this type.
std::optional<std::string> read_text(hid_t owner, const char* name) {
  if (H5Aexists(owner, name) <= 0) {
    return std::nullopt;
  }
  const Hdf5Attribute attribute{H5Aopen(owner, name, H5P_DEFAULT)};
  const Hdf5Type type{H5Aget_type(attribute.id())};
  char* text = nullptr;
  if (H5Tis_variable_str(type.id()) <= 0 || H5Aread(attribute.id(), type.id(), &text) < 0) {
    return std::nullopt;
  }
  std::string value = text == nullptr ? "" : text;
  H5free_memory(text);
  return value;
}

template <typename Number>
std::optional<Number> read_number(hid_t owner,
                                  const char* name,
                                  H5T_class_t wanted,
                                  hid_t memory_type) {
  if (H5Aexists(owner, name) <= 0) {
    return std::nullopt;
  }
  const Hdf5Attribute attribute{H5Aopen(owner, name, H5P_DEFAULT)};
  const Hdf5Type type{H5Aget_type(attribute.id())};
  Number value{};
  if (H5Tget_class(type.id()) != wanted || H5Aread(attribute.id(), memory_type, &value) < 0) {
    return std::nullopt;
  }
  return value;
}

/// Reads what stands in one place of a file.
class ArrayReader {
 public:
  ArrayReader(hid_t place, const std::filesystem::path& path) : place_{place}, path_{path} {}

  void read(const std::string& name, Group& group) const {
    const std::string action = "read \"" + name + '"';
    H5O_info_t info;
    check(H5Oget_info_by_name1(place_, name.c_str(), &info, H5P_DEFAULT), action);
    if (info.type != H5O_TYPE_DATASET) {
      return;
    }
    const Hdf5Dataset array{check(H5Dopen2(place_, name.c_str(), H5P_DEFAULT), action)};
    if (H5DSis_scale(array.id()) > 0) {
      read_dimension(array, name, group);
    } else {
      read_variable(array, name, group);
    }
  }

 private:
  template <typename Result>
  Result check(Result result, const std::string& action) const {
    return hdf5_check(result, path_, action);
  }

  void read_dimension(const Hdf5Dataset& array, const std::string& name, Group& group) const {
    std::string scale_name(kNoCoordinate.size() + 1, '\0');
    H5DSget_scale_name(array.id(), scale_name.data(), scale_name.size());
    Dimension dimension{name, {}, unit_of(array), text_of(array, "long_name")};
    if (scale_name.starts_with(kNoCoordinate)) {
      dimension.values = Length{cells_of(array, name)};
      group.dimensions.push_back(std::move(dimension));
    } else if (H5T_class_t type = class_of(array); type == H5T_STRING) {
      dimension.values = strings_of(array, name);
      group.dimensions.push_back(std::move(dimension));
    } else if (type == H5T_FLOAT) {
      dimension.values = numbers_of<double>(array, H5T_NATIVE_DOUBLE, name);
      group.dimensions.push_back(std::move(dimension));
    }
  }

  void read_variable(const Hdf5Dataset& array, const std::string& name, Group& group) const {
    Variable variable{name, dimensions_of(array), {}, unit_of(array), text_of(array, "long_name")};
    const Hdf5Type type{check(H5Dget_type(array.id()), "read \"" + name + '"')};
    if (H5Tget_class(type.id()) == H5T_FLOAT) {
      variable.values = numbers_of<double>(array, H5T_NATIVE_DOUBLE, name);
    } else if (H5Tget_class(type.id()) == H5T_INTEGER && H5Tget_size(type.id()) == 1) {
      variable.values = numbers_of<std::uint8_t>(array, H5T_NATIVE_UINT8, name);
    } else if (H5Tget_class(type.id()) == H5T_INTEGER) {
      variable.values = numbers_of<std::int64_t>(array, H5T_NATIVE_INT64, name);
    } else if (H5Tis_variable_str(type.id()) > 0) {
      variable.values = strings_of(array, name);
    } else {
      return;
    }
    group.variables.push_back(std::move(variable));
  }

  [[nodiscard]] static H5T_class_t class_of(const Hdf5Dataset& array) {
    const Hdf5Type type{H5Dget_type(array.id())};
    return H5Tget_class(type.id());
  }

  [[nodiscard]] std::size_t cells_of(const Hdf5Dataset& array, const std::string& name) const {
    const std::string action = "read \"" + name + '"';
    const Hdf5Space space{check(H5Dget_space(array.id()), action)};
    return static_cast<std::size_t>(check(H5Sget_simple_extent_npoints(space.id()), action));
  }

  [[nodiscard]] std::vector<std::string> dimensions_of(const Hdf5Dataset& array) const {
    const Hdf5Space space{check(H5Dget_space(array.id()), "read its dimensions")};
    const int rank = H5Sget_simple_extent_ndims(space.id());
    const auto keep = [](hid_t /*array*/, unsigned /*axis*/, hid_t scale, void* list) -> herr_t {
      const ssize_t size = H5Iget_name(scale, nullptr, 0);
      std::string name(static_cast<std::size_t>(std::max<ssize_t>(size, 0)), '\0');
      H5Iget_name(scale, name.data(), name.size() + 1);
      static_cast<std::vector<std::string>*>(list)->push_back(last_part(name));
      return 1;  // The first scale is the only one.
    };
    std::vector<std::string> names;
    for (int axis = 0; axis < rank; ++axis) {
      check(H5DSiterate_scales(array.id(), static_cast<unsigned>(axis), nullptr, keep, &names),
            "read its dimensions");
    }
    return names;
  }

  template <typename Number>
  [[nodiscard]] std::vector<Number> numbers_of(const Hdf5Dataset& array,
                                               hid_t type,
                                               const std::string& name) const {
    std::vector<Number> values(cells_of(array, name));
    check(H5Dread(array.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "read \"" + name + '"');
    return values;
  }

  [[nodiscard]] std::vector<std::string> strings_of(const Hdf5Dataset& array,
                                                    const std::string& name) const {
    const std::string action = "read \"" + name + '"';
    std::vector<char*> texts(cells_of(array, name));
    const Hdf5Type type{check(H5Dget_type(array.id()), action)};
    check(H5Dread(array.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()), action);
    std::vector<std::string> values;
    for (const char* text : texts) {
      values.emplace_back(text == nullptr ? "" : text);
    }
    const Hdf5Space space{check(H5Dget_space(array.id()), action)};
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, texts.data());
    return values;
  }

  /// An attribute of an array; empty if it has none.
  [[nodiscard]] static std::string text_of(const Hdf5Dataset& array, const char* name) {
    return read_text(array.id(), name).value_or("");
  }

  /// "1" is how the absence of a unit is written.
  [[nodiscard]] static std::string unit_of(const Hdf5Dataset& array) {
    const std::string unit = text_of(array, "units");
    return unit == "1" ? "" : unit;
  }

  hid_t place_;
  const std::filesystem::path& path_;
};

}  // namespace

struct ResultsReader::File {
  std::filesystem::path path;
  Hdf5File file;
};

ResultsReader::ResultsReader(const std::filesystem::path& path)
    : file_{new File{path, Hdf5File{open_file(path)}}} {
  const auto version = integer("schema_version");
  if (!version) {
    throw ResultsError{path, "no results file of Cutpoint: it has no schema_version"};
  }
  if (*version > kResultsSchemaVersion) {
    throw ResultsError{path,
                       "written by a later Cutpoint: its layout has version " +
                           std::to_string(*version) + ", and " +
                           std::to_string(kResultsSchemaVersion) + " is the last one known here"};
  }
}

ResultsReader::~ResultsReader() = default;

const std::filesystem::path& ResultsReader::path() const { return file_->path; }

std::optional<std::string> ResultsReader::text(const std::string& name) const {
  const Hdf5Silence silence;
  return read_text(file_->file.id(), name.c_str());
}

std::optional<std::int64_t> ResultsReader::integer(const std::string& name) const {
  const Hdf5Silence silence;
  return read_number<std::int64_t>(file_->file.id(), name.c_str(), H5T_INTEGER, H5T_NATIVE_INT64);
}

std::optional<double> ResultsReader::number(const std::string& name) const {
  const Hdf5Silence silence;
  return read_number<double>(file_->file.id(), name.c_str(), H5T_FLOAT, H5T_NATIVE_DOUBLE);
}

bool ResultsReader::has_group(const std::string& name) const {
  const Hdf5Silence silence;
  return H5Lexists(file_->file.id(), name.c_str(), H5P_DEFAULT) > 0;
}

Group ResultsReader::group(const std::string& name) const {
  const Hdf5Silence silence;
  const std::string place = name.empty() ? "/" : name;
  const Hdf5Group opened{hdf5_check(H5Gopen2(file_->file.id(), place.c_str(), H5P_DEFAULT),
                                    file_->path,
                                    "open group \"" + place + '"')};
  Group group{name, {}, {}};
  const ArrayReader reader{opened.id(), file_->path};
  for (const std::string& array : link_names(opened.id(), file_->path)) {
    reader.read(array, group);
  }
  return group;
}

}  // namespace cutpoint
