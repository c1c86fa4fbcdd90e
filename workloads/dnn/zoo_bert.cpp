#include <string>

#include "base/contract.hpp"
#include "workloads/dnn/dnn_builder.hpp"
#include "workloads/dnn/zoo_graphs.hpp"

namespace cutpoint {
namespace {

constexpr int kBlocks = 12;
constexpr int kHeads = 12;
constexpr int kHidden = 768;
constexpr int kInner = 3072;
constexpr int kVocabulary = 30522;  // WordPiece, uncased
constexpr int kSegments = 2;

// Adds a dense layer at every position of the sequence: a convolution of kernel 1.
DnnBuilder& dense(DnnBuilder& builder, const std::string& name, int outputs) {
  return builder.convolution(name, {.filters = outputs, .kernel = 1});
}

// Adds an attention block that reads `last` and leaves its result there. The products take queries
// as rows; the division of the scores by a constant is one with the weights of the queries (A2a).
void add_block(DnnBuilder& builder, const std::string& name, std::string& last) {
  const std::string input = last;
  const auto part = [&](const char* suffix) { return name + '_' + suffix; };
  for (const char* projection : {"query", "key", "value"}) {
    dense(builder.from(input), part(projection), kHidden);
  }
  builder.matmul(part("scores"), {.left = part("query"), .right = part("key"), .group = kHeads})
      .softmax(part("attention"))
      .matmul(part("context"),
              {.left = part("attention"),
               .right = part("value"),
               .group = kHeads,
               .contraction = Contraction::Positions});
  dense(builder, part("output"), kHidden)
      .add(part("output_add"), {input, part("output")})
      .scale(part("output_norm"));
  dense(builder, part("inner"), kInner).tanh(part("gelu"));  // GELU in its form with tanh
  dense(builder, part("outer"), kHidden)
      .add(part("outer_add"), {part("output_norm"), part("outer")})
      .scale(part("outer_norm"));
  last = part("outer_norm");
}

}  // namespace

// Devlin et al., NAACL 2019, BERT base: token numbers in, a vector per token and the pooled first
// one out.
DnnGraph bert_base(int sequence_length) {
  CUTPOINT_EXPECTS(sequence_length >= 1);
  CUTPOINT_EXPECTS(sequence_length <= kBertPositions);

  constexpr int tables = 3;  // words, positions, segments
  constexpr std::int64_t parameters =
      std::int64_t{kVocabulary + kBertPositions + kSegments} * kHidden;
  const Shape found{.channels = tables * kHidden, .height = sequence_length, .width = 1};

  DnnBuilder builder{"bert-base", {.channels = 1, .height = sequence_length, .width = 1}};
  std::string last = "embeddings_norm";
  builder.copy("lookup", found, parameters).sum("embeddings", tables).scale(last);
  for (int i = 1; i <= kBlocks; ++i) {
    add_block(builder, "block" + std::to_string(i), last);
  }
  return builder.copy("first_token", {.channels = kHidden})
      .fully_connected("pooler", kHidden)
      .tanh("pooled")
      .build();
}

}  // namespace cutpoint
