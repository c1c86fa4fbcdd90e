// Keys that let a scenario leave the paper's assumptions: load from outside, records, links whose
// rates vary, radio states, cuts that the scenario names.
#include <string>
#include <vector>

#include "scenario/keys/resolved.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a background has Poisson queries of all eight networks unless told otherwise") {
  CHECK(world_of(point_of(""))->server.background.load == 0.0);
  const BackgroundSettings usual =
      world_of(point_of("server.background.load = 0.6\nqueries.mix = { googlenet = 1 }"))
          ->server.background;
  CHECK(usual.load == 0.6);
  CHECK(usual.mix.size() == 8);
  CHECK(usual.arrivals.description() == "Poisson");
  const BackgroundSettings own = world_of(point_of(R"(
clients.load_form = "wait"
[server.background]
load = 0.25
mix = { vgg = 2, dig = 1 }
items = { dig = 7 }
arrivals = "google_search"
)"))
                                     ->server.background;
  REQUIRE(own.mix.size() == 2);
  CHECK(own.mix[0].weight == 2.0);
  CHECK(own.mix[1].query.items == 7);
  CHECK(own.arrivals.description() == "renewal, Weibull, shape 0.8376");
}

TEST_CASE("the load of the background may be an axis, from nothing on") {
  const Scenario scenario = parsed("queries.load = [0.1, 0.2]\nserver.background.load = [0, 0.9]");
  REQUIRE(scenario.axes.size() == 2);
  CHECK(scenario.axes[1].key == "server.background.load");
  CHECK(scenario.axes[1].name == "server.background.load");
  CHECK(world_of(scenario.points[1])->server.background.load == 0.9);
}

TEST_CASE("records are asked for of fleets in a steady state alone, and of all points") {
  CHECK(point_of("run.record = 100").run.record == 100);
  CHECK(error_of("run.record = 2e6") ==
        "s.toml:1:14: error: run.record = 2000000; must be from 0 to 1e6");
  CHECK(error_of("run.record = [1, 2]") ==
        "s.toml:1:14: error: run.record cannot be a list; give one value");
  CHECK(error_of("run = { experiment = 'decisions', record = 1 }") ==
        "s.toml:1:35: error: run.record has a meaning only for a fleet with experiment = "
        "\"steady_state\"; leave it out");
}

TEST_CASE("a background leaves room for others, and says how much") {
  const std::string rule =
      "; must be from 0 to 0.999: at 1 it fills the pool, and all others wait forever";
  CHECK(error_of("server.background.load = 1") ==
        "s.toml:1:26: error: server.background.load = 1" + rule);
  CHECK(error_of("[server.background]\nload = [0.5, 1.5]") ==
        "s.toml:2:14: error: server.background.load = 1.5" + rule);
  CHECK(error_of("[server.background]\nmix = { imc = 1 }") ==
        "s.toml:1:1: error: server.background.load is missing");
  CHECK(error_of("[server.background]\nload = 0.5\nmix = {}") ==
        "s.toml:3:7: error: server.background.mix is empty; name an application, or leave the key "
        "out for all");
  CHECK(error_of("[server.background]\nload = 0.5\nmix = { imc = 1 }\nitems = { vgg = 2 }") ==
        "s.toml:4:11: error: server.background.items.vgg has no effect, as server.background.mix "
        "does not ask for it; leave one out");
  CHECK(
      error_of("run.experiment = 'decisions'\n[server.background]\nload = 0.5") ==
      "s.toml:2:9: error: server.background has no meaning with experiment = \"decisions\"; leave "
      "it out");
}

/// A scenario whose clients use a link with this trace.
std::string with_trace(const std::string& trace, const std::string& clients = "") {
  return "clients = { link = 'drive'" + clients + " }\n[link.drive]\nbase = '3g'\ntrace = { " +
         trace + " }\n";
}

