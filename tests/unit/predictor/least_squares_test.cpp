#include "predictor/least_squares.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/contract.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr std::array kRegressors = {0.0, 1.0, 2.0, 3.5, 5.0, 8.0, 9.0};

// Rows (1, x, x²) with y = b0 + b1 x + b2 x² plus a disturbance that no parabola follows.
RegressionData parabola(const std::array<double, 3>& b, double disturbance, double x_unit = 1.0) {
  RegressionData data{3};
  double sign = 1.0;
  for (const double x : kRegressors) {
    const double y = b[0] + b[1] * x + b[2] * x * x + sign * disturbance;
    data.add_row({1.0, x * x_unit, x * x * x_unit * x_unit}, y);
    sign = -sign;
  }
  return data;
}

std::vector<double> residuals(const RegressionData& data, const RegressionFit& fit) {
  std::vector<double> values = data.targets();
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < data.columns(); ++j) {
      values[i] -= fit.coefficients[j] * data.regressors()[i * data.columns() + j];
    }
  }
  return values;
}

// Product of column j with the residuals, both weighted.
double gradient(const RegressionData& data, const std::vector<double>& residuals, std::size_t j) {
  double sum = 0.0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    const double weight = data.weights()[i];
    sum += weight * weight * residuals[i] * data.regressors()[i * data.columns() + j];
  }
  return sum;
}

TEST_CASE("least squares recovers known coefficients from noiseless data") {
  for (const auto& fit : {least_squares(parabola({3.0, 2.0, 0.25}, 0.0)),
                          non_negative_least_squares(parabola({3.0, 2.0, 0.25}, 0.0))}) {
    REQUIRE(fit.coefficients.size() == 3);
    CHECK(fit.coefficients[0] == Approx(3.0).epsilon(1e-12));
    CHECK(fit.coefficients[1] == Approx(2.0).epsilon(1e-12));
    CHECK(fit.coefficients[2] == Approx(0.25).epsilon(1e-12));
    CHECK_FALSE(fit.rank_deficient);
  }
}

TEST_CASE("residuals are orthogonal to every regressor") {
  RegressionData data{2};
  data.add_row({1.0, 1.0}, 3.0, 2.0);
  data.add_row({1.0, 2.0}, 1.0, 0.5);
  data.add_row({1.0, 4.0}, 7.0, 1.0);
  data.add_row({1.0, 9.0}, 2.0, 3.0);
  const RegressionFit fit = least_squares(data);
  const std::vector<double> left = residuals(data, fit);
  CHECK(std::abs(left[0]) > 0.1);
  CHECK(gradient(data, left, 0) == Approx(0.0).margin(1e-12));
  CHECK(gradient(data, left, 1) == Approx(0.0).margin(1e-12));
}

TEST_CASE("a weight of two counts as much as four equal rows") {
  RegressionData weighted{2};
  RegressionData repeated{2};
  weighted.add_row({1.0, 1.0}, 3.0, 2.0);
  for (int i = 0; i < 4; ++i) {
    repeated.add_row({1.0, 1.0}, 3.0);
  }
  for (RegressionData* data : {&weighted, &repeated}) {
    data->add_row({1.0, 2.0}, 1.0);
    data->add_row({1.0, 4.0}, 7.0);
  }
  const auto a = least_squares(weighted).coefficients;
  const auto b = least_squares(repeated).coefficients;
  CHECK(a[0] == Approx(b[0]));
  CHECK(a[1] == Approx(b[1]));
}

TEST_CASE("the units of a regressor scale its coefficient and nothing else") {
  const RegressionFit plain = least_squares(parabola({3.0, 2.0, 0.25}, 1.0));
  const RegressionFit nano = least_squares(parabola({3.0, 2.0, 0.25}, 1.0, 1e9));
  CHECK(nano.coefficients[0] == Approx(plain.coefficients[0]));
  CHECK(nano.coefficients[1] * 1e9 == Approx(plain.coefficients[1]));
  CHECK(nano.coefficients[2] * 1e18 == Approx(plain.coefficients[2]));
  CHECK(nano.condition_number == Approx(plain.condition_number));
  CHECK_FALSE(nano.rank_deficient);
}

TEST_CASE("a coefficient that would be negative is zero and the others are fitted without it") {
  const RegressionData data = parabola({3.0, -2.0, 0.5}, 0.25);
  REQUIRE(least_squares(data).coefficients[1] < 0.0);
  const RegressionFit fit = non_negative_least_squares(data);
  CHECK(fit.coefficients[1] == 0.0);
  // The optimum: no gradient along what is used, none downhill along what is not.
  const std::vector<double> left = residuals(data, fit);
  for (std::size_t j = 0; j < 3; ++j) {
    CAPTURE(j);
    CHECK(gradient(data, left, j) <= 1e-9);
    if (fit.coefficients[j] > 0.0) {
      CHECK(gradient(data, left, j) == Approx(0.0).margin(1e-9));
    }
  }
}

