// The heap of vitrine.wasm and vitrine-inspect.wasm, in place of the C
// library's: a third of a kilobyte instead of two, and no import. Linked into
// these modules only; natively and in test programs the ordinary heap serves,
// with the sanitizers' help.
//
// Blocks have sizes that are powers of two. A freed block goes to the list of
// its size and serves the next request of that size: arrays double as they
// grow, so sizes repeat, and at most half of a block is wasted.
#include <cstddef>
#include <cstdint>
#include <new>

extern "C" unsigned char __heap_base;

namespace {

constexpr std::size_t kPageBytes = 65'536;
constexpr std::size_t kHeaderBytes = 8;  // keeps blocks aligned to 8
constexpr std::uint32_t kLeastOrder = 5;
constexpr std::uint32_t kMostOrder = 30;

struct Header {
  std::uint32_t order;  // the block has 2^order bytes, header included
  Header* next_free;    // once freed
};
static_assert(sizeof(Header) == kHeaderBytes);

Header* free_blocks[kMostOrder + 1];
std::uintptr_t unused = 0;  // what lies behind has never been given out

std::uint32_t OrderFor(std::size_t size) {
  std::uint32_t order = kLeastOrder;
  while ((std::size_t{1} << order) < size + kHeaderBytes) ++order;
  return order;
}

Header* Carve(std::uint32_t order) {
  if (unused == 0) {
    unused = (reinterpret_cast<std::uintptr_t>(&__heap_base) + 7) / 8 * 8;
  }
  const std::uintptr_t end = unused + (std::size_t{1} << order);
  const std::size_t pages = (end + kPageBytes - 1) / kPageBytes;
  const std::size_t there = __builtin_wasm_memory_size(0);
  if (pages > there &&
      __builtin_wasm_memory_grow(0, pages - there) == SIZE_MAX) {
    return nullptr;
  }
  auto* block = reinterpret_cast<Header*>(unused);
  block->order = order;
  unused = end;
  return block;
}

}  // namespace

extern "C" void* malloc(std::size_t size) {
  if (size > (std::size_t{1} << kMostOrder) - kHeaderBytes) return nullptr;
  const std::uint32_t order = OrderFor(size);
  Header* block = free_blocks[order];
  if (block != nullptr) {
    free_blocks[order] = block->next_free;
  } else {
    block = Carve(order);
  }
  return block == nullptr ? nullptr : block + 1;
}

extern "C" void free(void* memory) {
  if (memory == nullptr) return;
  Header* block = static_cast<Header*>(memory) - 1;
  // Who withdraws consent leaves nothing behind.
  __builtin_memset(memory, 0, (std::size_t{1} << block->order) - kHeaderBytes);
  block->next_free = free_blocks[block->order];
  free_blocks[block->order] = block;
}

/// The library's version gives up through abort(), which is an import.
void* operator new(std::size_t size) {
  void* memory = malloc(size);
  if (memory == nullptr) __builtin_trap();
  return memory;
}
void operator delete(void* memory) noexcept { free(memory); }
void operator delete(void* memory, std::size_t) noexcept { free(memory); }
