#include "results/store/dataset_parser.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <hdf5.h>
#include <hdf5_hl.h>

#include "base/utf8.hpp"
#include "results/store/hdf5_handles.hpp"

namespace cutpoint {
namespace {

/// The most arrays, groups or attributes in one place; what has more is not taken for a results
/// file (assumed).
constexpr std::size_t kMostNames = 100'000;

/// The longest dimension (assumed), such that a product of two fits a number.
constexpr hsize_t kMostAlong = hsize_t{1} << 31U;

/// By how much bytes can grow when they are unpacked by deflate, rounded up (zlib's manual: 1032).
constexpr std::uint64_t kMostInflation = 1100;

constexpr std::array kKnownFilters{H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32};

std::string quoted(const std::string& name) { return '"' + name + '"'; }

/// The last part of a path such as "/runs/point".
std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// Takes a file apart step by step, and checks each step before the next one relies on it. `left_`
/// bounds how much memory all values together may take, whatever sizes the file claims.
class Parser {
 public:
  Parser(std::size_t most, const std::filesystem::path& path) : left_{most}, path_{path} {}

  Dataset parse(hid_t file) {
    Dataset dataset;
    for (const std::string& name : attribute_names(file)) {
      dataset.attributes.push_back({name, attribute_value(file, name)});
    }
    Group root{"", {}, {}};
    for (const std::string& name : link_names(file)) {
      if (is_group(file, name)) {
        dataset.groups.push_back(read_group(file, name));
      } else {
        read_array(file, name, root);
      }
    }
    dataset.dimensions = std::move(root.dimensions);
    dataset.variables = std::move(root.variables);
    return dataset;
  }

 private:
  template <class Result>
  Result check(Result result, const std::string& action) const {
    return hdf5_check(result, path_, action);
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw ResultsError{path_, "no results file of Cutpoint: " + why};
  }

  /// Counts what is taken from the file. Throws: ResultsError if it is too much.
  void take(std::uint64_t bytes) {
    if (bytes > left_) {
      refuse("its arrays are larger than the file can hold");
    }
    left_ -= bytes;
  }

  /// A copy of a text that HDF5 has read; empty for a null pointer.
  [[nodiscard]] std::string copy(const char* text) {
    std::string value = text == nullptr ? "" : text;
    take(value.size() + sizeof(char*));
    return value;
  }

  [[nodiscard]] std::string text_of(const char* text, const std::string& where) {
    std::string value = copy(text);
    if (!is_utf8(value)) {
      refuse(where + " is no UTF-8");
    }
    return value;
  }

  [[nodiscard]] std::vector<std::string> attribute_names(hid_t owner) {
    std::vector<std::string> names;
    const auto add =
        [](hid_t /*owner*/, const char* name, const H5A_info_t* /*info*/, void* list) -> herr_t {
      auto& known = *static_cast<std::vector<std::string>*>(list);
      known.emplace_back(name);
      return known.size() > kMostNames ? -1 : 0;
    };
    hsize_t position = 0;
    check(H5Aiterate2(owner, H5_INDEX_CRT_ORDER, H5_ITER_INC, &position, add, &names),
          "list its attributes");
    for (const std::string& name : names) {
      static_cast<void>(text_of(name.c_str(), "the name of an attribute"));
    }
    return names;
  }

  /// The names of what is in a place; links to what is elsewhere are refused.
  [[nodiscard]] std::vector<std::string> link_names(hid_t place) {
    std::vector<std::string> names;
    const auto add =
        [](hid_t /*place*/, const char* name, const H5L_info_t* info, void* list) -> herr_t {
      auto& known = *static_cast<std::vector<std::string>*>(list);
      // A soft or external link could lead to another file; its name is dropped, and refused below.
      known.emplace_back(info->type == H5L_TYPE_HARD ? name : "");
      return known.size() > kMostNames ? -1 : 0;
    };
    hsize_t position = 0;
    check(H5Literate(place, H5_INDEX_CRT_ORDER, H5_ITER_INC, &position, add, &names),
          "list its arrays");
    for (const std::string& name : names) {
      if (text_of(name.c_str(), "the name of an array").empty()) {
        refuse("something in it is only a link");
      }
    }
    return names;
  }

