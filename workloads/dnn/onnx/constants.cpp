#include "workloads/dnn/onnx/constants.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cutpoint::onnx_file {
namespace {

using Values = std::vector<double>;

/// One node at work. Every function below returns nothing where the node is not of the kind that
/// shapes are computed with, or is broken: then its output has no values, and that is all.
struct Evaluation {
  const Node& node;
  const std::vector<const Tensor*>& inputs;
  const Tensor& result;

  [[nodiscard]] const Tensor* input(std::size_t i) const {
    const bool has_values = i < inputs.size() && inputs[i] != nullptr && inputs[i]->values;
    return has_values ? inputs[i] : nullptr;
  }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(elements(result.dims)); }
};

/// The place of element number `flat` along each dimension.
Dims place_of(std::size_t flat, const Dims& dims) {
  Dims place(dims.size());
  auto rest = static_cast<std::int64_t>(flat);
  for (std::size_t i = dims.size(); i-- > 0;) {
    place[i] = rest % dims[i];
    rest /= dims[i];
  }
  return place;
}

/// The element of a tensor at a place that may have more dimensions than the tensor; dimensions of
/// size 1 are repeated, as broadcasting has it.
std::optional<double> broadcast_at(const Tensor& tensor, const Dims& place) {
  const std::size_t rank = tensor.dims.size();
  if (rank > place.size()) {
    return std::nullopt;
  }
  std::int64_t flat = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    const std::int64_t at = place[place.size() - rank + i];
    if (tensor.dims[i] != 1 && at >= tensor.dims[i]) {
      return std::nullopt;
    }
    flat = flat * tensor.dims[i] + (tensor.dims[i] == 1 ? 0 : at);
  }
  return (*tensor.values)[static_cast<std::size_t>(flat)];
}

/// The values of the result, which `value_at` computes for each place.
template <class ValueAt>
std::optional<Values> fill(const Evaluation& at, const ValueAt& value_at) {
  Values values;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const std::optional<double> value = value_at(place_of(i, at.result.dims));
    if (!value) {
      return std::nullopt;
    }
    values.push_back(*value);
  }
  return values;
}

std::optional<Values> same_values(const Evaluation& at) {
  const Tensor* data = at.input(0);
  return data != nullptr ? data->values : std::nullopt;
}

template <class Function>
std::optional<Values> map(const Evaluation& at, const Function& function) {
  std::optional<Values> values = same_values(at);
  if (values) {
    std::ranges::transform(*values, values->begin(), function);
  }
  return values;
}

/// Combines all inputs from left to right, as Max and Min may have any number of them.
template <class Function>
std::optional<Values> combine(const Evaluation& at, const Function& function) {
  return fill(at, [&](const Dims& place) -> std::optional<double> {
    std::optional<double> value;
    for (std::size_t i = 0; i < at.inputs.size(); ++i) {
      const Tensor* operand = at.input(i);
      const auto next = operand != nullptr ? broadcast_at(*operand, place) : std::nullopt;
      if (!next) {
        return std::nullopt;
      }
      value = value ? function(*value, *next) : *next;
    }
    return value;
  });
}

/// A quotient; of integers it is cut off towards zero, as ONNX has it. Nothing for a divisor of 0.
std::optional<Values> divided(const Evaluation& at) {
  const bool is_integer = at.result.is_integer;
  const Tensor* divisor = at.input(1);
  if (divisor == nullptr || std::ranges::find(*divisor->values, 0.0) != divisor->values->end()) {
    return std::nullopt;
  }
  return combine(
      at, [is_integer](double a, double b) { return is_integer ? std::trunc(a / b) : a / b; });
}

