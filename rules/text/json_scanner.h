#ifndef VITRINE_RULES_TEXT_JSON_SCANNER_H_
#define VITRINE_RULES_TEXT_JSON_SCANNER_H_

#include <cstddef>
#include <string_view>

namespace vitrine::rules {

/// Walks JSON text in step with a parser that reports values but not their
/// positions: each call takes the next token that the parser has accepted.
class JsonScanner {
 public:
  struct Token {
    std::size_t offset;
    std::size_t end;
  };

  explicit JsonScanner(std::string_view text);

  /// Skips white space, `,` and `:`, then takes a string, a literal, a number
  /// or one bracket.
  Token Next();

  /// The token at which a parser gave up after reading up to `limit`, and what
  /// separated it from the last token taken: `,`, `:` or 0.
  struct Refused {
    std::size_t offset;
    char separator;
  };
  Refused NextRefused(std::size_t limit) const;

 private:
  void SkipSpace(std::size_t& offset) const;
  std::size_t EndOfToken(std::size_t offset) const;

  std::string_view text_;
  std::size_t offset_;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_JSON_SCANNER_H_
