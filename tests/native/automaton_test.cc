#include "rules/pattern/automaton.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vitrine::rules {
namespace {

using Kind = PatternError::Kind;

/// Walks the tables as their contract in program.h says.
bool Matches(const CompiledPattern& pattern, std::u16string_view text) {
  std::size_t state = 0;
  for (const char16_t unit : text) {
    std::size_t of = 0;
    for (const Bound& bound : pattern.bounds) {
      if (bound.unit <= unit) of = bound.unit_class;
    }
    if (pattern.states[state] == StateKind::kFound) return true;
    if (pattern.states[state] == StateKind::kLost) return false;
    state = pattern.transitions[state * pattern.header.class_count + of];
  }
  return pattern.states[state] == StateKind::kFound ||
         pattern.states[state] == StateKind::kAtEnd;
}

CompiledPattern Compiled(std::string_view pattern, bool ignore_case = false) {
  auto result = CompilePattern(pattern, ignore_case);
  if (const auto* error = std::get_if<PatternError>(&result)) {
    ADD_FAILURE() << pattern << ": " << error->message;
    return {};
  }
  return std::get<CompiledPattern>(std::move(result));
}

PatternError Refused(std::string_view pattern) {
  auto result = CompilePattern(pattern, false);
  if (const auto* error = std::get_if<PatternError>(&result)) return *error;
  ADD_FAILURE() << pattern << " was compiled";
  return {};
}

struct Example {
  std::string_view pattern;
  std::vector<std::u16string_view> matching;
  std::vector<std::u16string_view> others;
};

void Expect(const std::vector<Example>& examples, bool ignore_case = false) {
  for (const Example& example : examples) {
    const CompiledPattern pattern = Compiled(example.pattern, ignore_case);
    if (pattern.states.empty()) continue;
    for (std::size_t i = 0; i < example.matching.size(); ++i) {
      EXPECT_TRUE(Matches(pattern, example.matching[i]))
          << example.pattern << ", matching text " << i;
    }
    for (std::size_t i = 0; i < example.others.size(); ++i) {
      EXPECT_FALSE(Matches(pattern, example.others[i]))
          << example.pattern << ", other text " << i;
    }
  }
}

TEST(Automaton, MatchesSomewhereInTheText) {
  Expect(
      {{"sale", {u"sale", u"/sale/shoes", u"sasale"}, {u"", u"sal", u"SALE"}},
       {"", {u"", u"x"}, {}},
       {"abab|abc", {u"ababab", u"ababc"}, {u"abacab"}}});
}

TEST(Automaton, Anchors) {
  Expect({{"^/sale", {u"/sale/1"}, {u"x/sale"}},
          {"[.]html$", {u"a.html"}, {u"a.html?x", u"a.html\n"}},
          {"^$", {u""}, {u"x", u"\n"}},
          {"^a|b$", {u"ax", u"xb"}, {u"xax", u"xbx"}},
          {"a^|a$b", {}, {u"a", u"ab", u"\na"}}});
}

TEST(Automaton, WordBoundaries) {
  Expect(
      {{"\\bsale\\b", {u"sale", u"a sale.", u"-sale-"}, {u"sales", u"_sale"}},
       {"\\Bale", {u"sale"}, {u"ale", u"s ale"}},
       {"^\\b", {u"a"}, {u"", u" a"}},
       {"\\B$", {u"", u"a "}, {u"a"}},
       // Letters beyond ASCII are none for \b.
       {"\\bb", {u"\u00e9b"}, {u"ab"}}});
}

TEST(Automaton, RepetitionsGreedyAndLazy) {
  Expect({{"^ab*c$", {u"ac", u"abbbc"}, {u"abb"}},
          {"^ab+?c$", {u"abc", u"abbc"}, {u"ac"}},
          {"^ab?c$", {u"ac", u"abc"}, {u"abbc"}},
          {"^a{2}$", {u"aa"}, {u"a", u"aaa"}},
          {"^a{2,}$", {u"aa", u"aaaa"}, {u"a"}},
          {"^a{1,3}?$", {u"a", u"aaa"}, {u"", u"aaaa"}},
          {"^a{0}b$", {u"b"}, {u"ab"}},
          {"^(?:ab?){2}$", {u"aa", u"aba", u"abab"}, {u"ab"}},
          {"^(a*)*b$", {u"b", u"aaab"}, {u"aaa"}}});
}

TEST(Automaton, GroupsOfEveryKind) {
  Expect({{"^(red|blue) (?:shoe|boot)s?$",
           {u"red shoe", u"blue boots"},
           {u"red", u"green shoe"}},
          {"^(?<size>\\d+)cm$", {u"42cm"}, {u"cm"}},
          {"^a(|b)c$", {u"ac", u"abc"}, {u"abbc"}}});
}

TEST(Automaton, ClassesOfUnits) {
  Expect({{"^[a-c1]$", {u"a", u"c", u"1"}, {u"d", u"-"}},
          {"^[^a-c]$", {u"d", u"\n", u"\uffff"}, {u"b", u""}},
          {"^[a-]$", {u"a", u"-"}, {u"b"}},
          {"^[\\w-+]$", {u"x", u"-", u"+"}, {u"*"}},
          {"^[\\]\\b]$", {u"]", u"\b"}, {u"b"}},
          {"[]", {}, {u"", u"]"}},
          {"^[^]$", {u"\n", u"x"}, {u""}},
          {"^.$", {u"x", u"\t"}, {u"\n", u"\r", u"\u2028", u"\u2029"}},
          // A sign beyond the 16-bit range is two units.
          {"^.$|^..$", {u"\U0001f600", u"ab"}, {u"\U0001f600x"}}});
}

TEST(Automaton, Escapes) {
  Expect({{"^\\d\\D$", {u"1a"}, {u"a1", u"12"}},
          {"^\\w\\W$", {u"_-", u"Z\u00e9"}, {u"ab"}},
          {"^\\s\\S$", {u"\u00a0x", u"\ufeffx", u"\u3000x"}, {u"xx"}},
          {"^\\t\\n\\v\\f\\r$", {u"\t\n\v\f\r"}, {}},
          {"^\\x41\\u00e9\\cJ$", {u"A\u00e9\n"}, {}},
          {"^\\.\\/\\-\\$$", {u"./-$"}, {u"x/-$"}},
          {"^\\0$", {std::u16string_view(u"\0", 1)}, {u"0"}}});
}

TEST(Automaton, LeniencesOfBrowsers) {
  Expect({{"^]{,2}}$", {u"]{,2}}"}, {u"]]}"}},
          {"^a{b$", {u"a{b"}, {}},
          {"^\\u{2}$", {u"uu"}, {u"\u0002"}},
          {"^\\x4\\k\\c$", {u"x4k\\c"}, {}},
          {"^\\101\\8[\\1]$", {u"A8\u0001"}, {}},
          {"^[\\c1]$", {u"\u0011"}, {u"c", u"\\"}}});
}

TEST(Automaton, IgnoresCaseAsJavaScriptDoes) {
  Expect({{"^stra\u00dfe$", {u"STRA\u00dfE"}, {u"STRASSE", u"stra\u1e9ee"}},
          {"^\u03c3$", {u"\u03a3", u"\u03c2"}, {u"s"}},
          // Neither becomes an ASCII letter.
          {"[sk]", {u"S", u"K"}, {u"\u017f", u"\u212a"}},
          {"^[^a-c]$", {u"d"}, {u"B"}},
          {"^\\u0041[x-z]$", {u"aX"}, {u"bx"}}},
         true);
}

TEST(Automaton, SaysWhatIsWrongAndWhere) {
  const struct {
    std::string_view pattern;
    Kind kind;
    std::size_t offset;
    std::string_view message;
  } mistakes[] = {
      {"a(b", Kind::kInvalid, 1, "a group is never closed"},
      {"\U0001f600b)", Kind::kInvalid, 3, "\")\" closes no group"},
      {"x[a-", Kind::kInvalid, 1, "a class of characters is never closed"},
      {"[z-a]", Kind::kInvalid, 1, "a range of characters is reversed"},
      {"a**", Kind::kInvalid, 2, "there is nothing to repeat"},
      {"^*", Kind::kInvalid, 1, "there is nothing to repeat"},
      {"{1}", Kind::kInvalid, 0, "there is nothing to repeat"},
      {"a{2,1}", Kind::kInvalid, 1, "the numbers of a repetition are reversed"},
      {"a\\", Kind::kInvalid, 1, "nothing follows the last \\"},
      {"(?x)", Kind::kInvalid, 0, "there is no such kind of group"},
      {"(?<1>a)", Kind::kInvalid, 0, "a group's name is not written <name>"},
      {"(?<a>.)(?<a>.)", Kind::kInvalid, 7, "two groups have the same name"},
      {"(?<a>.)\\k<b>", Kind::kInvalid, 7, "no group has that name"},
      {"(?<a>.)\\k", Kind::kInvalid, 7,
       "\\k is not followed by a group's <name>"},
      {"a(?=b)", Kind::kUnsupported, 1, "an automaton cannot look ahead"},
      {"(?!b)*", Kind::kUnsupported, 0, "an automaton cannot look ahead"},
      {"(?<=a)b", Kind::kUnsupported, 0, "an automaton cannot look behind"},
      {"(?<!a)b", Kind::kUnsupported, 0, "an automaton cannot look behind"},
      {"(a)\\1", Kind::kUnsupported, 3,
       "an automaton cannot refer back to a group"},
      {"\\k<a>(?<a>.)", Kind::kUnsupported, 0,
       "an automaton cannot refer back to a group"},
      // Not even valid, which is said first.
      {"(?=a)(", Kind::kInvalid, 5, "a group is never closed"},
      {"(?<=a)*", Kind::kInvalid, 6, "there is nothing to repeat"},
  };
  for (const auto& mistake : mistakes) {
    const PatternError error = Refused(mistake.pattern);
    EXPECT_EQ(error.kind, mistake.kind) << mistake.pattern;
    EXPECT_EQ(error.offset, mistake.offset) << mistake.pattern;
    EXPECT_EQ(error.message, mistake.message) << mistake.pattern;
  }
}

TEST(Automaton, IsTheSmallestAndTheSameForTheSameLanguage) {
  const CompiledPattern pattern = Compiled("^(?:a|b)*abb$");
  EXPECT_EQ(pattern.header.state_count, 5U);  // four, and one for other signs
  EXPECT_EQ(pattern.header.class_count, 3U);
  EXPECT_EQ(pattern.header.bound_count, 4U);
  EXPECT_EQ(pattern, Compiled("^[ab]*?(ab)b$"));
  EXPECT_EQ(Compiled("a+b*").states,
            (std::vector{StateKind::kGoing, StateKind::kFound}));
  EXPECT_EQ(Compiled("x*").states, std::vector{StateKind::kFound});
  EXPECT_EQ(Compiled("[]").states, std::vector{StateKind::kLost});
  EXPECT_EQ(Compiled("$").states, std::vector{StateKind::kFound});
}

TEST(Automaton, LimitOfStates) {
  EXPECT_EQ(Compiled("a{1023}").header.state_count, kMaxStates);
  const PatternError error = Refused("a{1024}");
  EXPECT_EQ(error.kind, Kind::kTooLarge);
  EXPECT_EQ(error.message,
            "the pattern needs an automaton of 1025 states; at most 1024 are "
            "possible");
}

std::string DifferentSigns(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += static_cast<char>(0xc4 + i / 64);
    text += static_cast<char>(0x80 + i % 64);
  }
  return text;
}