/// The operators Shape, with its start, and Size. They need the shape of their input alone, so they
/// work on tensors whose values are not known.
std::optional<Values> shape_of(const Evaluation& at) {
  if (at.inputs.empty() || at.inputs[0] == nullptr) {
    return std::nullopt;
  }
  const Dims& dims = at.inputs[0]->dims;
  if (at.node.op == "Size") {
    return Values{static_cast<double>(elements(dims))};
  }
  const std::int64_t start = from_the_front(at.node.integer("start", 0), dims.size());
  const auto first = static_cast<std::size_t>(std::max<std::int64_t>(start, 0));
  if (first + at.size() > dims.size()) {
    return std::nullopt;
  }
  const auto begin = dims.begin() + static_cast<std::ptrdiff_t>(first);
  return Values(begin, begin + static_cast<std::ptrdiff_t>(at.size()));
}

/// The operators Expand and ConstantOfShape.
std::optional<Values> repeated(const Evaluation& at) {
  if (at.node.op == "Expand") {
    const Tensor* data = at.input(0);
    return data == nullptr
               ? std::nullopt
               : fill(at, [&](const Dims& place) { return broadcast_at(*data, place); });
  }
  const auto value = at.node.numbers.find("value");
  return Values(at.size(), value == at.node.numbers.end() ? 0.0 : value->second.front());
}

/// The operator Range: start + i delta.
std::optional<Values> range(const Evaluation& at) {
  const Tensor* start = at.input(0);
  const Tensor* delta = at.input(2);
  if (start == nullptr || delta == nullptr || start->values->empty() || delta->values->empty()) {
    return std::nullopt;
  }
  Values values(at.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = start->values->front() + static_cast<double>(i) * delta->values->front();
  }
  return values;
}

/// The operator Gather: the place of an element is that of the data with the dimensions of the
/// indices in place of the axis. Negative indices count from the end.
std::optional<Values> gathered(const Evaluation& at) {
  const Tensor* data = at.input(0);
  const Tensor* indices = at.input(1);
  if (data == nullptr || indices == nullptr || data->dims.empty()) {
    return std::nullopt;
  }
  const auto axis =
      static_cast<std::size_t>(from_the_front(at.node.integer("axis", 0), data->dims.size()));
  if (axis >= data->dims.size() ||
      data->dims.size() + indices->dims.size() != at.result.dims.size() + 1) {
    return std::nullopt;
  }
  return fill(at, [&](const Dims& place) -> std::optional<double> {
    const auto begin = place.begin() + static_cast<std::ptrdiff_t>(axis);
    const auto end = begin + static_cast<std::ptrdiff_t>(indices->dims.size());
    const auto index = broadcast_at(*indices, Dims(begin, end));
    if (!index) {
      return std::nullopt;
    }
    const std::int64_t found = whole(*index) + (*index < 0.0 ? data->dims[axis] : 0);
    Dims source(place.begin(), begin);
    source.push_back(found);
    source.insert(source.end(), end, place.end());
    return found < 0 || found >= data->dims[axis] ? std::nullopt : broadcast_at(*data, source);
  });
}

/// Starts and steps of a slice are inputs, or attributes in old files.
std::optional<Dims> slice_argument(const Evaluation& at, std::size_t input, const char* attribute) {
  if (const Tensor* given = at.input(input)) {
    Dims values;
    std::ranges::transform(*given->values, std::back_inserter(values), whole);
    return values;
  }
  const bool is_computed = input < at.inputs.size() && at.inputs[input] != nullptr;
  return is_computed ? std::nullopt : std::optional<Dims>{at.node.integers(attribute)};
}

