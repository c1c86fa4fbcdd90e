// Scenarios of bare queues.
#include "scenario/keys/resolved.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

constexpr const char* kStation = R"(
[station.disk]
service = { law = "exponential", mean = "10 ms" }
)";

QueueSystem queues_of(const std::string& text) { return *queues_of(point_of(text)); }

TEST_CASE("a station and a source are enough") {
  const Point point = point_of(std::string{"[source]\nload = 0.8\n"} + kStation);
  REQUIRE(queues_of(point) != nullptr);
  const QueueSystem& system = *queues_of(point);
  CHECK(system.arrivals.mean().count() == Approx(0.0125));
  CHECK(system.arrivals.description() == "Poisson");
  CHECK(system.copies == 1);
  CHECK(system.class_shares == std::vector<double>{1.0});
  REQUIRE(system.stations.size() == 1);
  CHECK(system.stations[0].name == "disk");
  CHECK(system.stations[0].servers == 1);
  CHECK(system.stations[0].discipline == Discipline::Fcfs);
  CHECK(system.stations[0].capacity == StationSettings::kUnlimited);
  CHECK(point.run.precision.metrics == std::vector<std::string>{"sojourn_time_mean"});
}

TEST_CASE("every key of bare queues is read") {
  const Point point = point_of(R"(
[run]
precision = { metric = "sojourn_time_mean, sojourn_time_p99", relative = "1 %" }
max_jobs = 5000
replications = 4
[source]
rate = "100 /s"
arrivals = { law = "weibull", shape = 0.8 }
copies = 3
classes = [1, 3]
[station.b]
service = { law = "erlang", phases = 3, mean = "2 ms" }
servers = 2
discipline = "priority"
capacity = 7
[station.a]
service = "google_search"
discipline = "priority"
)");
  const QueueSystem& system = *queues_of(point);
  CHECK(point.run.precision.metrics ==
        std::vector<std::string>{"sojourn_time_mean", "sojourn_time_p99"});
  CHECK(point.run.max_observations == 5000);
  CHECK(point.run.replications == 4);
  CHECK(system.arrivals.mean().count() == Approx(0.01));
  CHECK(system.copies == 3);
  CHECK(system.class_shares == std::vector{0.25, 0.75});
  REQUIRE(system.stations.size() == 2);
  CHECK(system.stations[0].name == "b");  // in the order of the file
  CHECK(system.stations[0].service.scv() == Approx(1.0 / 3.0));
  CHECK(system.stations[0].servers == 2);
  CHECK(system.stations[0].capacity == 7);
  CHECK(system.stations[1].service.mean().count() == Approx(4.2e-3));
}

TEST_CASE("laws have the mean and variation that they are given") {
  const auto service = [](const std::string& law) {
    return queues_of("source.rate = '1 /s'\nstation.s.service = { " + law + " }")
        .stations[0]
        .service;
  };
  for (const std::string law : {"gamma", "lognormal", "two_moment", "hyperexponential"}) {
    const Distribution distribution = service("law = '" + law + "', mean = '20 ms', cv = 1.5");
    CAPTURE(law);
    CHECK(distribution.mean().count() == Approx(0.02));
    CHECK(std::sqrt(distribution.scv()) == Approx(1.5));
  }
  CHECK(service("law = 'weibull', mean = '20 ms', shape = 0.7").mean().count() == Approx(0.02));
  CHECK(service("law = 'deterministic', mean = '20 ms'").scv() == 0.0);
  CHECK(service("law = 'bounded_pareto', shape = 1.5, low = '1 ms', high = '1 s'")
            .cdf(Seconds{1.0}) == 1.0);
}

