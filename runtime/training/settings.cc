#include "runtime/training/settings.h"

#include <cmath>
#include <type_traits>

namespace vitrine {
namespace {

constexpr float kDecays[] = {0.02F, 0.05F, 0.09F, 0.13F, 0.18F, 0.23F,
                             0.28F, 0.33F, 0.38F, 0.44F, 0.5F,  0.56F,
                             0.61F, 0.66F, 0.71F, 0.76F, 0.81F, 0.85F,
                             0.89F, 0.92F, 0.95F, 0.97F, 0.99F, 1};
constexpr float kSelves[] = {0,    0.15F, 0.3F, 0.45F, 0.6F, 0.8F, 1,
                             1.3F, 1.6F,  2,    2.5F,  3,    4,    5};
constexpr float kRevisits[] = {0,     0.03F, 0.06F, 0.1F, 0.15F, 0.2F,
                               0.27F, 0.35F, 0.45F, 0.6F, 0.8F,  1,
                               1.3F,  1.7F,  2.2F,  3,    4,     6};
constexpr float kExponents[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
constexpr float kHops[] = {0,     0.01F, 0.02F, 0.04F, 0.07F, 0.1F,
                           0.15F, 0.2F,  0.3F,  0.4F,  0.6F,  0.8F};
constexpr float kShares[] = {0,    0.05F, 0.1F, 0.15F, 0.2F, 0.3F,
                             0.4F, 0.5F,  0.6F, 0.7F,  0.8F, 0.9F};
constexpr float kRidges[] = {1,  1.6F, 2.5F, 4,   6,   10,  16,  25,
                             40, 60,   100,  160, 250, 400, 600, 1000};
constexpr float kRecencies[] = {0, 0.25F, 0.5F, 1, 2, 3, 5, 8};
constexpr float kActionWeights[] = {0.5F, 1, 1.5F, 2, 3, 4};

constexpr float kNears[] = {0,    0.01F, 0.02F, 0.04F, 0.07F, 0.12F, 0.2F, 0.3F,
                            0.4F, 0.6F,  0.8F,  1.1F,  1.5F,  2.2F,  3};
constexpr float kNearSlopes[] = {0.1F, 0.2F, 0.4F, 0.7F, 1,  1.5F,
                                 2,    3,    4,    6,    10, 16};

template <auto kStage, auto kField>
constexpr Setting Make(const char* name, std::span<const float> values,
                       Action of = Action::kView) {
  return {name, values,
          [](const Parameters& parameters) {
            return static_cast<float>(parameters.*kStage.*kField);
          },
          [](Parameters& parameters, float value) {
            auto& field = parameters.*kStage.*kField;
            field =
                static_cast<std::remove_reference_t<decltype(field)>>(value);
          },
          of};
}

constexpr auto kStatistics = &Parameters::statistics;
constexpr auto kColumns = &Parameters::columns;
constexpr auto kSmoothing = &Parameters::smoothing;
constexpr auto kRanking = &Parameters::ranking;

constexpr Setting kSettings[] = {
    Make<kRanking, &RankingParameters::decay>("decay", kDecays),
    Make<kRanking, &RankingParameters::revisit>("revisit", kRevisits),
    Make<kRanking, &RankingParameters::revisit_decay>("revisit_decay", kDecays),
    Make<kRanking, &RankingParameters::self>("self", kSelves),
    Make<kRanking, &RankingParameters::near>("near", kNears),
    Make<kRanking, &RankingParameters::near_slope>("near_slope", kNearSlopes),
    Make<kSmoothing, &SmoothingParameters::target_exponent>("target_exponent",
                                                            kExponents),
    Make<kSmoothing, &SmoothingParameters::source_exponent>("source_exponent",
                                                            kExponents),
    Make<kSmoothing, &SmoothingParameters::hop>("hop", kHops),
    Make<kColumns, &ColumnParameters::co_occurrence>("co_occurrence", kShares),
    Make<kColumns, &ColumnParameters::ridge>("ridge", kRidges),
    Make<kStatistics, &StatisticsParameters::future_decay>("future_decay",
                                                           kDecays),
    Make<kStatistics, &StatisticsParameters::context_decay>("context_decay",
                                                            kDecays),
    Make<kStatistics, &StatisticsParameters::recency>("recency", kRecencies),
    Make<kStatistics, &StatisticsParameters::length_exponent>("length_exponent",
                                                              kExponents),
    Make<kStatistics, &StatisticsParameters::cart_weight>(
        "cart_weight", kActionWeights, Action::kCart),
    Make<kStatistics, &StatisticsParameters::purchase_weight>(
        "purchase_weight", kActionWeights, Action::kPurchase),
};

}  // namespace

std::span<const Setting> Settings() { return kSettings; }

std::uint8_t IndexOf(const Setting& setting, const Parameters& parameters) {
  const float value = setting.get(parameters);
  std::uint8_t nearest = 0;
  for (std::uint8_t i = 1; i < setting.values.size(); ++i) {
    if (std::abs(setting.values[i] - value) <
        std::abs(setting.values[nearest] - value)) {
      nearest = i;
    }
  }
  return nearest;
}

}  // namespace vitrine