TEST_CASE("a link may have rates that follow each other, and its uplink is their mean") {
  const Link link =
      world_of(point_of(with_trace("rates = ['5 Mbit/s', '1 Mbit/s'], lengths = ['20 s', '60 s']")))
          ->clients.link;
  REQUIRE(link.trace != nullptr);
  CHECK(link.trace->period() == std::chrono::seconds{80});
  CHECK(link.uplink.value.value() == Approx(250'000.0));
  CHECK(link.promotion_time.value.count() == Approx(0.5821));
  CHECK_FALSE(link.is_in_phase);
}

TEST_CASE("a link may have generated rates") {
  const std::string law =
      "mean = '6 Mbit/s', variation = 0.5, correlation_time = '4 s', "
      "outages = { share = '5 %', length = '1 s' }, duration = '300 s'";
  const Link link = world_of(point_of(with_trace(law + ", offsets = 'none'")))->clients.link;
  CHECK(link.uplink.value.value() == Approx(750'000.0));
  CHECK(link.trace->period() == std::chrono::seconds{300});
  CHECK(link.is_in_phase);
  const Link other = world_of(point_of(with_trace(law + ", seed = 2")))->clients.link;
  const Duration at = std::chrono::seconds{100};
  CHECK(other.trace->finish(at, Bytes{1e6}) != link.trace->finish(at, Bytes{1e6}));
}

TEST_CASE("a link may follow a file") {
  const TemporaryFile packets{"3\n8\n"};
  const Link link =
      world_of(point_of(with_trace("file = '" + packets.path().string() + "'")))->clients.link;
  CHECK(link.trace->is_of_packets());
  CHECK(link.trace->period() == std::chrono::milliseconds{8});
  const TemporaryFile rates{"time,rate\n0,8\n500,4\n"};
  const Link other =
      world_of(point_of(with_trace("file = '" + rates.path().string() +
                                   "', format = 'csv', time_unit = 'ms', rate_unit = "
                                   "'Mbit/s', duration = '1 s'")))
          ->clients.link;
  CHECK(other.uplink.value.value() == Approx(750'000.0));
}

TEST_CASE("a trace that says too little, or nothing, is refused") {
  CHECK(error_of(with_trace("mean = '6 Mbit/s', variation = 0.5, duration = '9 s'")) ==
        "s.toml:4:9: error: link.drive.trace.correlation_time is missing");
  CHECK(error_of(with_trace("offsets = 'none'")) ==
        "s.toml:4:9: error: link.drive.trace.mean is missing");
  CHECK(error_of(with_trace("rates = ['0 Mbit/s'], lengths = ['1 s']")) ==
        "s.toml:4:11: error: link.drive.trace.rates are all 0; nothing would get through");
  CHECK(
      error_of(with_trace("rates = ['1 Mbit/s'], lengths = ['1 s', '2 s']")) ==
      "s.toml:4:33: error: link.drive.trace.lengths: every rate needs a length, there are 1 rates "
      "and 2 lengths");
  CHECK(error_of(with_trace("mean = '6 Mbit/s', duration = '50 ms'")) ==
        "s.toml:4:30: error: link.drive.trace.duration must be from 1 to 1e7 steps of 100 ms");
  CHECK(error_of(with_trace("mean = '6 Mbit/s', duration = '1 s', sead = 1")) ==
        "s.toml:4:48: error: unknown key \"sead\" in [link.drive.trace]; did you mean \"seed\"?");
  CHECK(error_of(with_trace("mean = '6 Mbit/s', duration = '1 s', outages = { share = '5 %' }")) ==
        "s.toml:4:58: error: link.drive.trace.outages.length is missing");
  const TemporaryFile file{"3\n2\n"};
  CHECK(error_of(with_trace("file = '" + file.path().string() + "'")) ==
        file.path().string() + ":2:1: error: \"2\" is before the packet above it");
}

TEST_CASE("what has no meaning on a link with a trace is refused") {
  const std::string trace = "mean = '6 Mbit/s', duration = '1 s'";
  CHECK(error_of(with_trace(trace, ", bandwidth = '1 Mbit/s'")) ==
        "s.toml:1:29: error: clients.bandwidth has no meaning with the link \"drive\", which has a "
        "trace; leave it out");
  CHECK(
      error_of(with_trace(trace, ", link_jitter = '10 %'")) ==
      "s.toml:1:29: error: clients.link_jitter has no meaning with the link \"drive\", whose rates "
      "follow a trace; leave it out");
  CHECK(error_of(with_trace(trace) + "uplink = '1 Mbit/s'\n") ==
        "s.toml:5:1: error: link.drive.uplink and its trace exclude each other: the uplink is the "
        "trace's mean; leave one out");
  CHECK(error_of("run.experiment = 'decisions'\nclients.radio_states = true") ==
        "s.toml:2:9: error: clients.radio_states has no meaning with experiment = \"decisions\", "
        "which "
        "knows no time between queries; leave it out");
  CHECK(error_of("clients.probe_period = '2 s'") ==
        "s.toml:1:9: error: clients.probe_period has a meaning only with clients.estimator = "
        "\"probe\"; set that, or leave it out");
}

TEST_CASE("what clients believe of the rate, and the radio's states, have keys") {
  const ClientSettings clients =
      world_of(
          point_of("clients = { estimator = 'probe', probe_period = '2 s', radio_states = true }"))
          ->clients;
  CHECK(clients.variation.rate_belief == RateBelief::Probed);
  CHECK(clients.variation.probe_period == Seconds{2.0});
  CHECK(clients.accounting.radio_states);
  CHECK(world_of(point_of("clients.estimator = 'nominal'"))->clients.variation.rate_belief ==
        RateBelief::Nominal);
}

TEST_CASE("the realistic scenarios load, and leave nothing out") {
  const std::filesystem::path root =
      std::filesystem::path{__FILE__}.parent_path().parent_path().parent_path().parent_path();
  for (const char* name : {"driving.toml", "recovery.toml"}) {
    CAPTURE(name);
    const Scenario scenario = load_scenario(root / "experiments/realistic" / name);
    for (const Point& point : scenario.points) {
      CHECK(world_of(point)->clients.accounting.round_trip);
      CHECK(world_of(point)->clients.accounting.download);
      CHECK(world_of(point)->clients.accounting.radio_states);
      CHECK(world_of(point)->clients.link.trace != nullptr);
    }
  }
}

TEST_CASE("a static cut must be a layer of every network that is asked for") {
  CHECK(
      error_in("clients", "policy = 'static'")
          .find("policy \"static\" needs to know where to cut \"imc\"; give clients.static_cut") !=
      std::string::npos);
  CHECK(error_of("clients.policy = 'static'\nclients.static_cut = 'pool5'\n")
            .find("s.toml:2:22: error: network \"face\" has no layer \"pool5\"") !=
        std::string::npos);
  CHECK(error_of("clients.static_cut = { imc = 'pool6' }\nqueries.mix = { imc = 1 }\n") ==
        "s.toml:1:30: error: network \"imc\" has no layer \"pool6\" to cut after; did you mean "
        "\"pool1\"?");
  CHECK(error_of("clients.static_cut = { dig = 'ip1' }\nqueries.mix = { imc = 1 }\n")
            .find("unknown key \"dig\" in [clients.static_cut]") != std::string::npos);
}

}  // namespace
}  // namespace cutpoint
