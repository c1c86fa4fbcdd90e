// Windows that are not square, of which profile files have none.
#include "predictor/layer_shape.hpp"

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

Layer wide(const Shape& output) {
  return {.name = "wide",
          .type = LayerType::Convolution,
          .window = {.kernel = 1, .stride = 1, .kernel_width = 7, .stride_width = 2},
          .input = {.channels = 4, .height = 5, .width = 9},
          .output = output};
}

TEST_CASE("Each side of a window gives the output's size along it") {
  CHECK(check_shapes(wide({6, 5, 2})).message.empty());
  CHECK(check_shapes(wide({6, 4, 2})).part == LayerPart::OutHeight);
  CHECK(check_shapes(wide({6, 4, 2})).message == "the window gives 5, not 4");
  CHECK(check_shapes(wide({6, 5, 9})).part == LayerPart::OutWidth);
  CHECK(check_shapes(wide({6, 5, 9})).message == "the window gives 2, not 9");
}

TEST_CASE("A window fits its input along each side") {
  Layer layer = wide({6, 5, 2});
  layer.window.kernel_width = 10;
  CHECK(check_shapes(layer).message == "a kernel of 10 does not fit an input of 9 with a pad of 0");
  layer.window.kernel_width = 7;
  layer.window.pad = 1;
  CHECK(check_shapes(layer).message ==
        "a pad of 1 lets a kernel of 1 miss the input; it must be smaller");
}

TEST_CASE("A type without a window has none along either side") {
  Layer layer{.name = "relu",
              .type = LayerType::Relu,
              .window = {.kernel_width = 3},
              .input = {2, 3, 4},
              .output = {2, 3, 4}};
  CHECK(check_shapes(layer).part == LayerPart::Kernel);
  layer.window = {.stride_width = 2};
  CHECK(check_shapes(layer).part == LayerPart::Stride);
}

}  // namespace
}  // namespace cutpoint