/// The operator Slice: place i along an axis reads first + i step, where the first place is brought
/// within the axis as ONNX prescribes.
std::optional<Values> sliced(const Evaluation& at) {
  const Tensor* data = at.input(0);
  const auto starts = slice_argument(at, 1, "starts");
  const auto axes = slice_argument(at, 3, "axes");
  const auto steps = slice_argument(at, 4, "steps");
  if (data == nullptr || !starts || !axes || !steps || at.result.dims.size() != data->dims.size()) {
    return std::nullopt;
  }
  Dims first(data->dims.size(), 0);
  Dims step(data->dims.size(), 1);
  for (std::size_t i = 0; i < starts->size(); ++i) {
    const auto axis = static_cast<std::size_t>(
        from_the_front(i < axes->size() ? (*axes)[i] : static_cast<std::int64_t>(i), first.size()));
    if (axis >= first.size()) {
      return std::nullopt;
    }
    const std::int64_t length = data->dims[axis];
    step[axis] = i < steps->size() ? (*steps)[i] : 1;
    const std::int64_t start = (*starts)[i] < 0 ? (*starts)[i] + length : (*starts)[i];
    const std::int64_t last = step[axis] < 0 ? length - 1 : length;
    first[axis] = std::clamp<std::int64_t>(start, 0, std::max<std::int64_t>(last, 0));
  }
  return fill(at, [&](Dims place) -> std::optional<double> {
    for (std::size_t i = 0; i < place.size(); ++i) {
      place[i] = first[i] + place[i] * step[i];
      if (place[i] < 0 || place[i] >= data->dims[i]) {
        return std::nullopt;
      }
    }
    return broadcast_at(*data, place);
  });
}

/// The operator Concat: the place along the axis counts through the parts one after the other.
std::optional<Values> concatenated(const Evaluation& at) {
  const auto axis =
      static_cast<std::size_t>(from_the_front(at.node.integer("axis", 0), at.result.dims.size()));
  return fill(at, [&](Dims place) -> std::optional<double> {
    for (std::size_t i = 0; i < at.inputs.size(); ++i) {
      const Tensor* part = at.input(i);
      if (part == nullptr || axis >= part->dims.size()) {
        return std::nullopt;
      }
      if (place[axis] < part->dims[axis]) {
        return broadcast_at(*part, place);
      }
      place[axis] -= part->dims[axis];
    }
    return std::nullopt;
  });
}

/// The operator Transpose; without a permutation it reverses the dimensions.
std::optional<Values> transposed(const Evaluation& at) {
  const Tensor* data = at.input(0);
  if (data == nullptr) {
    return std::nullopt;
  }
  const Dims permutation = at.node.integers("perm");
  return fill(at, [&](const Dims& place) -> std::optional<double> {
    Dims source(place.size());
    for (std::size_t i = 0; i < place.size(); ++i) {
      const auto axis = static_cast<std::size_t>(
          i < permutation.size() ? permutation[i]
                                 : static_cast<std::int64_t>(place.size() - 1 - i));
      if (axis >= source.size()) {
        return std::nullopt;
      }
      source[axis] = place[i];
    }
    return broadcast_at(*data, source);
  });
}

/// The operator Where.
std::optional<Values> chosen(const Evaluation& at) {
  const Tensor* condition = at.input(0);
  const Tensor* yes = at.input(1);
  const Tensor* no = at.input(2);
  if (condition == nullptr || yes == nullptr || no == nullptr) {
    return std::nullopt;
  }
  return fill(at, [&](const Dims& place) -> std::optional<double> {
    const auto is_yes = broadcast_at(*condition, place);
    return is_yes ? broadcast_at(*is_yes != 0.0 ? *yes : *no, place) : std::nullopt;
  });
}

/// Reduces over all elements, which is how sizes are reduced.
std::optional<Values> reduced(const Evaluation& at) {
  const Tensor* data = at.input(0);
  if (data == nullptr || at.size() != 1 || data->values->empty()) {
    return std::nullopt;
  }
  double value = data->values->front();
  for (std::size_t i = 1; i < data->values->size(); ++i) {
    const double next = (*data->values)[i];
    value = at.node.op == "ReduceProd"  ? value * next
            : at.node.op == "ReduceSum" ? value + next
            : at.node.op == "ReduceMax" ? std::max(value, next)
                                        : std::min(value, next);
  }
  return Values{value};
}

/// An operator that shapes are computed with, and the function that evaluates it.
struct Arithmetic {
  std::string_view op;
  std::optional<Values> (*evaluate)(const Evaluation& at);
};

template <double (*function)(double)>
std::optional<Values> mapped(const Evaluation& at) {
  return map(at, function);
}

template <double (*function)(double, double)>
std::optional<Values> combined(const Evaluation& at) {
  return combine(at, function);
}

