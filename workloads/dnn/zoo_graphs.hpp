// Networks with branches, one function each, as their publications and the reference
// implementations named beside them have them. Batch normalizations are folded into the
// convolutions before them, as inference does; their parameters count all the same.
#pragma once

#include "workloads/dnn/dnn_graph.hpp"

namespace cutpoint {

/// These five are classifiers of ImageNet's 1000 classes.
[[nodiscard]] DnnGraph googlenet();
[[nodiscard]] DnnGraph resnet50();
[[nodiscard]] DnnGraph mobilenetv2();
[[nodiscard]] DnnGraph squeezenet();
[[nodiscard]] DnnGraph darknet53();

/// The most tokens that BERT has positions for.
inline constexpr int kBertPositions = 512;
/// The encoder of BERT base with its pooler. Requires: a length from 1 to kBertPositions.
[[nodiscard]] DnnGraph bert_base(int sequence_length = 128);

}  // namespace cutpoint
