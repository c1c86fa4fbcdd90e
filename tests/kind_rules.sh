#!/usr/bin/env bash
# Fails if somebody asks of which kind an experiment or a result is, outside of the two places that may:
# runner/kinds/, where each kind answers for itself, and scenario/, which reads and describes what is
# written in a scenario. All others ask the kind (runner/kinds/kind.hpp).
# Usage: tests/kind_rules.sh [ROOT]
set -euo pipefail
cd "${1:-.}"

# The members that hold one of the kinds, the alternatives, the functions that look for one of them, and
# casts from a kind to what it is.
questions=(
  '(\.|->)(experiment|outcome)\b[^(]'
  '\b(SteadyState|Throughput|Decision|Queue)Experiment\b'
  '\b(visit|get_if|holds_alternative|get)\b.*\b(SteadyStateResult|ThroughputResult|DecisionResult|QueueResult)\b'
  '\b(world_of|queues_of|throughput_of|fleet_of|cut_labels_of)\('
  '\b(run|settings)\.kind\b'
  'dynamic_cast<.*Kind'
  '\bis_(fleet|queues|decisions|throughput)\('
)
askers=(runner/kinds scenario)

status=0
for question in "${questions[@]}"; do
  while IFS= read -r found; do
    for asker in "${askers[@]}"; do
      [[ $found != "$asker"/* ]] || continue 2
    done
    echo "${found%%:[0-9]*}: asks which kind of experiment it is: ${found#*:}" >&2
    status=1
  done < <(grep -rnE --include='*.hpp' --include='*.cpp' "$question" \
             base sim workloads predictor partitioner fleet results scenario runner cli)
done

# In scenario/, only the functions of point.hpp look into the variant; its readers make it.
while IFS= read -r found; do
  [[ $found == scenario/point.cpp:* || $found == scenario/load/* ]] || {
    echo "$found: only scenario/point.cpp and scenario/load/ look into an experiment" >&2
    status=1
  }
done < <(grep -rnE --include='*.hpp' --include='*.cpp' \
           '\b(visit|get_if|holds_alternative|get)\b.*(Experiment\b|\.experiment\b)' scenario)
exit $status
