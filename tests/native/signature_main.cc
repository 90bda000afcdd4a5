// Prints the decision signature: one number over everything that a fixed set
// of bundles answers to fixed streams of input. Native and wasm must agree.
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "rules/compile.h"
#include "runtime/bundle/writer.h"
#include "tests/native/abi_client.h"
#include "tests/native/random_program.h"
#include "tests/native/sample_model.h"

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
  template <typename T>
  void AddValue(const T& value) {
    Add({reinterpret_cast<const std::uint8_t*>(&value), sizeof value});
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

constexpr std::u16string_view kWords[] = {u"", u"x", u"y", u"Fjell\u00f8",
                                          u"a-rather-long-item-identifier-"
                                          u"that-is-not-kept-as-text"};
constexpr std::u16string_view kEvents[] = {
    u"view_item", u"add_to_cart",     u"remove_from_cart",
    u"purchase",  u"add_to_wishlist", u"select_item",
    u"page_view", u"not_interested",  u"something_of_ours"};

// Of the first items of a random model.
constexpr std::u16string_view kItems[] = {
    u"item-0",     u"item-7919",  u"item-15838", u"item-23757",
    u"item-31676", u"item-39595", u"item-47514", u"item-55433"};

std::u16string_view Word(Random& random) { return kWords[random.Below(5)]; }

std::u16string_view ItemId(Random& random) {
  return random.OneIn(4) ? Word(random) : kItems[random.Below(8)];
}

AbiItem RandomItem(Random& random) {
  AbiItem item = {ItemId(random), Word(random), Word(random)};
  if (!random.OneIn(3)) item.price = random.Below(10000) / 100.0;
  if (!random.OneIn(3)) item.quantity = random.Below(4);
  if (!random.OneIn(3)) item.availability = random.Below(4);
  return item;
}

/// A value, and perhaps others in it.
void Tell(Random& random, double now, AbiClient& client) {
  std::vector<AbiValue> nodes(1 + random.Below(5));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::u16string_view text = Word(random);
    nodes[i] = {.tag = random.Below(kValueTags - 1),
                .number = static_cast<double>(random.Below(3)),
                .text = text,
                .lower = text,
                .version = text,
                .json = text,
                .key = Word(random),
                .size = 1 + random.Below(3)};
  }
  nodes[0].read = random.Below(5);
  nodes[0].size = static_cast<std::uint32_t>(nodes.size());
  client.Values(now, nodes);
}

void Step(Random& random, double now, AbiClient& client) {
  switch (random.Below(8)) {
    case 6:
      vitrine_active(client.get(), now, random.Below(60'000));
      break;
    case 7: {
      const std::uint32_t shown[] = {random.Below(60), random.Below(60)};
      client.Report(now, random.Below(12), random.Below(4), shown);
      break;
    }
    case 0:
      client.Page(now, random.OneIn(3) ? ItemId(random) : u"", Word(random),
                  {Word(random), Word(random), Word(random), Word(random)});
      break;
    case 1:
      Tell(random, now, client);
      break;
    case 2: {
      const AbiItem items[] = {RandomItem(random), RandomItem(random)};
      client.Cart(now, items);
      break;
    }
    default: {
      const AbiItem items[] = {RandomItem(random), RandomItem(random),
                               RandomItem(random)};
      client.Event(now, kEvents[random.Below(9)],
                   std::span(items, random.Below(4)), Word(random),
                   std::nan(""), Word(random));
      break;
    }
  }
}

/// What happens to a model while a page stands.
void ModelStep(Random& random, const ModelBuilder& model, AbiClient& client) {
  switch (random.Below(5)) {
    case 0:
      client.Part(
          model.File(random.Below(model.page_count() + model.shard_count())));
      break;
    case 1:
      if (random.OneIn(10)) client.Model(model.Core());
      break;
    case 2:
      client.Slots({random.Below(3), random.Below(3)});
      break;
    case 3: {
      std::vector<AbiRecord> records;
      for (std::uint32_t i = 0; i < model.size() && i < 8; ++i) {
        records.push_back({.id = kItems[i],
                           .price = random.Below(300) / 10.0,
                           .availability = random.Below(kAvailabilities),
                           .number = i,
                           .category = Word(random),
                           .brand = Word(random)});
      }
      client.Tell(records);
      break;
    }
    default:
      client.Tell({.id = ItemId(random),
                   .price = random.Below(300) / 10.0,
                   .availability = random.Below(kAvailabilities)});
      break;
  }
}

/// Decisions, items and wanted files stand one behind the other.
std::int32_t DecisionSize(AbiClient& client, double now) {
  if (vitrine_decide(client.get(), now) != VITRINE_OK) return 0;
  const auto decision = client.Result<VitrineDecision>();
  return static_cast<std::int32_t>(decision.wanted_offset +
                                   decision.wanted_count * 4);
}

void AddEntries(Signature& signature, AbiClient& client, std::uint32_t count,
                std::uint32_t offset) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto entry = client.Result<VitrineProfileEntry>(offset + i * 16);
    const std::u16string text = client.ResultText(entry.text);
    signature.AddValue(entry.number);
    for (char16_t unit : text) signature.AddValue(unit);
  }
}

