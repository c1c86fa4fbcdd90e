#include "workloads/dnn/onnx/model.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>

namespace cutpoint::onnx_file {

std::int64_t elements(const Dims& dims) {
  return std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>{});
}

std::optional<std::int64_t> bounded_elements(const Dims& dims, std::int64_t most) {
  std::int64_t count = 1;
  for (const std::int64_t dim : dims) {
    if (dim < 0 || (dim > 0 && count > most / dim)) {
      return std::nullopt;
    }
    count *= dim;
  }
  return count;
}

std::int64_t whole(double value) {
  constexpr double limit = 9.2233720368547e18;
  if (std::isnan(value)) {
    return 0;
  }
  return static_cast<std::int64_t>(std::clamp(value, -limit, limit));
}

std::vector<std::int64_t> Node::integers(std::string_view attribute) const {
  const auto found = numbers.find(attribute);
  if (found == numbers.end()) {
    return {};
  }
  std::vector<std::int64_t> result;
  std::ranges::transform(found->second, std::back_inserter(result), whole);
  return result;
}

std::int64_t Node::integer(std::string_view attribute, std::int64_t otherwise) const {
  const std::vector<std::int64_t> values = integers(attribute);
  return values.empty() ? otherwise : values.front();
}

std::string Node::text(std::string_view attribute, std::string_view otherwise) const {
  const auto found = texts.find(attribute);
  return std::string{found == texts.end() ? otherwise : found->second};
}

std::int64_t from_the_front(std::int64_t axis, std::size_t rank) {
  return axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis;
}

}  // namespace cutpoint::onnx_file
