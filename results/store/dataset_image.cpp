#include "results/store/dataset_image.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <variant>

#include <hdf5.h>
#include <hdf5_hl.h>

#include "results/store/hdf5_handles.hpp"

namespace cutpoint {
namespace {

/// The file in memory grows in steps of this many bytes (assumed: few results need a second step).
constexpr std::size_t kImageIncrement = 1 << 20;

/// netCDF-4 defines the order of dimensions, variables and attributes as that of their creation.
constexpr unsigned kInOrder = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

/// Arrays are stored in pieces of at most this many values, which is what a reader has to hold and
/// what has a checksum of its own.
constexpr hsize_t kChunk = 1 << 20;

/// Half the number of pieces that a node of the tree that finds pieces has room for. With HDF5's
/// default each array of one piece would take two kilobytes more.
constexpr unsigned kPiecesPerNode = 2;

/// The effort of compression, zlib's default: what is gained beyond it costs several times the
/// time.
constexpr unsigned kCompression = 6;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Writes one data set into one file in memory. The order of calls is the order in the file.
class ImageBuilder {
 public:
  explicit ImageBuilder(const std::filesystem::path& path)
      : path_{path}, text_type_{create_text_type()}, file_{create_file()} {}

  void add_attribute(const Attribute& attribute) const {
    std::visit([&](const auto& value) { write_attribute(file_.id(), attribute.name, value); },
               attribute.value);
  }

  void add_arrays(const std::vector<Dimension>& dimensions,
                  const std::vector<Variable>& variables) const {
    add_arrays(file_.id(), dimensions, variables);
  }

  void add_group(const Group& group) const {
    const std::string action = "create group \"" + group.name + '"';
    const Hdf5Properties creation{check(H5Pcreate(H5P_GROUP_CREATE), action)};
    check(H5Pset_link_creation_order(creation.id(), kInOrder), action);
    check(H5Pset_attr_creation_order(creation.id(), kInOrder), action);
    check(H5Pset_obj_track_times(creation.id(), false), action);
    const Hdf5Group place{
        check(H5Gcreate2(file_.id(), group.name.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
              action)};
    add_arrays(place.id(), group.dimensions, group.variables);
  }

  /// The bytes of the file as HDF5 would write them to a disk.
  [[nodiscard]] std::string image() const {
    const std::string action = "assemble the file";
    check(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL), action);
    const ssize_t size = check(H5Fget_file_image(file_.id(), nullptr, 0), action);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    check(H5Fget_file_image(file_.id(), bytes.data(), bytes.size()), action);
    return bytes;
  }

 private:
  void add_arrays(hid_t place,
                  const std::vector<Dimension>& dimensions,
                  const std::vector<Variable>& variables) const {
    for (const Dimension& dimension : dimensions) {
      add_dimension(place, dimension);
    }
    for (const Variable& variable : variables) {
      add_variable(place, variable, sizes_of(variable, dimensions));
    }
  }

  /// Writes a dimension as an HDF5 dimension scale of its own name, which holds its values.
  void add_dimension(hid_t place, const Dimension& dimension) const {
    const std::string action = "make \"" + dimension.name + "\" a dimension scale";
    const auto add = [&](const auto& values) {
      const Hdf5Dataset scale{create_array(place, dimension.name, {values.size()}, values)};
      check(H5DSset_scale(scale.id(), dimension.name.c_str()), action);
      write_values(scale, dimension.name, values);
      describe(scale, dimension.unit, dimension.long_name, values);
    };
    const auto add_length = [&](const Length& length) {
      // A dimension without values is written as netCDF writes it: as an array without storage,
      // whose name as a scale says what it is.
      std::string digits = std::to_string(length.value);
      digits.insert(0, std::max<std::size_t>(10, digits.size()) - digits.size(), ' ');
      const Hdf5Dataset scale{
          create_array(place, dimension.name, {length.value}, std::vector{kMissing})};
      check(H5DSset_scale(scale.id(), (std::string{kNoCoordinate} + digits).c_str()), action);
    };
    std::visit(
        [&](const auto& values) {
          if constexpr (std::is_same_v<decltype(values), const Length&>) {
            add_length(values);
          } else {
            add(values);
          }
        },
        dimension.values);
  }

