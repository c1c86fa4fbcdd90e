// Method: random transfers, some back to back, some while others are in hand, against a radio that
// is simulated millisecond by millisecond.
#include "workloads/links/radio_states.hpp"

#include <vector>

#include "sim/random/random_stream.hpp"
#include "tests/support/built_in.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;

struct Transfer {
  int request = 0;  // in ms
  int length = 0;
};

/// What the radio draws besides transfers, and when the last transfer ends.
struct Life {
  double energy = 0.0;
  int end = 0;
};

/// Every millisecond: whoever is waiting makes an idle radio begin its promotion; a ready one lets
/// all begin that have been asked for.
Life millisecond_by_millisecond(const RadioStates& states, const std::vector<Transfer>& transfers) {
  const auto in_ms = [](Duration length) { return static_cast<int>(length / milliseconds{1}); };
  const int promotion = in_ms(states.promotion.length);
  const int first = in_ms(states.tail[0].length);
  const int whole = first + in_ms(states.tail[1].length);
  Life life;
  std::size_t next = 0;
  int busy_until = 0;
  int promoted_at = -1;  // when the promotion in hand ends
  int unused = whole + 1;
  const int end_of_time = transfers.back().request + 100'000;
  for (int now = 0; now < end_of_time; ++now) {
    const bool is_wanted = next < transfers.size() && transfers[next].request <= now;
    const bool is_ready = busy_until > now || unused <= whole;
    if (is_wanted && !is_ready && promoted_at < 0) {
      promoted_at = now + promotion;
    }
    if (is_ready || promoted_at == now) {
      promoted_at = -1;
      while (next < transfers.size() && transfers[next].request <= now) {
        busy_until = std::max(busy_until, now + transfers[next].length);
        ++next;
      }
    }
    if (promoted_at >= 0) {
      life.energy += states.promotion.power.value() * 1e-3;
    } else if (busy_until > now) {
      unused = 0;
      life.end = busy_until;
    } else if (unused < whole) {
      life.energy += states.tail[unused < first ? 0 : 1].power.value() * 1e-3;
      ++unused;
    } else {
      unused = whole + 1;
    }
  }
  return life;
}

Life by_transfers(const RadioStates& states, const std::vector<Transfer>& transfers) {
  Life life;
  Radio radio;
  TimePoint end{};
  for (const Transfer& transfer : transfers) {
    const TimePoint at{milliseconds{transfer.request}};
    const Radio::Start start = radio.start(states, at);
    life.energy += states.tail_energy().value() - start.saved_tail.value();
    life.energy += start.promotion > Duration::zero() ? states.promotion_energy().value() : 0.0;
    const TimePoint done = at + start.promotion + milliseconds{transfer.length};
    radio.use_until(done);
    end = std::max(end, done);
  }
  life.end = static_cast<int>(end.time_since_epoch() / milliseconds{1});
  return life;
}

TEST_CASE("a radio costs what it does millisecond by millisecond") {
  const auto seed = GENERATE(range(1U, 61U));
  CAPTURE(seed);
  RandomStream random{{.seed = seed}};
  const auto ms = [&](std::uint64_t below) {
    return milliseconds{static_cast<Duration::rep>(random.below(below))};
  };
  RadioStates states;
  states.promotion = {.length = milliseconds{1} + ms(50), .power = Watts{random.uniform()}};
  states.tail = {RadioStates::Phase{milliseconds{1} + ms(400), Watts{random.uniform()}},
                 RadioStates::Phase{ms(200), Watts{random.uniform()}}};
  std::vector<Transfer> transfers;
  int request = static_cast<int>(random.below(100));
  int busy_until = 0;  // at the latest
  for (int i = 0; i < 60; ++i) {
    const int length = 1 + static_cast<int>(random.below(60));
    transfers.push_back({.request = request, .length = length});
    busy_until = std::max(busy_until, request) + length + 51;
    const std::uint64_t kind = random.below(3);
    // While the last one is in hand, shortly after it, or when the radio may be idle again. A
    // promotion is over before the next is asked for.
    request += kind == 0
                   ? 51 + static_cast<int>(random.below(20))
                   : busy_until - request + static_cast<int>(random.below(kind == 1 ? 50 : 900));
  }
  const Life expected = millisecond_by_millisecond(states, transfers);
  const Life life = by_transfers(states, transfers);
  CHECK(life.end == expected.end);
  CHECK(life.energy == Approx(expected.energy).epsilon(1e-9));
}

TEST_CASE("a tail cut short costs what has elapsed of it") {
  RadioStates states;
  states.promotion = {.length = milliseconds{100}, .power = Watts{2.0}};
  states.tail = {RadioStates::Phase{milliseconds{1'000}, Watts{1.0}},
                 RadioStates::Phase{milliseconds{500}, Watts{0.4}}};
  CHECK(states.tail_energy().value() == Approx(1.2));
  CHECK(states.tail_energy(milliseconds{1'250}).value() == Approx(1.1));
  Radio radio;
  CHECK(radio.start(states, TimePoint{}).promotion == milliseconds{100});
  radio.use_until(TimePoint{milliseconds{200}});
  const auto start = [&](int at) { return radio.start(states, TimePoint{milliseconds{at}}); };
  CHECK(start(150).saved_tail.value() == Approx(1.2));
  CHECK(start(200).saved_tail.value() == Approx(1.2));
  CHECK(start(700).saved_tail.value() == Approx(0.7));
  CHECK(start(700).promotion == Duration{});
  CHECK(start(1'700).saved_tail.value() == Approx(0.0));
  CHECK(start(1'700).promotion == Duration{});
  CHECK(start(1'701).promotion == milliseconds{100});
  radio.use_until(TimePoint{milliseconds{100}});  // a shorter one within
  CHECK(start(700).saved_tail.value() == Approx(0.7));
}

TEST_CASE("the links' radios have the tails that were published") {
  CHECK(radio_states(built_in_link("lte")).tail_energy().value() == Approx(12.27).margin(0.01));
  CHECK(radio_states(built_in_link("3g")).tail_length() == milliseconds{8'912});
}

}  // namespace
}  // namespace cutpoint