TEST_CASE("targets below zero leave every non-negative coefficient at zero") {
  RegressionData data{2};
  data.add_row({1.0, 2.0}, -1.0);
  data.add_row({1.0, 3.0}, -2.0);
  data.add_row({1.0, 5.0}, -1.0);
  CHECK(non_negative_least_squares(data).coefficients == std::vector<double>{0.0, 0.0});
}

TEST_CASE("dependent columns are flagged and still predict") {
  RegressionData data{3};
  for (const double x : kRegressors) {
    data.add_row({1.0, x, 3.0 * x}, 1.0 + 6.0 * x);
  }
  const RegressionFit fit = least_squares(data);
  CHECK(fit.rank_deficient);
  CHECK(fit.condition_number > kMaxConditionNumber);
  for (const double residual : residuals(data, fit)) {
    CHECK(residual == Approx(0.0).margin(1e-9));
  }
  CHECK((fit.coefficients[1] == 0.0 || fit.coefficients[2] == 0.0));
}

TEST_CASE("columns that nearly depend on each other are told from dependent ones by the limit") {
  for (const double difference : {1e-4, 1e-9}) {
    CAPTURE(difference);
    RegressionData data{3};
    for (const double x : kRegressors) {
      data.add_row({1.0, x, x + difference * x * x}, 1.0 + 6.0 * x);
    }
    const RegressionFit fit = least_squares(data);
    CHECK(fit.rank_deficient == (difference < 1e-8));
    CHECK((fit.coefficients[1] == 0.0 || fit.coefficients[2] == 0.0) == fit.rank_deficient);
  }
}

TEST_CASE("a polynomial of degree ten far from zero is flagged as ill-conditioned") {
  RegressionData data{11};
  for (int i = 0; i < 82; ++i) {
    const double x = -9.0 + i * 6.0 / 81.0;
    std::vector<double> row{1.0};
    for (int power = 1; power <= 10; ++power) {
      row.push_back(row.back() * x);
    }
    data.add_row(row, std::sin(x));
  }
  const RegressionFit fit = least_squares(data);
  CHECK(fit.rank_deficient);
  CHECK(fit.condition_number > 1e9);
}

TEST_CASE("a column of zeros gets no coefficient and does not count") {
  RegressionData data{3};
  for (const double x : kRegressors) {
    data.add_row({1.0, 0.0, x}, 1.0 + 2.0 * x);
  }
  for (const auto& fit : {least_squares(data), non_negative_least_squares(data)}) {
    CHECK(fit.coefficients[1] == 0.0);
    CHECK(fit.coefficients[2] == Approx(2.0));
    CHECK_FALSE(fit.rank_deficient);
    CHECK(fit.condition_number < 10.0);
  }
}

TEST_CASE("orthogonal columns have condition number one") {
  RegressionData data{2};
  data.add_row({1.0, 0.0}, 5.0);
  data.add_row({0.0, 100.0}, 7.0);
  CHECK(least_squares(data).condition_number == Approx(1.0));
}

TEST_CASE("fewer rows than columns are flagged") {
  RegressionData data{3};
  data.add_row({1.0, 2.0, 3.0}, 6.0);
  data.add_row({1.0, 3.0, 2.0}, 6.0);
  const RegressionFit fit = least_squares(data);
  CHECK(fit.rank_deficient);
  CHECK(std::isinf(fit.condition_number));
  CHECK(residuals(data, fit)[0] == Approx(0.0).margin(1e-12));
}

TEST_CASE("rows that make no sense break the contract") {
  ContractHandler former = set_contract_handler(
      [](const char* condition, const char*, int) { throw std::logic_error{condition}; });
  RegressionData data{2};
  CHECK_THROWS_WITH(data.add_row({1.0}, 1.0), "regressors.size() == columns_");
  CHECK_THROWS_WITH(data.add_row({1.0, 1.0}, 1.0, 0.0), "std::isfinite(weight) && weight > 0.0");
  CHECK_THROWS_WITH(data.add_row({1.0, std::numeric_limits<double>::quiet_NaN()}, 1.0),
                    "std::isfinite(value)");
  CHECK_THROWS_WITH(data.add_row({1.0, 1.0}, std::numeric_limits<double>::infinity()),
                    "std::isfinite(target)");
  CHECK_THROWS_WITH(non_negative_least_squares(RegressionData{7}),
                    "data.columns() <= kMostColumns");
  set_contract_handler(former);
}

}  // namespace
}  // namespace cutpoint
