#ifndef VITRINE_TESTS_NATIVE_BUNDLE_TEST_SUPPORT_H_
#define VITRINE_TESTS_NATIVE_BUNDLE_TEST_SUPPORT_H_

#include <gtest/gtest.h>

#include <cstring>
#include <span>

#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "tests/native/sample_program.h"

namespace vitrine::testing {

inline ReadError ReadBundle(std::span<const std::uint8_t> bytes) {
  Program program;
  return ReadProgram(bytes, program);
}

inline ReadError RoundTrip(const Program& program) {
  return ReadBundle(WriteProgram(program));
}

/// Reads the full program after one change to it.
template <typename Change>
ReadError Changed(Change change) {
  Program program = FullProgram();
  change(program);
  return RoundTrip(program);
}

template <typename T>
void Patch(Bytes& file, std::size_t offset, T value) {
  std::memcpy(file.data() + offset, &value, sizeof value);
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_BUNDLE_TEST_SUPPORT_H_
