#include "predictor/model_selection.hpp"

#include <cmath>
#include <set>

#include "base/input_error.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

// Predicts its factor times the FLOP, whatever it was fitted to.
class Multiple final : public LayerModel {
 public:
  explicit Multiple(double factor) : factor_{factor} {}
  [[nodiscard]] double predict(const LayerFeatures& features) const override {
    return factor_ * features.flop;
  }
  [[nodiscard]] double condition_number() const override { return 42.0; }
  [[nodiscard]] bool is_rank_deficient() const override { return true; }
  [[nodiscard]] std::vector<ModelParameter> parameters() const override { return {}; }

 private:
  double factor_;
};

// Predicts the mean of what it was fitted to.
class Mean final : public LayerModel {
 public:
  explicit Mean(std::span<const Observation> observations) {
    for (const Observation& observation : observations) {
      mean_ += observation.seconds / static_cast<double>(observations.size());
    }
  }
  [[nodiscard]] double predict(const LayerFeatures& /*features*/) const override { return mean_; }
  [[nodiscard]] double condition_number() const override { return 1.0; }
  [[nodiscard]] bool is_rank_deficient() const override { return false; }
  [[nodiscard]] std::vector<ModelParameter> parameters() const override { return {}; }

 private:
  double mean_ = 0.0;
};

template <int thousandths>
std::unique_ptr<LayerModel> fit_multiple(std::span<const Observation> /*observations*/) {
  return std::make_unique<Multiple>(thousandths / 1000.0);
}

std::unique_ptr<LayerModel> fit_mean(std::span<const Observation> observations) {
  return std::make_unique<Mean>(observations);
}

constexpr ModelForm kTenPercentOff{"ours", false, fit_multiple<1100>, nullptr};

// Ten observations, two a fold, whose seconds are their FLOP: 1, 2, … 10.
Folds one_to_ten() {
  Folds folds(kFolds);
  for (int i = 1; i <= 10; ++i) {
    Observation observation{.features = {}, .seconds = static_cast<double>(i), .watts = 0.0};
    observation.features.flop = i;
    folds[static_cast<std::size_t>(i) % kFolds].push_back(observation);
  }
  return folds;
}

std::vector<ProfileRow> rows_of_relu(int count) {
  std::vector<ProfileRow> rows;
  for (int i = 1; i <= count; ++i) {
    Layer layer;
    layer.name = "relu";
    layer.input = layer.output = {.channels = i, .height = 1, .width = 1};
    rows.push_back({.layer = layer, .items = 1, .time = Seconds{1.0 * i}, .power = Watts{1.0}});
  }
  return rows;
}

TEST_CASE("the paper's form is taken up to a tenth more error, not beyond") {
  const std::array as_good = {kTenPercentOff,
                              ModelForm{"paper", true, fit_multiple<1109>, nullptr}};
  const SelectedModel paper = select_model(as_good, one_to_ten(), &Observation::seconds);
  CHECK(paper.report.form == "paper");
  CHECK(paper.report.held_out_mape == Approx(0.109));
  CHECK(paper.report.paper_held_out_mape == Approx(0.109));

  const std::array worse = {kTenPercentOff, ModelForm{"paper", true, fit_multiple<1111>, nullptr}};
  const SelectedModel ours = select_model(worse, one_to_ten(), &Observation::seconds);
  CHECK(ours.report.form == "ours");
  CHECK(ours.report.held_out_mape == Approx(0.1));
  CHECK(ours.report.paper_held_out_mape == Approx(0.111));
}

TEST_CASE("of several forms of one origin the one with the least error stands for it") {
  const std::array forms = {ModelForm{"paper a", true, fit_multiple<1900>, nullptr},
                            ModelForm{"paper b", true, fit_multiple<1400>, nullptr},
                            ModelForm{"ours a", false, fit_multiple<1200>, nullptr},
                            kTenPercentOff,
                            ModelForm{"ours c", false, fit_multiple<800>, nullptr}};
  const SelectedModel selected = select_model(forms, one_to_ten(), &Observation::seconds);
  CHECK(selected.report.form == "ours");
  CHECK(selected.report.paper_held_out_mape == Approx(0.4));
}

TEST_CASE("the report carries rows, R squared and the conditioning of the chosen model") {
  const std::array forms = {ModelForm{"paper", true, fit_multiple<3000>, nullptr}, kTenPercentOff};
  const SelectedModel selected = select_model(forms, one_to_ten(), &Observation::seconds);
  CHECK(selected.report.rows == 10);
  // Residuals are a tenth of 1 … 10: 3.85 squared; deviations from 5.5: 82.5 squared.
  CHECK(selected.report.held_out_r_squared == Approx(1.0 - 3.85 / 82.5));
  CHECK(selected.report.condition_number == 42.0);
  CHECK(selected.report.rank_deficient);
}

