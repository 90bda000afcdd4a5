#ifndef VITRINE_RUNTIME_BASE_ARRAY_H_
#define VITRINE_RUNTIME_BASE_ARRAY_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <type_traits>

namespace vitrine {

/// The part of Array that does not depend on the element type, so that every
/// page downloads it once; it is told the bytes of an element instead. Sizes
/// and positions are in elements. It has a standard layout, and so have arrays
/// and records of arrays.
class RawArray {
 public:
  RawArray() = default;
  RawArray(const RawArray&) = delete;
  RawArray& operator=(const RawArray&) = delete;
  ~RawArray();

  unsigned char* bytes() { return bytes_; }
  const unsigned char* bytes() const { return bytes_; }
  std::size_t size() const { return size_; }
  /// New bytes are zero.
  void Resize(std::size_t size, std::size_t element);

 protected:
  /// Elements are copies of the one at `value`, or zero where that is null.
  RawArray(std::size_t size, std::size_t element, const void* value = nullptr);
  void Swap(RawArray& other) noexcept;
  /// Traps when memory is exhausted, as do the others that grow.
  void Reserve(std::size_t size, std::size_t element);
  /// Precondition: the elements are not among these.
  void Insert(std::size_t at, const void* from, std::size_t count,
              std::size_t element);
  void Erase(std::size_t at, std::size_t count, std::size_t element);

  unsigned char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;  ///< in bytes
};

/// std::vector for plain records, with as much of its interface as is needed.
/// Each element type of std::vector would cost every shopper some 300 bytes.
/// resize() makes new elements of zero bytes, whatever the type's default
/// member initialisers say. Growing or erasing ends the life of references.
template <typename T>
class Array : private RawArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  Array() = default;
  explicit Array(std::size_t count) : RawArray(count, sizeof(T)) {}
  Array(std::size_t count, const T& value)
      : RawArray(count, sizeof(T), &value) {}
  Array(std::initializer_list<T> elements) {
    append({elements.begin(), elements.size()});
  }
  Array(const T* first, const T* last) { append({first, last}); }
  Array(const Array& other) { append(other); }
  Array(Array&& other) noexcept { Swap(other); }
  Array& operator=(Array other) noexcept {
    Swap(other);
    return *this;
  }

  using RawArray::size;
  bool empty() const { return size_ == 0; }
  T* data() { return reinterpret_cast<T*>(bytes_); }
  const T* data() const { return reinterpret_cast<const T*>(bytes_); }
  RawArray& raw() { return *this; }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }
  T& operator[](std::size_t index) {
    assert(index < size());
    return data()[index];
  }
  const T& operator[](std::size_t index) const {
    assert(index < size());
    return data()[index];
  }
  T& back() {
    assert(!empty());
    return end()[-1];
  }
  const T& back() const {
    assert(!empty());
    return end()[-1];
  }

  void clear() { size_ = 0; }
  void reserve(std::size_t count) { Reserve(count, sizeof(T)); }
  void resize(std::size_t count) { Resize(count, sizeof(T)); }
  void resize(std::size_t count, T value) {
    std::size_t i = size();
    resize(count);
    for (; i < count; ++i) data()[i] = value;
  }
  void push_back(T value) { Insert(size_, &value, 1, sizeof(T)); }
  void insert(std::size_t at, T value) { Insert(at, &value, 1, sizeof(T)); }
  /// Precondition: the elements are not among these.
  void append(std::span<const T> elements) {
    Insert(size_, elements.data(), elements.size(), sizeof(T));
  }
  void erase(std::size_t at, std::size_t count = 1) {
    assert(at + count <= size());
    Erase(at, count, sizeof(T));
  }
  void swap(Array& other) noexcept { Swap(other); }

  bool operator==(const Array& other) const {
    if (size() != other.size()) return false;
    for (std::size_t i = 0; i < size(); ++i) {
      if (!(data()[i] == other.data()[i])) return false;
    }
    return true;
  }
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_ARRAY_H_
