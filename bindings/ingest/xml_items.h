#ifndef VITRINE_BINDINGS_INGEST_XML_ITEMS_H_
#define VITRINE_BINDINGS_INGEST_XML_ITEMS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/problem.h"

namespace vitrine::ingest {

/// Longest item, counted as the bytes of its texts and names.
inline constexpr std::size_t kMaxXmlItemBytes = 1U << 20;
/// What the parser itself may hold on to: open elements, an unfinished tag and
/// all different names of attributes.
inline constexpr std::size_t kMaxXmlParserBytes = 8U << 20;

/// A product of a feed in XML: the elements right below it.
struct XmlItem {
  struct Field {
    std::string name;  ///< without the prefix
    std::string text;
    bool prefixed = false;  ///< `g:title` rather than `title`
  };
  std::uint64_t line = 0;  ///< where it begins, from 1
  bool too_long = false;   ///< then fields are missing
  std::vector<Field> fields;
};

/// Finds the products of RSS 2.0 (`item`) and Atom (`entry`). The bytes come in
/// pieces that are cut anywhere; memory does not grow with the file. Safe for
/// untrusted input. Refuses document types, hence entities of the file's own,
/// and what is not UTF-8.
class XmlItems {
 public:
  using Take = std::function<void(const XmlItem&)>;

  explicit XmlItems(Take take);
  ~XmlItems();

  /// After a problem nothing more may be added.
  Problem Add(std::string_view bytes);
  Problem End();

 private:
  class Parser;

  std::unique_ptr<Parser> parser_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_XML_ITEMS_H_