  [[nodiscard]] bool is_group(hid_t place, const std::string& name) const {
    H5O_info_t info;
    check(H5Oget_info_by_name1(place, name.c_str(), &info, H5P_DEFAULT), "read " + quoted(name));
    if (info.type != H5O_TYPE_GROUP && info.type != H5O_TYPE_DATASET) {
      refuse(quoted(name) + " is neither an array nor a group");
    }
    return info.type == H5O_TYPE_GROUP;
  }

  [[nodiscard]] std::variant<std::string, double, std::int64_t> attribute_value(
      hid_t owner, const std::string& name) {
    const std::string action = "read the attribute " + quoted(name);
    const Hdf5Attribute attribute{check(H5Aopen(owner, name.c_str(), H5P_DEFAULT), action)};
    const Hdf5Type type{check(H5Aget_type(attribute.id()), action)};
    const Hdf5Space space{check(H5Aget_space(attribute.id()), action)};
    if (H5Sget_simple_extent_type(space.id()) != H5S_SCALAR) {
      refuse("the attribute " + quoted(name) + " is an array");
    }
    if (H5Tis_variable_str(type.id()) > 0) {
      char* text = nullptr;
      check(H5Aread(attribute.id(), type.id(), &text), action);
      std::string value = copy(text);  // Paths and command lines may have any bytes.
      H5free_memory(text);
      return value;
    }
    if (is_number(type, H5T_FLOAT)) {
      double value = 0.0;
      check(H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, &value), action);
      return value;
    }
    if (!is_number(type, H5T_INTEGER)) {
      refuse("the attribute " + quoted(name) + " is neither text nor a number of 64 bits");
    }
    std::int64_t value = 0;
    check(H5Aread(attribute.id(), H5T_NATIVE_INT64, &value), action);
    return value;
  }

  /// A text that an array has as an attribute; empty if there is none.
  [[nodiscard]] std::string description(const Hdf5Dataset& array, const char* name) {
    if (check(H5Aexists(array.id(), name), "read the attributes of an array") == 0) {
      return "";
    }
    const auto value = attribute_value(array.id(), name);
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || !is_utf8(*text)) {
      refuse("an attribute " + quoted(name) + " is no text");
    }
    return *text;
  }

  /// The unit of an array; "1" is how the absence of a unit is written.
  [[nodiscard]] std::string unit_of(const Hdf5Dataset& array) {
    std::string unit = description(array, "units");
    return unit == "1" ? "" : unit;
  }

  /// Whether a type is of doubles (H5T_FLOAT) or of signed integers of 64 bits.
  [[nodiscard]] static bool is_number(const Hdf5Type& type, H5T_class_t wanted) {
    return H5Tget_class(type.id()) == wanted && H5Tget_size(type.id()) == sizeof(std::int64_t) &&
           (wanted != H5T_INTEGER || H5Tget_sign(type.id()) == H5T_SGN_2);
  }

  /// Whether a type is that of unsigned bytes.
  [[nodiscard]] static bool is_byte(const Hdf5Type& type) {
    return H5Tget_class(type.id()) == H5T_INTEGER && H5Tget_size(type.id()) == 1 &&
           H5Tget_sign(type.id()) == H5T_SGN_NONE;
  }

  [[nodiscard]] Group read_group(hid_t file, const std::string& name) {
    const std::string action = "open group " + quoted(name);
    const Hdf5Group place{check(H5Gopen2(file, name.c_str(), H5P_DEFAULT), action)};
    Group group{name, {}, {}};
    for (const std::string& array : link_names(place.id())) {
      if (is_group(place.id(), array)) {
        refuse("the group " + quoted(name) + " has a group in it");
      }
      read_array(place.id(), array, group);
    }
    return group;
  }

  void read_array(hid_t place, const std::string& name, Group& group) {
    const Hdf5Dataset array{
        check(H5Dopen2(place, name.c_str(), H5P_DEFAULT), "read " + quoted(name))};
    expect_own_storage(array, name);
    const std::vector<hsize_t> shape = shape_of(array, name);
    if (H5DSis_scale(array.id()) > 0) {
      read_dimension(array, name, shape, group);
    } else {
      read_variable(array, name, shape, group);
    }
  }

