#include "runtime/base/array.h"

#include <cstdlib>
#include <cstring>

namespace vitrine {
namespace {

constexpr std::size_t kLeastCapacity = 64;

}  // namespace

RawArray::~RawArray() { std::free(bytes_); }

void RawArray::SwapBytes(RawArray& other) noexcept {
  const auto swap = [](auto& a, auto& b) {
    const auto old = a;
    a = b;
    b = old;
  };
  swap(bytes_, other.bytes_);
  swap(size_, other.size_);
  swap(capacity_, other.capacity_);
}

void RawArray::ReserveBytes(std::size_t capacity) {
  if (capacity <= capacity_) return;
  if (capacity < capacity_ * 2) capacity = capacity_ * 2;
  if (capacity < kLeastCapacity) capacity = kLeastCapacity;
  auto* bytes = static_cast<unsigned char*>(std::malloc(capacity));
  if (bytes == nullptr) __builtin_trap();
  if (size_ != 0) std::memcpy(bytes, bytes_, size_);
  std::free(bytes_);
  bytes_ = bytes;
  capacity_ = capacity;
}

void RawArray::ResizeBytes(std::size_t size) {
  ReserveBytes(size);
  if (size > size_) std::memset(bytes_ + size_, 0, size - size_);
  size_ = size;
}

void RawArray::InsertBytes(std::size_t at, const void* from, std::size_t size) {
  if (size == 0) return;
  ReserveBytes(size_ + size);
  std::memmove(bytes_ + at + size, bytes_ + at, size_ - at);
  std::memcpy(bytes_ + at, from, size);
  size_ += size;
}

void RawArray::EraseBytes(std::size_t at, std::size_t size) {
  if (size == 0) return;
  std::memmove(bytes_ + at, bytes_ + at + size, size_ - at - size);
  size_ -= size;
}

}  // namespace vitrine
