// Queries of others than the clients: the part of FleetModel that loads the pool from outside.
#include "fleet/fleet_model.hpp"

namespace cutpoint {

void FleetModel::schedule_background(Loop& loop) {
  BackgroundSource& source = *background_;
  if (is_under_way() && !source.arrivals.has_ended()) {
    loop.schedule_after(source.arrivals.interval(source.arrival_stream),
                        {Kind::BackgroundArrival, 0});
  }
}

void FleetModel::arrive_in_background(Loop& loop) {
  if (gives_up(loop)) [[unlikely]] {
    return;
  }
  schedule_background(loop);

  BackgroundSource& source = *background_;
  const std::uint32_t number = new_query();
  Query& query = queries_[number];
  query.arrival = loop.now();
  query.client = kBackground;
  query.cut =
      plan_.first_background_cut + plan_.background_mix->pick(source.application_stream.uniform());
  if (jitter_.is_on()) {
    query.deviations = jitter_.draw(cut_of(query), kBackground, source.queries);
  }
  ++source.queries;
  ++source.in_pool;
  enter_pool(number, loop);
}

}  // namespace cutpoint