  /// Checks that the values of an array are in the file itself, and packed only as write_dataset()
  /// packs them.
  void expect_own_storage(const Hdf5Dataset& array, const std::string& name) const {
    const std::string action = "read how " + quoted(name) + " is stored";
    const Hdf5Properties creation{check(H5Dget_create_plist(array.id()), action)};
    const H5D_layout_t layout = H5Pget_layout(creation.id());
    const bool is_plain =
        layout == H5D_COMPACT || layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED;
    if (!is_plain || check(H5Pget_external_count(creation.id()), action) > 0) {
      refuse("the values of " + quoted(name) + " are elsewhere");
    }
    const int filters = check(H5Pget_nfilters(creation.id()), action);
    for (int i = 0; i < filters; ++i) {
      unsigned flags = 0;
      std::size_t values = 0;
      const H5Z_filter_t filter = H5Pget_filter2(
          creation.id(), static_cast<unsigned>(i), &flags, &values, nullptr, 0, nullptr, nullptr);
      if (std::ranges::count(kKnownFilters, filter) == 0) {
        refuse("the values of " + quoted(name) + " are packed in an unknown way");
      }
    }
  }

  /// The length of an array along each axis; empty for a scalar. Throws: ResultsError if there is
  /// none, or a length is 0 or absurd.
  [[nodiscard]] std::vector<hsize_t> shape_of(const Hdf5Dataset& array,
                                              const std::string& name) const {
    const std::string action = "read the shape of " + quoted(name);
    const Hdf5Space space{check(H5Dget_space(array.id()), action)};
    const H5S_class_t kind = H5Sget_simple_extent_type(space.id());
    if (kind != H5S_SCALAR && kind != H5S_SIMPLE) {
      refuse(quoted(name) + " has no shape");
    }
    const int rank = check(H5Sget_simple_extent_ndims(space.id()), action);
    std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
    check(H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr), action);
    for (const hsize_t along : shape) {
      if (along == 0 || along > kMostAlong) {
        refuse(quoted(name) + " is " + std::to_string(along) + " long");
      }
    }
    return shape;
  }

  /// How many values an array has. Throws: ResultsError unless their bytes are in the file and not
  /// too many to be read.
  [[nodiscard]] std::size_t expect_readable(const Hdf5Dataset& array,
                                            const std::string& name,
                                            const std::vector<hsize_t>& shape,
                                            std::size_t size_of_one) {
    // Stops multiplying once the product is too large, before it could leave the range of 64 bits.
    std::uint64_t bytes = size_of_one;
    for (const hsize_t along : shape) {
      if (bytes > left_) {
        break;
      }
      bytes *= along;
    }
    take(bytes);
    const Hdf5Properties creation{check(H5Dget_create_plist(array.id()), "read " + quoted(name))};
    const std::uint64_t inflation =
        H5Pget_layout(creation.id()) == H5D_CHUNKED ? kMostInflation : 1;
    if (H5Dget_storage_size(array.id()) < (bytes + inflation - 1) / inflation) {
      refuse(quoted(name) + " lacks values");
    }
    return bytes / size_of_one;
  }

  void read_dimension(const Hdf5Dataset& array,
                      const std::string& name,
                      const std::vector<hsize_t>& shape,
                      Group& group) {
    if (shape.size() != 1) {
      refuse("dimension " + quoted(name) + " is no list");
    }
    std::string scale_name(kNoCoordinate.size() + 1, '\0');
    H5DSget_scale_name(array.id(), scale_name.data(), scale_name.size());
    Dimension dimension{name, {}, unit_of(array), description(array, "long_name")};
    const Hdf5Type type{check(H5Dget_type(array.id()), "read " + quoted(name))};
    if (scale_name.starts_with(kNoCoordinate)) {
      dimension.values = Length{shape.front()};
    } else if (H5Tis_variable_str(type.id()) > 0) {
      dimension.values = strings_of(array, type, name, shape);
    } else if (is_number(type, H5T_FLOAT)) {
      dimension.values = numbers_of<double>(array, H5T_NATIVE_DOUBLE, name, shape);
    } else {
      refuse("dimension " + quoted(name) + " has neither labels nor numbers");
    }
    group.dimensions.push_back(std::move(dimension));
  }

  void read_variable(const Hdf5Dataset& array,
                     const std::string& name,
                     const std::vector<hsize_t>& shape,
                     Group& group) {
    Variable variable{name,
                      dimensions_of(array, name, shape.size()),
                      {},
                      unit_of(array),
                      description(array, "long_name")};
    const Hdf5Type type{check(H5Dget_type(array.id()), "read " + quoted(name))};
    if (is_number(type, H5T_FLOAT)) {
      variable.values = numbers_of<double>(array, H5T_NATIVE_DOUBLE, name, shape);
    } else if (is_byte(type)) {
      variable.values = numbers_of<std::uint8_t>(array, H5T_NATIVE_UINT8, name, shape);
    } else if (is_number(type, H5T_INTEGER)) {
      variable.values = numbers_of<std::int64_t>(array, H5T_NATIVE_INT64, name, shape);
    } else if (H5Tis_variable_str(type.id()) > 0) {
      variable.values = strings_of(array, type, name, shape);
    } else {
      refuse(quoted(name) + " has values of an unknown type");
    }
    group.variables.push_back(std::move(variable));
  }

  /// The names of the dimensions that the axes of an array are tied to. Throws: ResultsError if an
  /// axis has none.
  [[nodiscard]] std::vector<std::string> dimensions_of(const Hdf5Dataset& array,
                                                       const std::string& name,
                                                       std::size_t rank) {
    const std::string action = "read the dimensions of " + quoted(name);
    const auto keep = [](hid_t /*array*/, unsigned /*axis*/, hid_t scale, void* list) -> herr_t {
      const ssize_t size = H5Iget_name(scale, nullptr, 0);
      std::string place(static_cast<std::size_t>(std::max<ssize_t>(size, 0)), '\0');
      H5Iget_name(scale, place.data(), place.size() + 1);
      static_cast<std::vector<std::string>*>(list)->push_back(last_part(place));
      return 1;  // The first scale is the only one.
    };
    std::vector<std::string> names;
    for (unsigned axis = 0; axis < rank; ++axis) {
      check(H5DSiterate_scales(array.id(), axis, nullptr, keep, &names), action);
    }
    if (names.size() != rank) {
      refuse(quoted(name) + " lacks dimensions");
    }
    for (const std::string& dimension : names) {
      static_cast<void>(text_of(dimension.c_str(), "the name of a dimension"));
    }
    return names;
  }

  template <class Number>
  [[nodiscard]] std::vector<Number> numbers_of(const Hdf5Dataset& array,
                                               hid_t type,
                                               const std::string& name,
                                               const std::vector<hsize_t>& shape) {
    std::vector<Number> values(expect_readable(array, name, shape, sizeof(Number)));
    check(H5Dread(array.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "read " + quoted(name));
    return values;
  }

  [[nodiscard]] std::vector<std::string> strings_of(const Hdf5Dataset& array,
                                                    const Hdf5Type& type,
                                                    const std::string& name,
                                                    const std::vector<hsize_t>& shape) {
    std::vector<char*> texts(expect_readable(array, name, shape, sizeof(char*)));
    check(H5Dread(array.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()),
          "read " + quoted(name));
    std::vector<std::string> values;
    values.reserve(texts.size());
    for (char* text : texts) {
      values.push_back(text_of(text, quoted(name)));
      H5free_memory(text);
    }
    return values;
  }

  std::uint64_t left_;  // how many bytes may still be taken
  const std::filesystem::path& path_;
};

}  // namespace

Dataset parse_dataset(std::string_view image, std::size_t most, const std::filesystem::path& path) {
  const Hdf5Silence silence;
  // HDF5 asks for memory that it could write to, although it neither copies nor writes to the
  // image.
  auto* const bytes = const_cast<char*>(image.data());
  const Hdf5File file{
      hdf5_check(H5LTopen_file_image(
                     bytes, image.size(), H5LT_FILE_IMAGE_DONT_COPY | H5LT_FILE_IMAGE_DONT_RELEASE),
                 path,
                 "open it")};
  return Parser{most, path}.parse(file.id());
}

}  // namespace cutpoint
