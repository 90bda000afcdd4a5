#include "bindings/command/progress.h"

#include <cmath>
#include <cstdio>

namespace vitrine::command {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRewrite(100);
constexpr milliseconds kFirstLine(2'000);
constexpr milliseconds kNextLine(5'000);

std::string Whole(double number) {
  return std::to_string(std::llround(number));
}

}  // namespace

Progress::Progress(bool rewrite) : rewrite_(rewrite) {
  next_ = Clock::now() + (rewrite ? kRewrite : kFirstLine);
}

void Progress::Begin(std::string_view work) {
  work_ = work;
  begun_ = Clock::now();
}

void Progress::Show(double done, double bytes) {
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + (rewrite_ ? kRewrite : kNextLine);
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  std::string line = work_;
  const char* separator = ": ";
  const auto add = [&line, &separator](const std::string& text) {
    line += separator + text;
    separator = ", ";
  };
  if (done == done) add(Whole(100 * done) + " %");
  if (bytes > 0 && seconds > 0) add(Whole(bytes / seconds / 1e6) + " MB/s");
  if (done > 0.01) add(Whole(seconds / done * (1 - done)) + " s left");
  if (!rewrite_) {
    std::fprintf(stderr, "%s\n", line.c_str());
    return;
  }
  const std::size_t size = line.size();
  if (size < shown_) line.append(shown_ - size, ' ');
  std::fprintf(stderr, "\r%s", line.c_str());
  shown_ = size;
}

void Progress::Clear() {
  if (shown_ == 0) return;
  std::fprintf(stderr, "\r%*s\r", static_cast<int>(shown_), "");
  shown_ = 0;
}

}  // namespace vitrine::command
