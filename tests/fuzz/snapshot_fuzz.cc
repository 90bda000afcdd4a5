// Bytes as a snapshot's body under a right header: restored or refused, and
// what was restored goes on working and gives an equal snapshot.
#include <cstdlib>
#include <cstring>

#include "runtime/bundle/writer.h"
#include "runtime/visitor/snapshot.h"
#include "tests/native/abi_client.h"
#include "tests/native/sample_program.h"

namespace {

constexpr double kStart = 1'767'268'800'000;

void Prepare(vitrine::testing::AbiClient& client) {
  static const vitrine::Bytes bundle =
      vitrine::WriteProgram(vitrine::testing::SampleProgram());
  client.Load(bundle, kStart);
  client.Consent(kStart, true);
}

vitrine::Bytes GoodSnapshot() {
  vitrine::testing::AbiClient client;
  Prepare(client);
  const vitrine::testing::AbiItem boot = {u"boot-1", u"Fjell", u"Hiking", 89.5};
  client.Page(kStart, u"home", u"/");
  client.Event(kStart + 1, u"view_item", boot);
  client.Event(kStart + 2, u"add_to_cart", boot);
  client.Event(kStart + 3, u"purchase", {&boot, 1}, u"t-1");
  client.Event(kStart + 4, u"add_to_cart", boot);
  vitrine_report(client.get(), kStart + 5, 0, VITRINE_SHOWN);
  return client.Snapshot(kStart + 6);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const vitrine::Bytes good = GoodSnapshot();
  vitrine::Bytes snapshot = good;
  if (size >= 1) {
    const std::size_t at =
        vitrine::kSnapshotHeaderBytes +
        data[0] % (good.size() - vitrine::kSnapshotHeaderBytes);
    if (size - 1 > snapshot.size() - at) snapshot.resize(at + size - 1);
    std::memcpy(snapshot.data() + at, data + 1, size - 1);
  }
  vitrine::SealSnapshot(snapshot);

  vitrine::testing::AbiClient client;
  Prepare(client);
  const bool restored = client.Restore(kStart, snapshot) == VITRINE_OK;
  if (restored) {
    const vitrine::Bytes first = client.Snapshot(kStart);
    if (client.Restore(kStart, first) != VITRINE_OK) std::abort();
    if (client.Snapshot(kStart) != first) std::abort();
  }
  const vitrine::testing::AbiItem boot = {u"boot-1", u"Fjell", u"Hiking", 89.5};
  client.Event(kStart + 10, u"view_item", boot);
  client.Decide(kStart + 11);
  vitrine_profile(client.get(), kStart + 12);
  return 0;
}