double plus(double a, double b) { return a + b; }
double minus(double a, double b) { return a - b; }
double times(double a, double b) { return a * b; }
double largest(double a, double b) { return std::max(a, b); }
double smallest(double a, double b) { return std::min(a, b); }
double is_equal(double a, double b) { return a == b ? 1.0 : 0.0; }
double is_less(double a, double b) { return a < b ? 1.0 : 0.0; }
double is_greater(double a, double b) { return a > b ? 1.0 : 0.0; }
double is_at_most(double a, double b) { return a <= b ? 1.0 : 0.0; }
double is_at_least(double a, double b) { return a >= b ? 1.0 : 0.0; }
double both(double a, double b) { return a != 0.0 && b != 0.0 ? 1.0 : 0.0; }
double either(double a, double b) { return a != 0.0 || b != 0.0 ? 1.0 : 0.0; }
double negated(double a) { return -a; }
double inverted(double a) { return a == 0.0 ? 1.0 : 0.0; }
double floored(double a) { return std::floor(a); }
double raised(double a) { return std::ceil(a); }
double rooted(double a) { return std::sqrt(a); }

std::optional<Values> cast(const Evaluation& at) {
  return at.result.is_integer ? map(at, [](double a) { return std::trunc(a); }) : same_values(at);
}

constexpr std::array kArithmetic{
    Arithmetic{"Identity", same_values},
    Arithmetic{"Reshape", same_values},
    Arithmetic{"Squeeze", same_values},
    Arithmetic{"Unsqueeze", same_values},
    Arithmetic{"Flatten", same_values},
    Arithmetic{"Cast", cast},
    Arithmetic{"Shape", shape_of},
    Arithmetic{"Size", shape_of},
    Arithmetic{"ConstantOfShape", repeated},
    Arithmetic{"Expand", repeated},
    Arithmetic{"Range", range},
    Arithmetic{"Gather", gathered},
    Arithmetic{"Slice", sliced},
    Arithmetic{"Concat", concatenated},
    Arithmetic{"Transpose", transposed},
    Arithmetic{"Where", chosen},
    Arithmetic{"Add", combined<plus>},
    Arithmetic{"Sub", combined<minus>},
    Arithmetic{"Mul", combined<times>},
    Arithmetic{"Div", divided},
    Arithmetic{"Max", combined<largest>},
    Arithmetic{"Min", combined<smallest>},
    Arithmetic{"Equal", combined<is_equal>},
    Arithmetic{"Less", combined<is_less>},
    Arithmetic{"And", combined<both>},
    Arithmetic{"Greater", combined<is_greater>},
    Arithmetic{"Or", combined<either>},
    Arithmetic{"LessOrEqual", combined<is_at_most>},
    Arithmetic{"Not", mapped<inverted>},
    Arithmetic{"GreaterOrEqual", combined<is_at_least>},
    Arithmetic{"Neg", mapped<negated>},
    Arithmetic{"Floor", mapped<floored>},
    Arithmetic{"Ceil", mapped<raised>},
    Arithmetic{"Sqrt", mapped<rooted>},
    Arithmetic{"ReduceProd", reduced},
    Arithmetic{"ReduceSum", reduced},
    Arithmetic{"ReduceMax", reduced},
    Arithmetic{"ReduceMin", reduced},
};

}  // namespace

std::optional<std::vector<double>> evaluate(const Node& node,
                                            const std::vector<const Tensor*>& inputs,
                                            std::size_t output,
                                            const Tensor& result) {
  const auto* const known = std::ranges::find(kArithmetic, node.op, &Arithmetic::op);
  if (!node.domain.empty() || known == kArithmetic.end() || output != 0 ||
      elements(result.dims) > kMostKeptValues) {
    return std::nullopt;
  }
  std::optional<Values> values = known->evaluate({node, inputs, result});
  if (values && static_cast<std::int64_t>(values->size()) != elements(result.dims)) {
    return std::nullopt;
  }
  return values;
}

}  // namespace cutpoint::onnx_file
