#include "bindings/ingest/splitter.h"

#include <algorithm>
#include <cstring>

namespace vitrine::ingest {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

void Splitter::Add(std::string_view bytes) {
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  buffer_ += bytes;
}

void Splitter::End() { ended_ = true; }

void Splitter::PassByteOrderMark() {
  if (started_ || (buffer_.size() < kByteOrderMark.size() && !ended_)) return;
  started_ = true;
  if (!buffer_.starts_with(kByteOrderMark)) return;
  begin_ = scanned_ = kByteOrderMark.size();
}

std::optional<std::string_view> Splitter::FirstLine() {
  PassByteOrderMark();
  if (!started_) return {};
  const std::size_t first = buffer_.find_first_not_of("\r\n", begin_);
  const std::size_t begin = std::min(first, buffer_.size());
  const std::size_t end = buffer_.find('\n', begin);
  if (end == std::string::npos && !ended_ &&
      buffer_.size() - begin <= kMaxRecordBytes) {
    return {};
  }
  std::string_view line(buffer_);
  line = line.substr(begin, std::min(end, buffer_.size()) - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool Splitter::Next(Record& record) {
  PassByteOrderMark();
  if (!started_) return false;
  for (;;) {
    if (skipping_ && !SkipLine()) return false;
    const Found found = FindEnd();
    if (found == Found::kNothing) return false;
    record = {.line = line_, .fault = {}, .fields = {}};
    if (found != Found::kRecord) {
      record.fault = found == Found::kTooLong
                         ? "it is longer than 1 MB"
                         : "a quote is not closed, or something follows it";
      skipping_ = true;
      return true;
    }
    std::string_view raw(buffer_);
    raw = raw.substr(begin_, scanned_ - begin_);
    line_ += 1 + (quotes_ ? static_cast<std::uint64_t>(
                                std::count(raw.begin(), raw.end(), '\n'))
                          : 0);
    begin_ = scanned_ = std::min(scanned_ + 1, buffer_.size());
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    if (raw.empty()) continue;
    quotes_ ? Unquote(raw) : Split(raw);
    record.fields = fields_;
    return true;
  }
}

/// Passes over the line that begins at begin_; false: it is not all there.
bool Splitter::SkipLine() {
  const std::size_t end = buffer_.find('\n', begin_);
  if (end == std::string::npos) {
    begin_ = scanned_ = buffer_.size();
    return false;
  }
  begin_ = scanned_ = end + 1;
  ++line_;
  skipping_ = false;
  return true;
}

/// Moves scanned_ to the end of the record that begins at begin_. It goes on
/// where it stopped for want of bytes.
Splitter::Found Splitter::FindEnd() {
  const std::size_t limit = begin_ + kMaxRecordBytes + 1;
  const std::size_t end = std::min(buffer_.size(), limit);
  if (scanned_ == begin_) {
    state_ = State::kStart;
    quotes_ = false;
    // Most records are lines without quotes.
    const char* const line = buffer_.data() + begin_;
    const void* const line_end = std::memchr(line, '\n', end - begin_);
    if (line_end != nullptr) {
      const auto size =
          static_cast<std::size_t>(static_cast<const char*>(line_end) - line);
      if (!delimiter_ || std::memchr(line, '"', size) == nullptr) {
        scanned_ = begin_ + size;
        return Found::kRecord;
      }
    }
  }
  for (; scanned_ < end; ++scanned_) {
    const char c = buffer_[scanned_];
    if (state_ == State::kQuoted) {
      if (c == '"') state_ = State::kClosed;
    } else if (c == '\n') {
      return Found::kRecord;
    } else if (!delimiter_) {
      continue;
    } else if (c == *delimiter_) {
      state_ = State::kStart;
    } else if (state_ == State::kStart && c == '"') {
      state_ = State::kQuoted;
      quotes_ = true;
    } else if (state_ == State::kStart) {
      state_ = State::kPlain;
    } else if (state_ == State::kClosed && c == '"') {
      state_ = State::kQuoted;
    } else if (state_ == State::kClosed && c != '\r') {
      return Found::kBadQuote;
    }
  }
  const bool open = state_ == State::kQuoted;
  if (scanned_ == limit) return open ? Found::kBadQuote : Found::kTooLong;
  if (!ended_ || scanned_ == begin_) return Found::kNothing;
  return open ? Found::kBadQuote : Found::kRecord;
}

void Splitter::Split(std::string_view raw) {
  fields_.clear();
  if (delimiter_) {
    for (std::size_t at; (at = raw.find(*delimiter_)) != raw.npos;) {
      fields_.push_back(raw.substr(0, at));
      raw.remove_prefix(at + 1);
    }
  }
  fields_.push_back(raw);
}

void Splitter::Unquote(std::string_view raw) {
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(raw.size());  // the fields point into it
  for (std::size_t i = 0;; ++i) {
    const std::size_t begin = unquoted_.size();
    if (i < raw.size() && raw[i] == '"') {
      for (++i; raw[i] != '"' || raw.substr(i + 1).starts_with('"'); ++i) {
        if (raw[i] == '"') ++i;
        unquoted_ += raw[i];
      }
      i = std::min(raw.find(*delimiter_, i), raw.size());
    } else {
      const std::size_t end = std::min(raw.find(*delimiter_, i), raw.size());
      unquoted_ += raw.substr(i, end - i);
      i = end;
    }
    fields_.push_back(std::string_view(unquoted_).substr(begin));
    if (i >= raw.size()) return;
  }
}

}  // namespace vitrine::ingest
