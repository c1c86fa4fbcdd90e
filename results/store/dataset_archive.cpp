#include "results/store/dataset_archive.hpp"

#include <cstring>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <variant>

#include "results/store/byte_archive.hpp"

namespace cutpoint {

// The functions transfer() below are found by the types of their arguments. Each takes a structure
// apart into all of its members, so a new member does not compile before it is sent as well.

template <class Archive, class Value>
requires ValueOf<Value, std::int64_t>
void transfer(Archive& archive, Value& value) { transfer_signed(archive, value); }

/// Appends an array as it is in memory: one copy of all bytes, not one call a value.
template <class Number>
void write_numbers(ByteWriter& archive, const std::vector<Number>& values) {
  archive.number(values.size());
  const auto bytes = std::as_bytes(std::span{values});
  archive.raw({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

template <class Number>
void read_numbers(ByteReader& archive, std::vector<Number>& values) {
  const std::size_t count = archive.length();  // at most as many as there are bytes
  const std::string_view bytes = archive.raw(count * sizeof(Number));
  values.resize(bytes.size() / sizeof(Number));
  if (!bytes.empty()) {
    std::memcpy(values.data(), bytes.data(), bytes.size());
  }
}

// Arrays are sent as they are in memory, because both processes are the same program on the same
// host.
void transfer(ByteWriter& archive, const std::vector<double>& values) {
  write_numbers(archive, values);
}
void transfer(ByteReader& archive, std::vector<double>& values) { read_numbers(archive, values); }
void transfer(ByteWriter& archive, const std::vector<std::int64_t>& values) {
  write_numbers(archive, values);
}
void transfer(ByteReader& archive, std::vector<std::int64_t>& values) {
  read_numbers(archive, values);
}
void transfer(ByteWriter& archive, const std::vector<std::uint8_t>& values) {
  write_numbers(archive, values);
}
void transfer(ByteReader& archive, std::vector<std::uint8_t>& values) {
  read_numbers(archive, values);
}

template <class Archive, class Value>
requires ValueOf<Value, Length>
void transfer(Archive& archive, Value& length) {
  auto& [value] = length;
  transfer(archive, value);
}

template <class... Values>
void transfer(ByteWriter& archive, const std::variant<Values...>& value) {
  archive.byte(static_cast<std::uint8_t>(value.index()));
  std::visit([&](const auto& held) { transfer(archive, held); }, value);
}

/// Reads which of the types is held, then a value of it. An index that no type has is refused.
template <class... Values>
void transfer(ByteReader& archive, std::variant<Values...>& value) {
  const std::uint8_t wanted = archive.byte();
  std::uint8_t index = 0;
  const auto take = [&](auto held) {
    if (index++ == wanted) {
      transfer(archive, held);
      value = std::move(held);
    }
  };
  (take(Values{}), ...);
  if (wanted >= sizeof...(Values)) {
    archive.refuse();
  }
}

template <class Archive, class Value>
requires ValueOf<Value, Dimension>
void transfer(Archive& archive, Value& dimension) {
  auto& [name, values, unit, long_name] = dimension;
  transfer_all(archive, name, values, unit, long_name);
}

template <class Archive, class Value>
requires ValueOf<Value, Variable>
void transfer(Archive& archive, Value& variable) {
  auto& [name, dimensions, values, unit, long_name] = variable;
  transfer_all(archive, name, dimensions, values, unit, long_name);
}

template <class Archive, class Value>
requires ValueOf<Value, Group>
void transfer(Archive& archive, Value& group) {
  auto& [name, dimensions, variables] = group;
  transfer_all(archive, name, dimensions, variables);
}

template <class Archive, class Value>
requires ValueOf<Value, Attribute>
void transfer(Archive& archive, Value& attribute) {
  auto& [name, value] = attribute;
  transfer_all(archive, name, value);
}

template <class Archive, class Value>
requires ValueOf<Value, Dataset>
void transfer(Archive& archive, Value& dataset) {
  auto& [dimensions, variables, attributes, groups] = dataset;
  transfer_all(archive, dimensions, variables, attributes, groups);
}

namespace {

using Names = std::unordered_set<std::string>;
using Complaint = std::optional<std::string>;

std::string quoted(const std::string& name) { return '"' + name + '"'; }

template <class Values>
std::size_t size_of(const Values& values) {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

/// Whether an array has a value per cell of its dimensions, whose product may not fit a number.
bool fits(const Variable& variable, const std::unordered_map<std::string, std::size_t>& sizes) {
  const std::size_t size = size_of(variable.values);
  std::size_t cells = 1;
  for (const std::string& name : variable.dimensions) {
    const std::size_t along = sizes.at(name);
    if (along > size / cells) {
      return false;
    }
    cells *= along;
  }
  return cells == size;
}

/// Why the arrays of one place (the root or a group) do not fit their dimensions; nothing if they
/// do. Adds their names to `names`.
Complaint inconsistency(const std::vector<Dimension>& dimensions,
                        const std::vector<Variable>& variables,
                        Names& names) {
  std::unordered_map<std::string, std::size_t> sizes;
  for (const Dimension& dimension : dimensions) {
    if (!names.insert(dimension.name).second) {
      return quoted(dimension.name) + " is there twice";
    }
    sizes[dimension.name] = size_of(dimension.values);
    if (sizes[dimension.name] == 0) {
      return "dimension " + quoted(dimension.name) + " is empty";
    }
  }
  for (const Variable& variable : variables) {
    if (!names.insert(variable.name).second) {
      return quoted(variable.name) + " is there twice";
    }
    for (const std::string& name : variable.dimensions) {
      if (!sizes.contains(name)) {
        return "array " + quoted(variable.name) + " has a dimension " + quoted(name) +
               " that is not there";
      }
    }
    if (!fits(variable, sizes)) {
      return "array " + quoted(variable.name) + " has not one value per cell of its dimensions";
    }
  }
  return std::nullopt;
}

}  // namespace

std::string encode_dataset(const Dataset& dataset) {
  ByteWriter writer;
  transfer(writer, dataset);
  return writer.take();
}

std::optional<Dataset> decode_dataset(const std::string& bytes) {
  ByteReader reader{bytes};
  Dataset dataset;
  transfer(reader, dataset);
  if (!reader.ok() || !reader.at_end()) {
    return std::nullopt;
  }
  return dataset;
}

std::optional<std::string> inconsistency(const Dataset& dataset) {
  Names names;
  if (auto complaint = inconsistency(dataset.dimensions, dataset.variables, names)) {
    return complaint;
  }
  for (const Group& group : dataset.groups) {
    if (!names.insert(group.name).second) {
      return quoted(group.name) + " is there twice";
    }
    Names of_group;
    if (auto complaint = inconsistency(group.dimensions, group.variables, of_group)) {
      return "in the group " + quoted(group.name) + ' ' + *complaint;
    }
  }
  Names attributes;
  for (const Attribute& attribute : dataset.attributes) {
    if (!attributes.insert(attribute.name).second) {
      return "attribute " + quoted(attribute.name) + " is there twice";
    }
  }
  return std::nullopt;
}

}  // namespace cutpoint
