// Prints the decision signature: one number over everything that a fixed set
// of bundles answers to fixed streams of input. Native and wasm must agree.
#include <cinttypes>
#include <cstdio>

#include "runtime/bundle/writer.h"
#include "tests/native/abi_client.h"
#include "tests/native/random_program.h"

namespace vitrine::testing {
namespace {

constexpr double kStart = 1'767'268'800'000;
constexpr int kBundles = 60;
constexpr int kSteps = 150;

class Signature {
 public:
  void Add(std::span<const std::uint8_t> bytes) {
    for (std::uint8_t byte : bytes) {
      state_ = (state_ ^ byte) * 0x100000001b3ULL;
    }
  }
  void AddResult(AbiClient& client, std::int32_t size) {
    Add({reinterpret_cast<const std::uint8_t*>(&size), sizeof size});
    Add(client.ResultBytes(size));
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

constexpr std::u16string_view kWords[] = {u"", u"x", u"y", u"Fjell\u00f8",
                                          u"a-rather-long-item-identifier-"
                                          u"that-is-not-kept-as-text"};
constexpr std::u16string_view kEvents[] = {
    u"view_item", u"add_to_cart",      u"remove_from_cart",
    u"purchase",  u"add_to_wishlist",  u"select_item",
    u"page_view", u"something_of_ours"};

std::u16string_view Word(Random& random) { return kWords[random.Below(5)]; }

AbiItem RandomItem(Random& random) {
  AbiItem item = {Word(random), Word(random), Word(random)};
  if (!random.OneIn(3)) item.price = random.Below(10000) / 100.0;
  if (!random.OneIn(3)) item.quantity = random.Below(4);
  return item;
}

void Step(Random& random, double now, AbiClient& client) {
  switch (random.Below(6)) {
    case 0:
      client.Page(now, Word(random), Word(random));
      break;
    case 1:
      client.Attribute(now, random.Below(3), random.Below(4), random.Below(3),
                       Word(random));
      break;
    case 2: {
      const AbiItem items[] = {RandomItem(random), RandomItem(random)};
      client.Cart(now, items);
      break;
    }
    default: {
      const AbiItem items[] = {RandomItem(random), RandomItem(random),
                               RandomItem(random)};
      client.Event(now, kEvents[random.Below(8)],
                   std::span(items, random.Below(4)), Word(random));
      break;
    }
  }
}

void Run(Random& random, Signature& signature) {
  AbiClient client;
  const Bytes bundle =
      WriteProgram(random.OneIn(4) ? SampleProgram() : RandomProgram(random));
  double now = kStart;
  signature.AddResult(client, client.Load(bundle, now) == VITRINE_OK ? 32 : 0);
  client.Consent(now, true);
  for (int step = 0; step < kSteps; ++step) {
    now += random.Below(8) * random.Below(400) * 1000.0;
    Step(random, now, client);
    signature.AddResult(client, vitrine_decide(client.get(), now) == VITRINE_OK
                                    ? 24 + 2 * 16
                                    : 0);
    signature.AddResult(client, vitrine_segments(client.get(), now) * 4);
    if (!random.OneIn(20)) continue;
    const Bytes snapshot = client.Snapshot(now);
    signature.Add(snapshot);
    client.Restore(now, snapshot);
    vitrine_profile(client.get(), now);
    signature.AddResult(client, sizeof(VitrineProfile));
    vitrine_explain(client.get(), now, 0);
    signature.AddResult(client, sizeof(VitrineExplanation));
  }
}

}  // namespace
}  // namespace vitrine::testing

int main() {
  vitrine::testing::Random random(2026);
  vitrine::testing::Signature signature;
  for (int i = 0; i < vitrine::testing::kBundles; ++i) {
    vitrine::testing::Run(random, signature);
  }
  std::printf("%016" PRIx64 "\n", signature.value());
}