TEST_CASE("arrivals may be modulated or follow a schedule") {
  const QueueSystem modulated = queues_of(std::string{R"(
source.arrivals = { law = "mmpp", rates = ["10 /s", "90 /s"], holding = ["1 s", "1 s"] }
)"} + kStation);
  CHECK(modulated.arrivals.mean().count() == Approx(1.0 / 50.0));
  const QueueSystem scheduled = queues_of(std::string{R"(
source = { load = 0.5, arrivals = { law = "schedule", rates = ["1 /s", "3 /s"], every = "1 h" } }
)"} + kStation);
  CHECK(scheduled.arrivals.mean().count() == Approx(0.02));
}

TEST_CASE("an axis may be inside a law") {
  const Scenario scenario = parsed(R"(
source.load = 0.5
station.s.service = { law = "two_moment", mean = "1 s", cv = [0, 1, 2] }
)");
  REQUIRE(scenario.points.size() == 3);
  CHECK(queues_of(scenario.points[2])->stations[0].service.scv() == Approx(4.0));
}

TEST_CASE("mistakes in bare queues are refused where they stand") {
  const auto error = [](const std::string& text) { return error_of(text + kStation); };
  CHECK(error("source = {}") ==
        "s.toml:1:10: error: source.rate is missing; give it, or source.load, or arrivals with a "
        "mean");
  CHECK(error("source = { load = 0.5, rate = '1 /s' }") ==
        "s.toml:1:24: error: source.rate and source.load exclude each other; give one of them");
  CHECK(error("source = { load = 0.5, copis = 2 }") ==
        "s.toml:1:24: error: unknown key \"copis\" in [source]; did you mean \"copies\"?");
  CHECK(error("source = { load = 0.5, classes = [1, 2] }") ==
        "s.toml:1:24: error: source.classes has a meaning only if every station has discipline = "
        "\"priority\"");
  CHECK(error("source.load = 0.5\nclients.count = 3") ==
        "s.toml:2:1: error: [clients] belongs to a fleet, [source] and [station.NAME] to bare "
        "queues; a scenario has one or the other");
  CHECK(error("source.load = 0.5\nactual.misfit = false") ==
        "s.toml:2:1: error: [actual] belongs to a fleet, [source] and [station.NAME] to bare "
        "queues; a scenario has one or the other");
  CHECK(error("source = { load = 0.5, arrivals = 'poison' }") ==
        "s.toml:1:35: error: unknown arrivals \"poison\"; did you mean \"poisson\"?");
  CHECK(error("source.arrivals = { law = 'gama', cv = 2 }") ==
        "s.toml:1:27: error: unknown law \"gama\"; did you mean \"gamma\"?");
  CHECK(error("source.arrivals = { law = 'gamma', cv = 2, shape = 3 }") ==
        "s.toml:1:44: error: unknown key \"shape\" in [source.arrivals]; known: law, mean, cv");
  CHECK(error("run.precision.metric = 'latency_mean'\nsource.load = 0.5")
            .starts_with("s.toml:1:24: error: unknown metric \"latency_mean\"; known: "
                         "sojourn_time_mean"));
  CHECK(error_of("source.load = 0.5") ==
        "s.toml:1:1: error: no [station.NAME]; bare queues need at least one");
  CHECK(error_of("source.load = 0.5\nstation.s.servers = 2") ==
        "s.toml:2:9: error: station.s.service is missing");
  CHECK(error_of("source.load = 0.5\nstation.s.service = { law = 'exponential' }") ==
        "s.toml:2:21: error: station.s.service.mean is missing");
  CHECK(error_of("source.load = 0.5\nstation.s.service = { law = 'empirical', file = 'no.cdf', "
                 "unit = 's' }")
            .starts_with("s.toml:2:49: error: cannot read no.cdf: there is no such file"));
}

TEST_CASE("the resolved values of bare queues are complete") {
  const auto values = resolved_values(point_of(std::string{"source.load = 0.8\n"} + kStation));
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"run.experiment", "steady_state"},
      {"run.seed", "1"},
      {"run.precision.metric", "sojourn_time_mean"},
      {"run.precision.relative", "5 %"},
      {"run.replications", "1"},
      {"run.max_jobs", "10000000"},
      {"source.arrivals", "Poisson"},
      {"source.rate", "80 /s"},
      {"source.copies", "1"},
      {"station.disk.service", "exponential"},
      {"station.disk.service.mean", "0.01 s"},
      {"station.disk.service.cv", "1"},
      {"station.disk.servers", "1"},
      {"station.disk.discipline", "fcfs"},
  };
  CHECK(values == expected);
}

}  // namespace
}  // namespace cutpoint