  /// Requires: `sizes` are those of the variable's dimensions, which were all added before.
  void add_variable(hid_t place,
                    const Variable& variable,
                    const std::vector<hsize_t>& sizes) const {
    const auto add = [&](const auto& values) {
      const Hdf5Dataset array{create_array(place, variable.name, sizes, values)};
      write_values(array, variable.name, values);
      describe(array, variable.unit, variable.long_name, values);
      if constexpr (std::is_same_v<decltype(values), const std::vector<double>&>) {
        write_attribute(array.id(), "_FillValue", kMissing);
      }
      attach_scales(place, array, variable);
    };
    std::visit(add, variable.values);
  }

  /// Requires: every dimension of the variable is among `dimensions`.
  static std::vector<hsize_t> sizes_of(const Variable& variable,
                                       const std::vector<Dimension>& dimensions) {
    std::vector<hsize_t> sizes;
    for (const std::string& name : variable.dimensions) {
      const auto dimension = std::ranges::find(dimensions, name, &Dimension::name);
      sizes.push_back(
          std::visit([](const auto& values) { return values.size(); }, dimension->values));
    }
    return sizes;
  }

  template <typename Result>
  Result check(Result result, const std::string& action) const {
    return hdf5_check(result, path_, action);
  }

  [[nodiscard]] hid_t create_text_type() const {
    const std::string action = "create the string type";
    const hid_t type = check(H5Tcopy(H5T_C_S1), action);
    check(H5Tset_size(type, H5T_VARIABLE), action);
    check(H5Tset_cset(type, H5T_CSET_UTF8), action);
    return type;
  }

  [[nodiscard]] hid_t create_file() const {
    const std::string action = "create the file";
    const Hdf5Properties access{check(H5Pcreate(H5P_FILE_ACCESS), action)};
    const hbool_t write_on_close = false;
    check(H5Pset_fapl_core(access.id(), kImageIncrement, write_on_close), action);
    const Hdf5Properties creation{check(H5Pcreate(H5P_FILE_CREATE), action)};
    check(H5Pset_link_creation_order(creation.id(), kInOrder), action);
    check(H5Pset_attr_creation_order(creation.id(), kInOrder), action);
    // Time stamps would make equal data unequal bytes.
    check(H5Pset_obj_track_times(creation.id(), false), action);
    check(H5Pset_istore_k(creation.id(), kPiecesPerNode), action);
    // The name is a label in memory; nothing of it reaches the disk.
    return check(H5Fcreate("results", H5F_ACC_TRUNC, creation.id(), access.id()), action);
  }

  [[nodiscard]] hid_t type_of(double /*value*/) const { return H5T_NATIVE_DOUBLE; }
  [[nodiscard]] hid_t type_of(std::int64_t /*value*/) const { return H5T_NATIVE_INT64; }
  [[nodiscard]] hid_t type_of(std::uint8_t /*value*/) const { return H5T_NATIVE_UINT8; }
  [[nodiscard]] hid_t type_of(const std::string& /*value*/) const { return text_type_.id(); }

  /// The shape of the pieces of an array: whole rows if they are not too long.
  static std::vector<hsize_t> piece_of(const std::vector<hsize_t>& sizes) {
    std::vector<hsize_t> piece(sizes.size(), 1);
    hsize_t left = kChunk;
    for (std::size_t axis = sizes.size(); axis-- > 0 && left > 1;) {
      piece[axis] = std::min(sizes[axis], left);
      left /= piece[axis];
    }
    return piece;
  }

