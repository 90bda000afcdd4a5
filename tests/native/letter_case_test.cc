#include "rules/pattern/letter_case.h"

#include <gtest/gtest.h>

namespace vitrine::rules {
namespace {

TEST(LetterCase, LowersEveryAlphabet) {
  EXPECT_EQ(ToLowerCase(""), "");
  EXPECT_EQ(ToLowerCase("Sale 50%"), "sale 50%");
  EXPECT_EQ(ToLowerCase("\u00c9T\u00c9 STRA\u00dfE"),
            "\u00e9t\u00e9 stra\u00dfe");
  EXPECT_EQ(ToLowerCase("\u0414\u041e\u041c"), "\u0434\u043e\u043c");
  // Every second code point of a run; another mapping inside of it.
  EXPECT_EQ(ToLowerCase("\u0100\u0101\u0178\u0179"),
            "\u0101\u0101\u00ff\u017a");
  EXPECT_EQ(ToLowerCase("\u1e9e\u212a\u01c5"), "\u00dfk\u01c6");
  // Beyond the 16-bit range.
  EXPECT_EQ(ToLowerCase("\U00010400\U0001f600"), "\U00010428\U0001f600");
}

TEST(LetterCase, DottedCapitalIBecomesTwo) {
  EXPECT_EQ(ToLowerCase("\u0130X"), "i\u0307x");
  EXPECT_EQ(ToLowerCase("Ii\u0131"), "ii\u0131");
}

TEST(LetterCase, SigmaEndsAWordInAnotherForm) {
  EXPECT_EQ(ToLowerCase("\u039f\u0394\u039f\u03a3"),
            "\u03bf\u03b4\u03bf\u03c2");
  EXPECT_EQ(ToLowerCase("\u03a3\u0391"), "\u03c3\u03b1");
  EXPECT_EQ(ToLowerCase("\u03a3"), "\u03c3");
  EXPECT_EQ(ToLowerCase("A.\u03a3"), "a.\u03c2");  // a full stop is ignorable
  EXPECT_EQ(ToLowerCase("A \u03a3"), "a \u03c3");
  EXPECT_EQ(ToLowerCase("A\u03a3'b"), "a\u03c3'b");
  EXPECT_EQ(ToLowerCase("A\u03a3' b"), "a\u03c2' b");
}

TEST(LetterCase, CanonicalUnits) {
  EXPECT_EQ(CanonicalUnit(u'a'), u'A');
  EXPECT_EQ(CanonicalUnit(u'A'), u'A');
  EXPECT_EQ(CanonicalUnit(u'1'), u'1');
  EXPECT_EQ(CanonicalUnit(u'\u00b5'), u'\u039c');  // micro sign: capital mu
  EXPECT_EQ(CanonicalUnit(u'\u03c2'), u'\u03a3');
  EXPECT_EQ(CanonicalUnit(u'\u00df'), u'\u00df');  // would be two units
  EXPECT_EQ(CanonicalUnit(u'\u017f'), u'\u017f');  // would be an ASCII S
  EXPECT_EQ(CanonicalUnit(u'\u0131'), u'\u0131');  // would be an ASCII I
  EXPECT_EQ(CanonicalUnit(0xd83d), 0xd83d);
}

}  // namespace
}  // namespace vitrine::rules
