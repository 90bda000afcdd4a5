// Bytes as a series of calls of the runtime's C ABI with arbitrary arguments
// and arbitrary contents of the arena.
#include <cstring>

#include "bindings/runtime_abi.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/writer.h"
#include "tests/native/abi_client.h"
#include "tests/native/sample_model.h"
#include "tests/native/sample_program.h"

namespace {

using vitrine::testing::SampleModel;

constexpr double kStart = 1'767'268'800'000;

constexpr std::uint32_t kModelFiles = 6;

/// The core, two look-up pages and three shards.
const vitrine::Bytes& ModelFile(std::uint32_t number) {
  static const vitrine::Bytes files[kModelFiles] = {
      SampleModel().Core(),  SampleModel().File(0), SampleModel().File(1),
      SampleModel().File(2), SampleModel().File(3), SampleModel().File(4)};
  return files[number % kModelFiles];
}

void Call(vitrine::ByteReader& input, vitrine::testing::AbiClient& client,
          double now) {
  Vitrine* vitrine = client.get();
  const std::uint8_t call = input.U8();
  const std::uint32_t argument = input.U8();
  const auto arena = input.Take(input.U8());
  if (!arena.empty()) {
    std::memcpy(
        vitrine_arena(vitrine, static_cast<std::uint32_t>(arena.size())),
        arena.data(), arena.size());
  }
  switch (call % 22) {
    case 0:
      vitrine_page(vitrine, now);
      break;
    case 1:
      vitrine_event(vitrine, now);
      break;
    case 2:
      vitrine_cart(vitrine, now, argument);
      break;
    case 3:
      vitrine_values(vitrine, now, argument);
      break;
    case 4:
      vitrine_decide(vitrine, now);
      break;
    case 5:
      vitrine_report(vitrine, now, argument / 8, argument % 8,
                     static_cast<std::uint32_t>(arena.size() / 4));
      break;
    case 6:
      vitrine_hold(vitrine, argument / 8, argument % 3);
      vitrine_segments(vitrine, now);
      break;
    case 7:
      vitrine_profile(vitrine, now);
      vitrine_forget_one(vitrine, now, argument % 4);
      break;
    case 8:
      vitrine_explain(vitrine, now, argument);
      vitrine_explain_items(vitrine, now, argument);
      break;
    case 9: {
      const std::int32_t size = vitrine_snapshot(vitrine, now);
      if (size > 0 && argument < 128) {
        // What it gave, with one bit changed.
        vitrine_arena(vitrine,
                      0)[argument % static_cast<std::uint32_t>(size)] ^= 1;
      }
      vitrine_restore(vitrine, now, static_cast<std::uint32_t>(size));
      break;
    }
    case 10:
      vitrine_text(vitrine, argument % 13, argument / 13);
      break;
    case 11:
      vitrine_consent(vitrine, now, argument & 3U, argument);
      break;
    case 12:
      vitrine_load(vitrine, now, argument);
      break;
    case 13:
      vitrine_model(vitrine, argument);
      break;
    case 14:
      vitrine_part(vitrine, argument);
      break;
    case 15:
      vitrine_items(vitrine, argument / 4, argument % 4 * 64);
      break;
    case 16:
      vitrine_slots(vitrine, argument);
      vitrine_rerank(vitrine, now, argument, argument % 8);
      break;
    case 17:
      if (argument % 4 == 0) {
        client.Model(ModelFile(argument / 4));
      } else {
        client.Part(ModelFile(argument / 4));
      }
      break;
    case 18:
      vitrine_force(vitrine, argument % 4,
                    argument / 4 % 4 == 3 ? VITRINE_NONE : argument / 4 % 4);
      break;
    case 19:
      vitrine_active(vitrine, now, argument * 1000.0 - 1000);
      break;
    case 20: {
      constexpr std::u16string_view kTexts[] = {u"a", u"x", u"tags", u""};
      vitrine::testing::AbiValue nodes[4];
      for (std::uint32_t i = 0; i < 4; ++i) {
        const std::u16string_view text = kTexts[(argument + i) % 4];
        nodes[i] = {.read = argument % 5,
                    .tag = (argument >> i) % 6,
                    .number = argument - 2.0,
                    .text = text,
                    .lower = text,
                    .version = text,
                    .json = text,
                    .key = text,
                    .size = 1 + (argument >> 2 * i) % 4};
      }
      client.Values(now, nodes);
      break;
    }
    default: {
      constexpr std::u16string_view kIds[] = {u"boot", u"tent", u"sock",
                                              u"stove"};
      const std::u16string_view id = kIds[argument / 2 % 4];
      const vitrine::testing::AbiItem item = {id, u"Fjell", u"Hiking", 89.5};
      client.Event(now, argument % 2 != 0 ? u"view_item" : u"purchase", item);
      client.Tell({.id = id,
                   .availability = argument / 8 % 4,
                   .number = argument < 128 ? argument / 2 % 4 : VITRINE_NONE,
                   .category = u"Hiking"});
      break;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const vitrine::Bytes bundle =
      vitrine::WriteProgram(vitrine::testing::FullProgram());
  vitrine::testing::AbiClient client;
  client.Load(bundle, kStart);
  client.Consent(kStart, true);
  client.Value(kStart, {1, 2, 30, u"30"});
  client.Model(ModelFile(0));
  vitrine::ByteReader input({data, size});
  double now = kStart;
  while (input.ok() && !input.AtEnd()) {
    now += input.U16() * 1000.0 - 1e6;
    Call(input, client, now);
  }
  return 0;
}
