#include "runtime/base/array.h"

#include <cstdlib>
#include <cstring>

namespace vitrine {
namespace {

constexpr std::size_t kLeastCapacity = 64;

}  // namespace

[[gnu::noinline]] RawArray::RawArray(std::size_t size, std::size_t element,
                                     const void* value) {
  Resize(size, element);
  for (std::size_t i = 0; value != nullptr && i < size; ++i) {
    std::memcpy(bytes_ + i * element, value, element);
  }
}

RawArray::~RawArray() { std::free(bytes_); }

[[gnu::noinline]] void RawArray::Swap(RawArray& other) noexcept {
  unsigned char old[sizeof(RawArray)];
  std::memcpy(old, this, sizeof old);
  std::memcpy(static_cast<void*>(this), &other, sizeof old);
  std::memcpy(static_cast<void*>(&other), old, sizeof old);
}

void RawArray::Reserve(std::size_t size, std::size_t element) {
  std::size_t capacity = size * element;
  if (capacity <= capacity_) return;
  if (capacity < capacity_ * 2) capacity = capacity_ * 2;
  if (capacity < kLeastCapacity) capacity = kLeastCapacity;
  auto* bytes = static_cast<unsigned char*>(std::malloc(capacity));
  if (bytes == nullptr) __builtin_trap();
  if (size_ != 0) std::memcpy(bytes, bytes_, size_ * element);
  std::free(bytes_);
  bytes_ = bytes;
  capacity_ = capacity;
}

void RawArray::Resize(std::size_t size, std::size_t element) {
  Reserve(size, element);
  if (size > size_) {
    std::memset(bytes_ + size_ * element, 0, (size - size_) * element);
  }
  size_ = size;
}

void RawArray::Insert(std::size_t at, const void* from, std::size_t count,
                      std::size_t element) {
  if (count == 0) return;
  Reserve(size_ + count, element);
  unsigned char* const place = bytes_ + at * element;
  if (at != size_) {
    std::memmove(place + count * element, place, (size_ - at) * element);
  }
  std::memcpy(place, from, count * element);
  size_ += count;
}

void RawArray::Erase(std::size_t at, std::size_t count, std::size_t element) {
  if (count == 0) return;
  size_ -= count;
  unsigned char* const place = bytes_ + at * element;
  std::memmove(place, place + count * element, (size_ - at) * element);
}

}  // namespace vitrine
