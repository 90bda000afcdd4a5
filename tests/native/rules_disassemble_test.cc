#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "rules/disassemble.h"
#include "rules/inspect.h"
#include "runtime/bundle/writer.h"
#include "tests/native/sample_program.h"

namespace vitrine::rules {
namespace {

using Json = nlohmann::ordered_json;
using ::vitrine::testing::FullProgram;
using ::vitrine::testing::ProgramBuilder;

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(RulesDisassemble, DescribesWhatEverySectionHolds) {
  const Program program = FullProgram();
  Json json = Json::parse(InspectJson(WriteProgram(program)), nullptr, false);
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["counts"]["reads"], 5);
  EXPECT_EQ(json["counts"]["properties"], 5);
  EXPECT_EQ(json["counts"]["zones"], 2);
  EXPECT_EQ(json["counts"]["automata"], 1);
  EXPECT_EQ(json["counts"]["elementGates"], 1);
  EXPECT_EQ(json["reads"][3].dump(),
            R"({"path":"cards","attribute":3,"needs":["tree"]})");
  EXPECT_EQ(json["reads"][4].dump(),
            R"({"path":"page.path","attribute":null,"needs":[]})");
  EXPECT_EQ(
      json["experiments"].dump(),
      R"([{"name":"copy","by":"visitor","argument":0,"seed":"copy","version":2,"sticky":true,"arms":[{"name":"a","from":0.0,"until":0.5},{"name":"b","from":0.5,"until":1.0}]},)"
      R"({"name":"hours","by":"time","argument":3600,"seed":"hours","version":2,"sticky":false,"arms":[{"name":"a","from":0.0,"until":1.0}]}])");
  EXPECT_EQ(
      json["rules"][5].dump(),
      R"({"id":"offer","slot":"overlay","priority":10,"node":8,"content":null,"recommendation":null,"experiment":0,"arm":0,"group":0})");
  EXPECT_EQ(Joined(Disassemble(program)),
            R"(element 0  leaf  itself === "a"
element 1  leaf  tags exists
element 2  some  1 0
item 0  leaf  item_category === "Hiking"
item 1  leaf  item.availability === "in_stock"
item 2  leaf  item_variant === "blue"
item 3  leaf  item.price / compared <= 1.2
item 4  leaf  interest in item.brand > 0
automaton 0  states 2 classes 2
counter 0  view_item where 0 within 1800000 ms kept 3
counter 1  purchase where 2 sum event.value within 3 days kept 64
counter 2  view_item distinct item_category kept 4
counter 3  sequence add_to_cart, not purchase for 1200000 ms
counter 4  shown * within session
experiment copy by visitor seed copy version 2 sticky arms a 0 to 0.5, b 0.5 to 1
experiment hours by 3600 seconds seed hours version 2 arms a 0 to 1
recommendation 0  similar popular explore take 1 curated ["boot-1", "tent-2"] take 2 filter 1 boost 3 by 120 % boost 4 by 100 % at most 2 of item.brand diversity 30 % bought
0  leaf  tier in ["gold", "platinum"]
1  leaf  age >= 18
2  leaf  member == true
3  leaf  visit.number > 1
4  leaf  cart.value > 49.9
5  leaf  counter 0 >= 2
6  leaf  cards some element 2
7  leaf  page.path matches automaton 0
8  leaf  experiment copy === 0
9  leaf  experiment copy === 1
10  leaf  counter 3 >= 1
11  leaf  counter 4 < 1
12  none  2
13  all  1 12
14  any  6 7 10
15  all  11 14
segment hiker node 5
segment gold node 0
slot hero content
rule hero-hiker slot hero priority 20 node 5
rule hero-back slot hero priority 10 node 3
rule hero-adult slot hero priority 0 node 13
slot bar content
rule bar-cart slot bar priority 0 node 4
slot similar recommendations limit 4
rule similar-adult slot similar priority 0 node 1 recommendation 0
slot overlay popup
rule offer slot overlay priority 10 node 8 experiment copy arm a shows nothing
rule offer slot overlay priority 10 node 9 experiment copy arm b
rule note slot overlay priority 0 node 15 group 1
)");
}

TEST(RulesDisassemble, TimesAreMillisecondsAndZonesHaveNumbers) {
  ProgramBuilder b;
  b.Read("birthday");
  b.Zone({{0, 60}});
  b.Zone({{0, 0}});
  const auto event = b.Symbol(IdentityKind::kEvent, "purchase");
  const Step step = {.event = event};
  b.Counter({.identity = 1,
             .tally = Tally::kSequence,
             .window = Window::kDuration,
             .length = 5000,
             .kept = 2},
            {step, {.event = event, .within_ms = 1000}});
  const std::uint32_t number = b.Number(9);
  Network& conditions = b.program.conditions;
  for (const std::uint32_t input :
       {b.Input(InputSource::kAttributeAge, 0, "birthday"),
        b.Input(InputSource::kSince, 0, "$since purchase"),
        b.Input(InputSource::kVisitAge, 0, "visit.seconds"),
        b.Input(InputSource::kMinute, 0, "time.minute"),
        b.Input(InputSource::kWeekday, 1, "time.weekday")}) {
    ProgramBuilder::Leaf(conditions, input, LeafOp::kLess, number);
  }
  ProgramBuilder::Leaf(conditions, 3, LeafOp::kExists, 0);
  EXPECT_EQ(
      Joined(Disassemble(b.program)),
      R"(counter 0  sequence purchase, purchase within 1000 ms, all within 5000 ms
0  leaf  age of birthday < 9 ms
1  leaf  since counter 0 < 9 ms
2  leaf  visit.seconds < 9 ms
3  leaf  time.minute < 9
4  leaf  time.weekday in zone 1 < 9
5  leaf  visit.seconds exists
)");
}

TEST(RulesDisassemble, EveryOperationHasItsWords) {
  ProgramBuilder b;
  const std::uint32_t input = b.Read("plan");
  b.Number(1.5);
  b.Value("x");
  b.Search(u'x');
  b.program.number_lists.push_back({});
  b.program.symbol_lists.push_back({});
  ProgramBuilder::Leaf(b.program.elements, 0, LeafOp::kIsNull, 0);
  for (std::uint32_t op = 0; op < kLeafOps; ++op) {
    ProgramBuilder::Leaf(b.program.conditions, input, static_cast<LeafOp>(op),
                         0);
  }
  EXPECT_EQ(Joined(Disassemble(b.program)), R"(element 0  leaf  itself is null
automaton 0  states 2 classes 2
0  leaf  plan exists
1  leaf  plan is null
2  leaf  plan === 1.5
3  leaf  plan == 1.5
4  leaf  plan === "x"
5  leaf  plan == "x"
6  leaf  plan === false
7  leaf  plan == false
8  leaf  plan < 1.5
9  leaf  plan <= 1.5
10  leaf  plan > 1.5
11  leaf  plan >= 1.5
12  leaf  plan in []
13  leaf  plan in []
14  leaf  plan is of type null
15  leaf  plan text < "x"
16  leaf  plan text <= "x"
17  leaf  plan text > "x"
18  leaf  plan text >= "x"
19  leaf  plan lower === "x"
20  leaf  plan lower == "x"
21  leaf  plan lower in []
22  leaf  plan version < "x"
23  leaf  plan version <= "x"
24  leaf  plan version > "x"
25  leaf  plan version >= "x"
26  leaf  plan version === "x"
27  leaf  plan json "x"
28  leaf  plan matches automaton 0
29  leaf  plan some element 0
30  leaf  plan size element 0
)");
}

}  // namespace
}  // namespace vitrine::rules
