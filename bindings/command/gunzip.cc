#include "bindings/command/gunzip.h"

#include <cstddef>
#include <utility>

namespace vitrine::command {
namespace {

constexpr std::size_t kChunkBytes = 1U << 18;
constexpr int kLargestWindow = 15;
constexpr int kGzip = 16;

}  // namespace

Gunzip::Gunzip(std::string name, Take take)
    : name_(std::move(name)), take_(std::move(take)) {}

Gunzip::~Gunzip() {
  if (!chunk_.empty()) inflateEnd(&stream_);
}

Problem Gunzip::Add(std::string_view bytes) {
  if (bytes.empty()) return {};
  if (state_ == State::kNew) {
    state_ = State::kPlain;
    if (bytes.starts_with("\x1f\x8b")) {
      if (inflateInit2(&stream_, kLargestWindow + kGzip) != Z_OK) {
        return "there is not enough memory";
      }
      chunk_.resize(kChunkBytes);
      state_ = State::kMember;
    }
  }
  return state_ == State::kPlain ? take_(bytes) : Inflate(bytes);
}

Problem Gunzip::End() const {
  return state_ == State::kMember ? Damaged() : Problem();
}

Problem Gunzip::Inflate(std::string_view bytes) {
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream_.avail_in = static_cast<uInt>(bytes.size());
  for (;;) {
    if (state_ == State::kDone) return {};
    if (state_ == State::kBetween) {
      if (stream_.avail_in == 0) return {};
      state_ = *stream_.next_in == 0 ? State::kDone : State::kMember;
      inflateReset(&stream_);
      continue;
    }
    stream_.next_out = reinterpret_cast<Bytef*>(chunk_.data());
    stream_.avail_out = static_cast<uInt>(chunk_.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    // Z_BUF_ERROR: all that can be done with these bytes is done.
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      return Damaged();
    }
    const std::size_t size = chunk_.size() - stream_.avail_out;
    if (size > 0) {
      Problem problem = take_(std::string_view(chunk_).substr(0, size));
      if (!problem.empty()) return problem;
    }
    if (result == Z_STREAM_END) {
      state_ = State::kBetween;
    } else if (stream_.avail_in == 0 && stream_.avail_out > 0) {
      return {};
    }
  }
}

Problem Gunzip::Damaged() const {
  return name_ + " is damaged: it begins as gzip, but cannot be uncompressed.";
}

}  // namespace vitrine::command