void AddProfile(Signature& signature, AbiClient& client, double now) {
  vitrine_profile(client.get(), now);
  const auto profile = client.Result<VitrineProfile>();
  signature.AddValue(profile);
  AddEntries(signature, client, profile.view_count, profile.views_offset);
  AddEntries(signature, client, profile.category_count,
             profile.categories_offset);
  AddEntries(signature, client, profile.brand_count, profile.brands_offset);
}

void AddExplanation(Signature& signature, AbiClient& client, double now) {
  if (vitrine_explain(client.get(), now, 0) != VITRINE_OK) return;
  const auto slot = client.Result<VitrineExplanation>();
  signature.AddValue(slot);
  for (const auto& rule : client.Results<VitrineRuleExplanation>(
           slot.rules_offset, slot.rule_count)) {
    signature.AddValue(rule);
    for (const auto& leaf : client.Results<VitrineLeafExplanation>(
             rule.leaves_offset, rule.leaf_count)) {
      signature.AddValue(leaf);
    }
  }
}

void Run(const Bytes& bundle, Random& random, Signature& signature) {
  AbiClient client;
  double now = kStart;
  signature.AddResult(client, client.Load(bundle, now) == VITRINE_OK
                                  ? sizeof(VitrineBundleInfo)
                                  : 0);
  client.Consent(now, true);
  const ModelBuilder model = RandomModel(random);
  signature.AddResult(client, client.Model(model.Core()) == VITRINE_OK
                                  ? sizeof(VitrineModelInfo)
                                  : 0);
  for (int step = 0; step < kSteps; ++step) {
    now += random.Below(8) * random.Below(400) * 1000.0;
    Step(random, now, client);
    if (random.OneIn(40))
      client.Consent(now, !random.OneIn(3), random.Below(99));
    if (random.OneIn(30)) {
      vitrine_force(client.get(), random.Below(3),
                    random.OneIn(2) ? VITRINE_NONE : random.Below(2));
    }
    if (random.OneIn(8)) ModelStep(random, model, client);
    signature.AddResult(client, DecisionSize(client, now));
    signature.AddResult(client, vitrine_segments(client.get(), now) * 4);
    if (!random.OneIn(20)) continue;
    const Bytes snapshot = client.Snapshot(now);
    signature.Add(snapshot);
    client.Restore(now, snapshot);
    AddProfile(signature, client, now);
    AddExplanation(signature, client, now);
  }
}

/// Three slots that always recommend, by any strategies.
Program RecommendingProgram(Random& random) {
  ProgramBuilder b;
  const std::uint32_t always =
      ProgramBuilder::Gate(b.program.conditions, GateKind::kAll, {});
  for (const char* slot : {"first", "second", "third"}) {
    b.RecommendationSlot(slot, 1 + random.Below(6));
    b.Rule(slot, 0, always, "{}");
    b.Recommend({static_cast<Strategy>(random.Below(kStrategies)),
                 static_cast<Strategy>(random.Below(kStrategies))});
  }
  return b.program;
}

Bytes Compiled(const char* file) {
  std::ifstream in(std::string(VITRINE_SOURCE_DIR "/tests/fuzz/corpus/rules/") +
                   file);
  const std::string json((std::istreambuf_iterator<char>(in)), {});
  constexpr std::string_view kZones =
      R"({"Europe/Oslo": [[0, 60], [1774746000000, 120], [1792890000000, 60]],
          "America/New_York": [[0, -300]], "Asia/Tokyo": [[0, 540]]})";
  const rules::CompileResult compiled =
      rules::Compile(json, {.zones_json = kZones});
  return compiled.program ? WriteProgram(*compiled.program) : Bytes();
}

}  // namespace
}  // namespace vitrine::testing

int main() {
  using namespace vitrine::testing;  // NOLINT
  Random random(2026);
  Signature signature;
  for (int i = 0; i < kBundles; ++i) {
    const auto program =
        random.OneIn(4) ? SampleProgram() : RandomProgram(random);
    Run(vitrine::WriteProgram(program), random, signature);
  }
  for (int i = 0; i < kBundles; ++i) {
    Run(vitrine::WriteProgram(RecommendingProgram(random)), random, signature);
  }
  for (const char* file : {"demo.json", "every_operator.json",
                           "recommendations.json", "whole_language.json"}) {
    const vitrine::Bytes bundle = Compiled(file);
    if (bundle.empty()) {
      std::fprintf(stderr, "%s does not compile\n", file);
      return 1;
    }
    signature.Add(bundle);
    for (int i = 0; i < 10; ++i) Run(bundle, random, signature);
  }
  std::printf("%016" PRIx64 "\n", signature.value());
}
