// The parts of a fleet alone: clients, links, radios, sources, memory.
#include <cmath>

#include "fleet/clients/clients.hpp"
#include "fleet/links/links.hpp"
#include "fleet/links/radios.hpp"
#include "fleet/query.hpp"
#include "fleet/recorder/query_records.hpp"
#include "fleet/source/background_source.hpp"
#include "fleet/source/client_source.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TimePoint at(Duration since_start) { return TimePoint{since_start}; }

TEST_CASE("a phase is a share of a period") {
  Client client;
  CHECK(client.phase(seconds{1}) == Duration{});
  client.ping_phase = 1U << 31U;
  CHECK(client.phase(seconds{1}) == milliseconds{500});
  client.ping_phase = 0xFFFFFFFF;
  CHECK(client.phase(seconds{1}) == Duration{999'999'999});
}

TEST_CASE("the rate believed in moves towards the rate seen") {
  Client client;
  client.learn_rate(milliseconds{10}, milliseconds{20}, 0.5);  // half the nominal rate
  CHECK(client.rate_share == 0.75F);
  client.learn_rate(milliseconds{10}, milliseconds{10}, 1.0);
  CHECK(client.rate_share == 1.0F);
  client.learn_rate(Duration{}, Duration{}, 1.0);  // nothing was sent: nothing was seen
  CHECK(client.rate_share == 1.0F);
}

TEST_CASE("clients stand class by class, each with a phase of its own") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 2);
  ClientClass other;
  other.clients = 1;
  other.network.uplink = BytesPerSecond{5e6};
  const Policy& policy = find_policy("cloud_only");
  other.dnns.push_back({hand_made_table(),
                        policy.install(hand_made_table(), {Objective::Latency}),
                        policy.knowledge});
  settings.classes.push_back(std::move(other));
  const FleetPlan plan{settings};
  const Clients clients{settings, plan};
  REQUIRE(clients.size() == 3);
  CHECK(clients[1].class_index == 0);
  CHECK(clients[2].class_index == 1);
  CHECK(clients.network(2).uplink == BytesPerSecond{5e6});
  CHECK(clients[0].ping_phase != clients[1].ping_phase);
}

TEST_CASE("a constant link takes its bytes over its rate, a varying one what its trace says") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 1);
  Network& network = settings.classes[0].network;
  CHECK_FALSE(Links{settings}.change());
  CHECK(Links{settings}.transfer_time(network, 0, Bytes{1e6}, at(seconds{3})) == milliseconds{100});
  const RateTrace trace =
      RateTrace::of_steps({{seconds{1}, BytesPerSecond{20e6}}, {seconds{1}, BytesPerSecond{5e6}}});
  network.varying = VaryingRate{std::make_shared<const RateTrace>(trace), true, Watts{}, Watts{}};
  const Links links{settings};
  CHECK(links.change());
  CHECK(links.uplink(network, 0, at(milliseconds{500})) == BytesPerSecond{20e6});
  CHECK(links.uplink(network, 0, at(milliseconds{3'500})) == BytesPerSecond{5e6});
  // From 0.9 s on: 2 MB in the first step, 1 MB in the second.
  CHECK(links.transfer_time(network, 0, Bytes{3e6}, at(milliseconds{2'900})) == milliseconds{300});
}

TEST_CASE("links that no source simulates do not change") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 1);
  settings.classes[0].network.radio = RadioStates{};
  CHECK(Links{settings}.change());
  settings.source = SourceKind::Backlogged;
  CHECK_FALSE(Links{settings}.change());
}

TEST_CASE("a transfer pays for its tail, and gets back what the next one cuts off") {
  // Promotion 1 W for 0.2 s; tail 0.5 W for 2 s.
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 1);
  const RadioStates states{.promotion = {milliseconds{200}, Watts{1.0}},
                           .tail = {{{seconds{2}, Watts{0.5}}, {}}}};
  settings.classes[0].network.radio = states;
  Radios radios{settings, 1};
  const auto [first, first_bill] = radios.start(states, 0, at(seconds{10}), 3);
  CHECK(first == at(milliseconds{10'200}));
  CHECK(first_bill.energy.value() == Approx(0.2 + 1.0));
  CHECK(first_bill.saved_for == kNoRecord);
  CHECK(first_bill.saved_tail.value() == 0.0);
  radios.use_until(0, at(seconds{11}));
  // Half a second into the tail: no promotion, and 1.5 s of the tail were counted too much.
  const auto [second, second_bill] = radios.start(states, 0, at(milliseconds{11'500}), 4);
  CHECK(second == at(milliseconds{11'500}));
  CHECK(second_bill.energy.value() == Approx(1.0));
  CHECK(second_bill.saved_for == 3);
  CHECK(second_bill.saved_tail.value() == Approx(0.75));
}

TEST_CASE("a source draws one arrival ahead until its trace ends") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 5);
  settings.arrivals = ArrivalProcess{Trace{{seconds{3}, seconds{4}}}};
  ClientSource source{settings, 5};
  CHECK_FALSE(source.has_next());
  source.advance();
  CHECK((source.has_next() && source.next_interval() == seconds{3} && source.next_client() < 5));
  source.advance();
  CHECK((source.has_next() && source.next_interval() == seconds{4}));
  source.advance();
  CHECK_FALSE(source.has_next());
}

TEST_CASE("a background counts its queries, and draws their services by its mix") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 5);
  settings.background = Background{.arrivals = ArrivalProcess{Trace{{seconds{3}}}},
                                   .mix = {1.0, 3.0},
                                   .services = {milliseconds{1}, milliseconds{2}}};
  const FleetPlan plan{settings};
  BackgroundSource source{settings, plan};
  CHECK(source.next_interval() == Duration{seconds{3}});
  CHECK(source.next_interval() == std::nullopt);
  int second = 0;
  for (int i = 0; i < 4'000; ++i) {
    second += plan.cuts[source.issue()].server_run == milliseconds{2} ? 1 : 0;
  }
  CHECK(second == Approx(3'000).margin(4 * std::sqrt(4'000 * 0.75 * 0.25)));
  CHECK(source.issued() == 4'000);
  source.complete();
  CHECK(source.in_system() == 3'999);
}

TEST_CASE("the memory of a query is used again, as new") {
  QueryPool queries;
  const std::uint32_t first = queries.take();
  const std::uint32_t second = queries.take();
  queries[first].phone_wait = seconds{1};
  queries.give_back(first);
  CHECK(queries.in_system() == 1);
  CHECK(queries.take() == first);
  CHECK(queries[first].phone_wait == Duration{});
  CHECK(queries.take() != second);
}

TEST_CASE("the first queries are kept, and found while they are under way") {
  QueryRecords records{1};
  QueryRecord* const kept = records.add(7);
  REQUIRE(kept != nullptr);
  CHECK(records.number_of(7) == 0);
  CHECK(records.find(7) == kept);
  CHECK(records.number_of(8) == kNoRecord);
  CHECK(records.add(7) == nullptr);  // the number is used again
  CHECK(records.find(7) == nullptr);
  CHECK(records.take().size() == 1);
}

}  // namespace
}  // namespace cutpoint