TEST_CASE("an observation is predicted by a model that has not seen it") {
  const std::array forms = {ModelForm{"mean", false, fit_mean, nullptr}};
  const SelectedModel selected = select_model(forms, one_to_ten(), &Observation::seconds);
  double expected = 0.0;
  for (int i = 1; i <= 5; ++i) {  // i and i + 5 share a fold, so 55 - 2 i - 5 over 8 is predicted
    const double mean = (50.0 - 2.0 * i) / 8.0;
    expected += (std::abs(mean - i) / i + std::abs(mean - i - 5.0) / (i + 5.0)) / 10.0;
  }
  CHECK(selected.report.held_out_mape == Approx(expected));
  CHECK(selected.report.held_out_r_squared < 0.0);
  CHECK(selected.model->predict({}) == Approx(5.5));  // the model itself has seen all
}

TEST_CASE("equal measurements have no variance to explain") {
  Folds folds = one_to_ten();
  for (auto& fold : folds) {
    for (Observation& observation : fold) {
      observation.seconds = 2.0;
    }
  }
  const std::array exact = {ModelForm{"mean", false, fit_mean, nullptr}};
  CHECK(select_model(exact, folds, &Observation::seconds).report.held_out_r_squared == 1.0);
  const std::array wrong = {kTenPercentOff};
  CHECK(select_model(wrong, folds, &Observation::seconds).report.held_out_r_squared == 0.0);
}

TEST_CASE("folds take turns and lose no row") {
  const int rows = GENERATE(23, 48);
  const Folds folds = deal_into_folds(rows_of_relu(rows));
  CHECK(folds.size() == (rows == 23 ? 23 : kFolds));  // few layers are held out one by one
  std::set<double> seen;
  for (const auto& fold : folds) {
    CHECK(fold.size() >= (rows == 23 ? 1 : 9));
    CHECK(fold.size() <= (rows == 23 ? 1 : 10));
    for (const Observation& observation : fold) {
      seen.insert(observation.seconds);
    }
  }
  CHECK(seen.size() == static_cast<std::size_t>(rows));
}

TEST_CASE("configurations of similar size are not dealt to one fold after the other") {
  const Folds folds = deal_into_folds(rows_of_relu(50));
  for (const auto& fold : folds) {
    const auto small =
        std::ranges::count_if(fold, [](const Observation& o) { return o.seconds <= 25.0; });
    CHECK(small >= 2);
    CHECK(small <= 8);
  }
  // Dealt in order of size, every fold would hold sizes five apart.
  std::set<double> steps;
  for (std::size_t i = 1; i < folds[0].size(); ++i) {
    steps.insert(folds[0][i].seconds - folds[0][i - 1].seconds);
  }
  CHECK(steps.size() > 1);
}

TEST_CASE("repeated measurements of one configuration stay in one fold") {
  std::vector<ProfileRow> rows = rows_of_relu(10);
  for (int repeat = 0; repeat < 4; ++repeat) {
    rows.push_back(rows.front());
    rows.back().time += Seconds{0.1 * repeat};
  }
  int folds_with_it = 0;
  for (const auto& fold : deal_into_folds(rows)) {
    const auto same =
        std::ranges::count_if(fold, [](const Observation& o) { return o.features.flop == 1.0; });
    CHECK((same == 0 || same == 5));
    folds_with_it += same > 0 ? 1 : 0;
  }
  CHECK(folds_with_it == 1);
}

TEST_CASE("all rows of a layer are held out together, whatever their number of items") {
  std::vector<ProfileRow> rows = rows_of_relu(6);
  for (int items = 2; items <= 4; ++items) {
    for (ProfileRow row : rows_of_relu(6)) {
      row.items = items;
      rows.push_back(row);
    }
  }
  const Folds folds = deal_into_folds(rows);
  CHECK(folds.size() == 6);
  for (const auto& fold : folds) {
    CHECK(fold.size() == 4);
    CHECK(std::ranges::all_of(fold, [&](const Observation& observation) {
      return observation.seconds == fold.front().seconds;
    }));
  }
}

TEST_CASE("of one layer alone, other numbers of items are other configurations") {
  std::vector<ProfileRow> rows;
  for (int items = 1; items <= 7; ++items) {
    rows.push_back(rows_of_relu(1).front());
    rows.back().items = items;
  }
  CHECK(deal_into_folds(rows).size() == 7);
}

TEST_CASE("too few rows or configurations are refused") {
  CHECK_THROWS_WITH(deal_into_folds(rows_of_relu(3)),
                    "error: only 3 rows with 3 different configurations of type relu; a fit needs "
                    "4 and 3");
  std::vector<ProfileRow> alike(9, rows_of_relu(1).front());
  CHECK_THROWS_AS(deal_into_folds(alike), InputError);
}

}  // namespace
}  // namespace cutpoint
