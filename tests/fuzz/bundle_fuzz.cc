// Bytes as a bundle, with header and checksum made right so that the sections
// themselves are reached: read, written again, and run.
#include <cstdlib>
#include <cstring>

#include "runtime/bundle/format.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "runtime/decide/explain.h"
#include "runtime/decide/machine.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

/// The input replaces the bytes of a good bundle from an offset on.
Bytes Bundle(std::span<const std::uint8_t> input) {
  static const Bytes good = WriteProgram(testing::SampleProgram());
  Bytes file = good;
  if (input.size() < 2) return file;
  const std::size_t at = (input[0] + 256U * input[1]) % file.size();
  const auto patch = input.subspan(2);
  if (patch.size() > file.size() - at) file.resize(at + patch.size());
  std::memcpy(file.data() + at, patch.data(), patch.size());
  const auto size = static_cast<std::uint32_t>(file.size());
  std::memcpy(file.data(), good.data(), 8);
  std::memcpy(file.data() + 8, &size, sizeof size);
  const std::uint64_t checksum =
      Checksum(std::span<const std::uint8_t>(file).subspan(kHeaderBytes));
  std::memcpy(file.data() + kChecksumOffset, &checksum, sizeof checksum);
  return file;
}

void Run(const Program& program) {
  Machine machine(program);
  for (std::uint32_t i = 0; i < program.inputs.size(); ++i) {
    machine.SetInput(i, Value::Number(i));
    machine.Settle();
  }
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
  vitrine::Program program;
  const vitrine::Bytes bundle = vitrine::Bundle({data, size});
  if (vitrine::ReadProgram(bundle, program) == vitrine::ReadError::kNone) {
    vitrine::Program again;
    vitrine::Require(vitrine::ReadProgram(vitrine::WriteProgram(program),
                                          again) == vitrine::ReadError::kNone);
    vitrine::Require(again == program);
    vitrine::Run(program);
  }
  return 0;
}
