// Linear regressions whose coefficients are certified to 15 digits: Statistical Reference Datasets,
// National Institute of Standards and Technology, https://www.itl.nist.gov/div898/strd.
#include <array>

#include "predictor/least_squares.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("Norris: a straight line, lower difficulty") {
  constexpr std::array<std::array<double, 2>, 36> kRows = {{
      // y, x
      {0.1, 0.2},     {338.8, 337.4}, {118.1, 118.2}, {888.0, 884.6}, {9.2, 10.1},
      {228.1, 226.5}, {668.5, 666.3}, {998.5, 996.3}, {449.1, 448.6}, {778.9, 777.0},
      {559.2, 558.2}, {0.3, 0.4},     {0.1, 0.6},     {778.1, 775.5}, {668.8, 666.9},
      {339.3, 338.0}, {448.9, 447.5}, {10.8, 11.6},   {557.7, 556.0}, {228.3, 228.1},
      {998.0, 995.8}, {888.8, 887.6}, {119.6, 120.2}, {0.3, 0.3},     {0.6, 0.3},
      {557.6, 556.8}, {339.3, 339.1}, {888.0, 887.2}, {998.5, 999.0}, {778.9, 779.0},
      {10.2, 11.1},   {117.6, 118.3}, {228.9, 229.2}, {668.4, 669.1}, {449.2, 448.9},
      {0.2, 0.5},
  }};
  RegressionData data{2};
  for (const auto& [y, x] : kRows) {
    data.add_row({1.0, x}, y);
  }
  const RegressionFit fit = least_squares(data);
  CHECK(fit.coefficients[0] == Approx(-0.262323073774029).epsilon(1e-11));
  CHECK(fit.coefficients[1] == Approx(1.00211681802045).epsilon(1e-13));
  CHECK_FALSE(fit.rank_deficient);
}

TEST_CASE("Longley: six nearly dependent regressors, higher difficulty") {
  constexpr std::array<std::array<double, 7>, 16> kRows = {{
      // y, x1 … x6
      {60323, 83.0, 234289, 2356, 1590, 107608, 1947},
      {61122, 88.5, 259426, 2325, 1456, 108632, 1948},
      {60171, 88.2, 258054, 3682, 1616, 109773, 1949},
      {61187, 89.5, 284599, 3351, 1650, 110929, 1950},
      {63221, 96.2, 328975, 2099, 3099, 112075, 1951},
      {63639, 98.1, 346999, 1932, 3594, 113270, 1952},
      {64989, 99.0, 365385, 1870, 3547, 115094, 1953},
      {63761, 100.0, 363112, 3578, 3350, 116219, 1954},
      {66019, 101.2, 397469, 2904, 3048, 117388, 1955},
      {67857, 104.6, 419180, 2822, 2857, 118734, 1956},
      {68169, 108.4, 442769, 2936, 2798, 120445, 1957},
      {66513, 110.8, 444546, 4681, 2637, 121950, 1958},
      {68655, 112.6, 482704, 3813, 2552, 123366, 1959},
      {69564, 114.2, 502601, 3931, 2514, 125368, 1960},
      {69331, 115.7, 518173, 4806, 2572, 127852, 1961},
      {70551, 116.9, 554894, 4007, 2827, 130081, 1962},
  }};
  constexpr std::array kCertified = {-3482258.63459582,
                                     15.0618722713733,
                                     -0.358191792925910e-01,
                                     -2.02022980381683,
                                     -1.03322686717359,
                                     -0.511041056535807e-01,
                                     1829.15146461355};
  RegressionData data{7};
  for (const auto& [y, x1, x2, x3, x4, x5, x6] : kRows) {
    data.add_row({1.0, x1, x2, x3, x4, x5, x6}, y);
  }
  const RegressionFit fit = least_squares(data);
  for (std::size_t j = 0; j < kCertified.size(); ++j) {
    CAPTURE(j);
    CHECK(fit.coefficients[j] == Approx(kCertified[j]).epsilon(1e-8));
  }
  // Belsley, Kuh and Welsch (Regression Diagnostics, 1980) print 43275 for the scaled design.
  CHECK(fit.condition_number == Approx(43275.0).epsilon(1e-4));
  CHECK_FALSE(fit.rank_deficient);
}

}  // namespace
}  // namespace cutpoint