TEST(Automaton, LimitOfClasses) {
  EXPECT_EQ(Compiled(DifferentSigns(127)).header.class_count, kMaxClasses);
  const PatternError error = Refused(DifferentSigns(128));
  EXPECT_EQ(error.kind, Kind::kTooLarge);
  EXPECT_EQ(error.message,
            "the pattern tells 129 kinds of characters apart; at most 128 are "
            "possible");
}

TEST(Automaton, LimitOfTransitions) {
  // 64 classes, and a state before each of 1,023 signs.
  const std::string signs = DifferentSigns(63);
  const std::string repeated = "(?:" + signs + "){16}";
  EXPECT_EQ(Compiled(repeated + signs.substr(0, 2 * 15)).transitions.size(),
            kMaxTransitions);
  EXPECT_EQ(Refused(repeated + signs.substr(0, 2 * 16)).kind, Kind::kTooLarge);
}

TEST(Automaton, LimitOfLengthAndDepth) {
  std::string pattern(1'024, 'a');
  for (std::size_t i = 1; i < pattern.size(); i += 2) pattern[i] = '*';
  Compiled(pattern);
  EXPECT_EQ(Refused(pattern + "a").message,
            "the pattern is longer than 1024 characters");
  Compiled(std::string(200, '(') + std::string(200, ')'));
  EXPECT_EQ(Refused(std::string(201, '(') + std::string(201, ')')).message,
            "groups are nested too deeply");
}

TEST(Automaton, HostilePatternsAreRefusedOrCompiled) {
  for (const std::string_view pattern :
       {"(a|b)*a(a|b){20}", "((a{30}){30}){30}", "(?:){1000000000}",
        "(?:\\b){4000000000}", "(.{0,40}a){20}$", "(?:.{0,30}\\b){30}x$",
        "a{99999999999999999999}"}) {
    EXPECT_EQ(Refused(pattern).kind, Kind::kTooLarge) << pattern;
  }
  Expect({{"^(([a-z])+.)+[A-Z]([a-z])+$", {u"abXa"}, {u"aaaaaaaaaaaaaaaaaaaa"}},
          {"(x+x+)+y", {u"xxy"}, {u"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}},
          {"^(?:a?){30}a{30}$",
           {u"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
           {u"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}});
}

}  // namespace
}  // namespace vitrine::rules