  template <typename Value>
  [[nodiscard]] hid_t create_array(hid_t place,
                                   const std::string& name,
                                   const std::vector<hsize_t>& sizes,
                                   const std::vector<Value>& values) const {
    const std::string action = "create variable \"" + name + '"';
    const Hdf5Space space{
        sizes.empty()
            ? check(H5Screate(H5S_SCALAR), action)
            : check(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr),
                    action)};
    const Hdf5Properties creation{check(H5Pcreate(H5P_DATASET_CREATE), action)};
    check(H5Pset_attr_creation_order(creation.id(), kInOrder), action);
    check(H5Pset_obj_track_times(creation.id(), false), action);
    if constexpr (std::is_same_v<Value, double>) {
      check(H5Pset_fill_value(creation.id(), H5T_NATIVE_DOUBLE, &kMissing), action);
    }
    // Arrays of numbers are stored in pieces, each with a checksum; bytes are compressed as well.
    // HDF5 has no checksums for texts of variable length, nor can scalars have pieces.
    if (!std::is_same_v<Value, std::string> && !sizes.empty()) {
      const std::vector<hsize_t> piece = piece_of(sizes);
      check(H5Pset_chunk(creation.id(), static_cast<int>(piece.size()), piece.data()), action);
      if (std::is_same_v<Value, std::uint8_t>) {
        check(H5Pset_deflate(creation.id(), kCompression), action);
      }
      check(H5Pset_fletcher32(creation.id()), action);
    }
    const hid_t type = type_of(values.front());
    return check(
        H5Dcreate2(place, name.c_str(), type, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
        action);
  }

  template <typename Value>
  void write_values(const Hdf5Dataset& array,
                    const std::string& name,
                    const std::vector<Value>& values) const {
    const auto write = [&](const void* buffer) {
      const hid_t type = type_of(values.front());
      check(H5Dwrite(array.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer),
            "write variable \"" + name + '"');
    };
    if constexpr (std::is_same_v<Value, std::string>) {
      std::vector<const char*> texts;  // pointers, as HDF5 takes texts of variable length
      texts.reserve(values.size());
      for (const std::string& value : values) {
        texts.push_back(value.c_str());
      }
      write(texts.data());
    } else {
      write(values.data());
    }
  }

  template <typename Value>
  void write_attribute(hid_t owner, const std::string& name, const Value& value) const {
    const std::string action = "write attribute \"" + name + '"';
    const hid_t type = type_of(value);
    const Hdf5Space space{check(H5Screate(H5S_SCALAR), action)};
    const Hdf5Attribute attribute{
        check(H5Acreate2(owner, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT), action)};
    if constexpr (std::is_same_v<Value, std::string>) {
      const char* text = value.c_str();
      check(H5Awrite(attribute.id(), type, &text), action);
    } else {
      check(H5Awrite(attribute.id(), type, &value), action);
    }
  }

  /// A dimensionless number has the unit "1", as netCDF tools expect; text has the unit "".
  template <typename Value>
  void describe(const Hdf5Dataset& array,
                const std::string& unit,
                const std::string& long_name,
                const std::vector<Value>& /*values*/) const {
    const bool is_text = std::is_same_v<Value, std::string>;
    write_attribute(array.id(), "units", unit.empty() && !is_text ? std::string{"1"} : unit);
    write_attribute(array.id(), "long_name", long_name);
  }

  /// Ties each axis of an array to its dimension, by which netCDF and xarray know the names of
  /// axes.
  void attach_scales(hid_t place, const Hdf5Dataset& array, const Variable& variable) const {
    unsigned axis = 0;
    for (const std::string& name : variable.dimensions) {
      const std::string action = "attach \"" + name + "\" to \"" + variable.name + '"';
      const Hdf5Dataset scale{check(H5Dopen2(place, name.c_str(), H5P_DEFAULT), action)};
      check(H5DSattach_scale(array.id(), scale.id(), axis++), action);
    }
  }

  const std::filesystem::path& path_;
  Hdf5Type text_type_;
  Hdf5File file_;
};

}  // namespace

std::string innermost_hdf5_error() {
  std::string cause = "unknown cause";
  const auto keep_first = [](unsigned position, const H5E_error2_t* error, void* result) -> herr_t {
    if (position == 0 && error->desc != nullptr) {
      *static_cast<std::string*>(result) = error->desc;
    }
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &cause);
  return cause;
}

std::string dataset_image(const std::filesystem::path& path, const Dataset& dataset) {
  const Hdf5Silence silence;
  const ImageBuilder builder{path};
  builder.add_attribute({"schema_version", kResultsSchemaVersion});
  for (const Attribute& attribute : dataset.attributes) {
    builder.add_attribute(attribute);
  }
  builder.add_arrays(dataset.dimensions, dataset.variables);
  for (const Group& group : dataset.groups) {
    builder.add_group(group);
  }
  return builder.image();
}

}  // namespace cutpoint
