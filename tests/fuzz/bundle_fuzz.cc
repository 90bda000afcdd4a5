// Bytes as a bundle, with header and checksum made right so that the sections
// themselves are reached: read, written again, and run.
#include "runtime/bundle/evaluate.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "runtime/decide/explain.h"
#include "runtime/decide/machine.h"
#include "tests/fuzz/patched_file.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

void Run(const Program& program) {
  Machine machine(program);
  for (std::uint32_t i = 0; i < program.inputs.size(); ++i) {
    machine.SetInput(i, Value::Number(i));
    machine.Settle();
  }
  Value item[kItemFields];
  Array<Truth> truths;
  EvaluateItem(program, SymbolIdentities(program), item, truths);
  for (const Slot& slot : program.slots) machine.BestRule(slot);
  for (const Rule& rule : program.rules) {
    if (machine.truth(rule.node) != Truth::kTrue) {
      FindStoppingLeaf(program, machine, rule.node);
    }
  }
}

}  // namespace
}  // namespace vitrine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace vitrine;
  static const Bytes good = WriteProgram(testing::SampleProgram());
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
