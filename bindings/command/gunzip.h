#ifndef VITRINE_BINDINGS_COMMAND_GUNZIP_H_
#define VITRINE_BINDINGS_COMMAND_GUNZIP_H_

#include <zlib.h>

#include <functional>
#include <string>
#include <string_view>

#include "bindings/ingest/problem.h"

namespace vitrine::command {

using ingest::Problem;

/// Passes the bytes of a file on, uncompressed when it begins with the mark of
/// gzip, whatever its name. A gzip file may have several members and end in
/// zero bytes; anything else behind them is damage.
class Gunzip {
 public:
  using Take = std::function<Problem(std::string_view bytes)>;

  /// `name` is for messages.
  Gunzip(std::string name, Take take);
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  /// The first piece has two bytes or is the whole file.
  Problem Add(std::string_view bytes);
  Problem End() const;

 private:
  enum class State : unsigned char { kNew, kPlain, kMember, kBetween, kDone };

  Problem Inflate(std::string_view bytes);
  Problem Damaged() const;

  const std::string name_;
  const Take take_;
  State state_ = State::kNew;
  z_stream stream_ = {};
  std::string chunk_;
};

}  // namespace vitrine::command

#endif  // VITRINE_BINDINGS_COMMAND_GUNZIP_H_
