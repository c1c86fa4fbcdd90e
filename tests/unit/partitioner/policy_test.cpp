#include "partitioner/policy.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/counted_allocations.hpp"

namespace cutpoint {
namespace {

// Latency: 0 at once, 1 in between, 2 on the phone. Energy likewise.
CostTable example() {
  CostTable table;
  table.cuts = {
      {.mobile_time = Seconds{0.0},
       .mobile_energy = Joules{0.0},
       .upload = Bytes{1000.0},
       .server_time = Seconds{1.0},
       .server_energy = Joules{1.0}},
      {.mobile_time = Seconds{1.0},
       .mobile_energy = Joules{1.0},
       .upload = Bytes{100.0},
       .server_time = Seconds{0.5},
       .server_energy = Joules{0.5}},
      {.mobile_time = Seconds{9.0},
       .mobile_energy = Joules{9.0},
       .upload = Bytes{0.0},
       .server_time = Seconds{0.0},
       .server_energy = Joules{0.0}},
  };
  return table;
}

Belief at(double uplink) { return {.uplink = BytesPerSecond{uplink}, .upload_power = Watts{1.0}}; }

std::vector<CutId> decisions(std::string_view policy, const Objective& objective) {
  const auto decider = find_policy(policy).install(example(), {objective});
  return {decider->decide(at(1e6)), decider->decide(at(100.0)), decider->decide(at(1.0))};
}

TEST_CASE("every policy has a name of its own and is described") {
  for (const Policy& policy : policies()) {
    CAPTURE(std::string{policy.name});
    CHECK(std::ranges::count(policies(), policy.name, &Policy::name) == 1);
    CHECK_FALSE(policy.description.empty());
  }
}

TEST_CASE("only oracle knows the actual costs") {
  for (const Policy& policy : policies()) {
    CAPTURE(std::string{policy.name});
    CHECK((policy.knowledge == Knowledge::Actual) == (policy.name == "oracle"));
  }
}

TEST_CASE("every policy decides for either objective") {
  for (const Objective objective : {Objective{Objective::Latency}, Objective{Objective::Energy}}) {
    CHECK(decisions("cloud_only", objective) == std::vector<CutId>{0, 0, 0});
    CHECK(decisions("mobile_only", objective) == std::vector<CutId>{2, 2, 2});
    CHECK(decisions("neurosurgeon", objective) == std::vector<CutId>{0, 1, 2});
    CHECK(decisions("min_cut", objective) == std::vector<CutId>{0, 1, 2});
    CHECK(decisions("oracle", objective) == std::vector<CutId>{0, 1, 2});
    CHECK(decisions("maui", objective) == std::vector<CutId>{0, 1, 2});
  }
}

TEST_CASE("a policy minimizes the objective that it was installed for") {
  CostTable table = example();
  table.cuts[1].mobile_energy = Joules{100.0};
  const auto& search = find_policy("neurosurgeon");
  CHECK(search.install(table, {Objective::Latency})->decide(at(100.0)) == 1);
  CHECK(search.install(table, {Objective::Energy})->decide(at(100.0)) == 2);
}

TEST_CASE("a decider outlives the table that it was installed from") {
  auto table = std::make_unique<CostTable>(example());
  const auto decider = find_policy("oracle").install(*table, {Objective::Latency});
  table.reset();
  CHECK(decider->decide(at(100.0)) == 1);
}

TEST_CASE("deciding allocates nothing") {
  for (const Policy& policy : policies()) {
    const auto decider = policy.install(example(), {Objective::Latency});
    const std::size_t before = allocation_count;
    CutId sum = 0;
    for (int i = 1; i <= 100; ++i) {
      sum += decider->decide(at(i));
    }
    const std::size_t after = allocation_count;
    CAPTURE(std::string{policy.name}, sum);
    CHECK(after == before);
  }
}

TEST_CASE("a policy is found by name, and a misspelled one is suggested") {
  CHECK(find_policy("cloud_only").name == "cloud_only");
  const SourceLocation where{.path = "s.toml", .line = 3, .column = 11};
  CHECK_THROWS_WITH(find_policy("neurosurgon", where),
                    "s.toml:3:11: error: unknown policy \"neurosurgon\"; did you mean "
                    "\"neurosurgeon\"?");
  CHECK_THROWS_WITH(find_policy("x"),
                    Catch::StartsWith("error: unknown policy \"x\"; known: cloud_only, "
                                      "mobile_only, neurosurgeon, min_cut, oracle, maui, "
                                      "threshold, static, random"));
}

}  // namespace
}  // namespace cutpoint
