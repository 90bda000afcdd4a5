#include <gtest/gtest.h>

#include <cmath>

#include "bindings/ingest/unit_measure.h"

namespace vitrine::ingest {
namespace {

TEST(UnitMeasure, PriceOfTheBaseMeasure) {
  EXPECT_EQ(UnitPriceFactor("750ml", "1l"), 4.0 / 3);
  EXPECT_EQ(UnitPriceFactor("0.75 l", "100 ml"), 100.0 / 750);
  EXPECT_EQ(UnitPriceFactor("75cl", "1cbm"), 4000.0 / 3);
  EXPECT_EQ(UnitPriceFactor("1.5kg", "100g"), 1.0 / 15);
  EXPECT_EQ(UnitPriceFactor("500mg", "1kg"), 2000);
  EXPECT_EQ(UnitPriceFactor("8oz", "1lb"), 2);
  EXPECT_EQ(UnitPriceFactor("12 fl oz", "1 gal"), 32.0 / 3);
  EXPECT_EQ(UnitPriceFactor("1QT", "1pt"), 0.5);
  EXPECT_EQ(UnitPriceFactor("250cm", "1m"), 0.4);
  EXPECT_EQ(UnitPriceFactor("2yd", "1ft"), 1.0 / 6);
  EXPECT_EQ(UnitPriceFactor("18in", "1yd"), 2);
  EXPECT_EQ(UnitPriceFactor("2.5sqm", "1sqm"), 0.4);
  EXPECT_EQ(UnitPriceFactor("10sqft", "1sqft"), 0.1);
  EXPECT_EQ(UnitPriceFactor("80ct", "1ct"), 0.0125);
  EXPECT_EQ(UnitPriceFactor("500sheet", "100sheet"), 0.2);
  EXPECT_EQ(UnitPriceFactor("6item", "1item"), 1.0 / 6);
}

TEST(UnitMeasure, NothingWhereTheTwoDoNotFit) {
  for (const auto& [measure, base] : {std::pair{"750ml", "1kg"},
                                      {"750ml", "1floz"},
                                      {"100g", "1oz"},
                                      {"2m", "1sqm"},
                                      {"2m", "1ft"},
                                      {"1ct", "1item"},
                                      {"", "1l"},
                                      {"750ml", ""},
                                      {"0ml", "1l"},
                                      {"750", "1l"},
                                      {"ml", "1l"},
                                      {"1,5l", "1l"},
                                      {"1.2.3l", "1l"},
                                      {"-1l", "1l"},
                                      {"1 litre", "1l"},
                                      {"1e3ml", "1l"},
                                      {".", "1kg"}}) {
    EXPECT_TRUE(std::isnan(UnitPriceFactor(measure, base)))
        << measure << " " << base;
  }
}

}  // namespace
}  // namespace vitrine::ingest
