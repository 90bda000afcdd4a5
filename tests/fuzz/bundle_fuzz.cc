// Bytes as a bundle, with header and checksum made right so that the sections
// themselves are reached: read, written again, and run.
#include "runtime/bundle/evaluate.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "runtime/bundle/zone.h"
#include "runtime/decide/explain.h"
#include "runtime/decide/machine.h"
#include "tests/fuzz/patched_file.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

constexpr double kNoon = 1'767'268'800'000;

Value Text() {
  Value text = Value::Name(IdentityOf(IdentityKind::kValue, u"a"));
  text.units = u"x\U0001f600y";
  text.version = u"    1-    0-    0-~";
  return text;
}

/// [["a", 1], {"tags": "a"}, null]
Value Cards(ValueNode (&nodes)[7]) {
  const Identity tags = IdentityOf(IdentityKind::kValue, u"tags");
  const Value list = {.tag = ValueTag::kList, .truthy = true};
  nodes[0] = {.value = list, .size = 7};
  nodes[1] = {.value = list, .key = tags, .size = 3};
  nodes[2] = {.value = Text()};
  nodes[3] = {.value = Value::Number(1)};
  nodes[4] = {.value = {.tag = ValueTag::kObject, .truthy = true}, .size = 2};
  nodes[5] = {.value = Text(), .key = tags};
  nodes[6] = {};
  Value value = list;
  value.node = nodes;
  return value;
}

void Run(const Program& program) {
  ValueNode nodes[7];
  const Value values[] = {Value::Number(1), Text(), Cards(nodes),
                          Value::Unknown()};
  Machine machine(program);
  for (const Value& value : values) {
    for (std::uint32_t i = 0; i < program.inputs.size(); ++i) {
      machine.SetInput(i, value);
    }
    machine.Settle();
    for (const Slot& slot : program.slots) {
      machine.NextRule(slot, slot.first_rule);
    }
    for (const Rule& rule : program.rules) {
      ReasonsFor(program, machine, rule.node);
    }
  }
  Array<Value> item(kItemFields + kMaxProperties);
  const Array<Identity> identities = SymbolIdentities(program);
  for (std::uint32_t i = 0; i < program.item_conditions.size(); ++i) {
    EvaluateItem(program, identities, i, item);
  }
  for (std::uint32_t zone = 0; zone < program.zones.size(); ++zone) {
    testing::Require(StartOfDay(program, zone, kNoon, 0) <= kNoon);
    testing::Require(StartOfDay(program, zone, kNoon, 1) > kNoon);
  }
}

}  // namespace
}  // namespace vitrine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace vitrine;
  static const Bytes good = WriteProgram(testing::FullProgram());
  Program program;
  const Bytes bundle = testing::PatchedFile(good, {data, size});
  if (ReadProgram(bundle, program) == ReadError::kNone) {
    Program again;
    testing::Require(ReadProgram(WriteProgram(program), again) ==
                     ReadError::kNone);
    testing::Require(again == program);
    Run(program);
  }
  return 0;
}
