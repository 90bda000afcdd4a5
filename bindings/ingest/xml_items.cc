#include "bindings/ingest/xml_items.h"

#include <expat.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

/// Any number but 0, for which the parser would ask for randomness. Its tables
/// hold the names of attributes alone, and kMaxXmlParserBytes of them at most.
constexpr unsigned long kSalt = 0x5bd1e995;

constexpr std::size_t kMostBytesAtOnce = 1U << 16;

/// The memory of the one parser that works in this thread. Its callbacks have
/// no argument to hold a budget.
thread_local std::size_t bytes_in_use = 0;

/// In front of each block, as long as the strictest alignment.
struct alignas(std::max_align_t) BlockHead {
  std::size_t size = 0;
};

void* Reallocate(void* block, std::size_t size) {
  BlockHead* head =
      block == nullptr ? nullptr : static_cast<BlockHead*>(block) - 1;
  const std::size_t old = head == nullptr ? 0 : head->size;
  if (size > kMaxXmlParserBytes ||
      bytes_in_use - old > kMaxXmlParserBytes - size) {
    return nullptr;
  }
  auto* moved =
      static_cast<BlockHead*>(std::realloc(head, sizeof(BlockHead) + size));
  if (moved == nullptr) return nullptr;
  moved->size = size;
  bytes_in_use += size - old;
  return moved + 1;
}
void* Allocate(std::size_t size) { return Reallocate(nullptr, size); }
void Free(void* block) {
  if (block == nullptr) return;
  BlockHead* head = static_cast<BlockHead*>(block) - 1;
  bytes_in_use -= head->size;
  std::free(head);
}

constexpr XML_Memory_Handling_Suite kMemory = {Allocate, Reallocate, Free};

std::string_view LocalName(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

}  // namespace

class XmlItems::Parser {
 public:
  explicit Parser(Take take) : take_(std::move(take)) {
    std::swap(bytes_in_use, bytes_);
    parser_ = XML_ParserCreate_MM(nullptr, &kMemory, nullptr);
    std::swap(bytes_in_use, bytes_);
    if (parser_ == nullptr) return;
    XML_SetHashSalt(parser_, kSalt);
    XML_SetUserData(parser_, this);
    XML_SetXmlDeclHandler(
        parser_, [](void* self, const char*, const char* encoding, int) {
          if (encoding != nullptr)
            static_cast<Parser*>(self)->Encoding(encoding);
        });
    XML_SetStartDoctypeDeclHandler(
        parser_, [](void* self, const char* name, const char*, const char*,
                    int) { static_cast<Parser*>(self)->DocumentType(name); });
    XML_SetElementHandler(
        parser_,
        [](void* self, const char* name, const char** attributes) {
          static_cast<Parser*>(self)->Begin(name, attributes);
        },
        [](void* self, const char*) { static_cast<Parser*>(self)->Close(); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const char* text,
                                            int size) {
      static_cast<Parser*>(self)->Text({text, static_cast<std::size_t>(size)});
    });
  }
  ~Parser() {
    std::swap(bytes_in_use, bytes_);
    XML_ParserFree(parser_);
    std::swap(bytes_in_use, bytes_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  Problem Add(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view piece = bytes.substr(0, kMostBytesAtOnce);
      bytes.remove_prefix(piece.size());
      Problem problem = Parse(piece, false);
      if (!problem.empty()) return problem;
    }
    return {};
  }
  Problem End() {
    Problem problem = Parse({}, true);
    if (!problem.empty() || any_item_) return problem;
    return "it is XML without an `item` (RSS) or `entry` (Atom)";
  }

 private:
  Problem Parse(std::string_view bytes, bool last) {
    if (parser_ == nullptr) return "there is not enough memory";
    std::swap(bytes_in_use, bytes_);
    const XML_Status status = XML_Parse(
        parser_, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
    std::swap(bytes_in_use, bytes_);
    if (!problem_.empty()) return problem_;
    if (status == XML_STATUS_OK) return {};
    const XML_Error error = XML_GetErrorCode(parser_);
    const std::string line =
        "line " + std::to_string(XML_GetCurrentLineNumber(parser_)) + ": ";
    if (error == XML_ERROR_NO_MEMORY) {
      return line + "it has tags of megabytes, or too many open at once";
    }
    return line + "it is no well-formed XML (" + XML_ErrorString(error) + ")";
  }

  void Stop(Problem problem) {
    problem_ = std::move(problem);
    XML_StopParser(parser_, XML_FALSE);
  }

  void Encoding(std::string_view encoding) {
    const std::string plain = Plain(encoding);
    if (plain == "utf8" || plain == "usascii" || plain == "ascii") return;
    Stop("it says that it is " + Quoted(encoding) + ": save it as UTF-8");
  }

  void DocumentType(std::string_view name) {
    if (Plain(name) == "html") {
      Stop("it is HTML, and a feed in XML is RSS or Atom");
    } else {
      Stop(
          "it has a document type (<!DOCTYPE), which no feed needs: it is "
          "refused for what entities can do");
    }
  }

  void Begin(std::string_view name, const char** attributes) {
    ++depth_;
    const std::string_view local = LocalName(name);
    if (item_depth_ == 0) {
      if (local != "item" && local != "entry") return;
      item_depth_ = depth_;
      item_ = {};
      item_.line = XML_GetCurrentLineNumber(parser_);
      bytes_of_item_ = 0;
      return;
    }
    // A field costs something even when it is empty.
    if (depth_ != item_depth_ + 1 || !Grow(local.size() + 1)) return;
    item_.fields.push_back({.name = std::string(local),
                            .text = {},
                            .prefixed = local.size() < name.size()});
    // Atom's <link href="..."/>.
    for (; *attributes != nullptr; attributes += 2) {
      if (std::string_view(*attributes) != "href") continue;
      const std::string_view link = attributes[1];
      if (Grow(link.size())) item_.fields.back().text = link;
    }
  }

  void Text(std::string_view text) {
    if (item_depth_ == 0 || depth_ != item_depth_ + 1) return;
    if (Grow(text.size())) item_.fields.back().text += text;
  }

  void Close() {
    if (depth_-- != item_depth_) return;
    item_depth_ = 0;
    any_item_ = true;
    take_(item_);
  }

  /// False: the item is too long for it.
  bool Grow(std::size_t bytes) {
    bytes_of_item_ += bytes;
    item_.too_long |= bytes_of_item_ > kMaxXmlItemBytes;
    return !item_.too_long;
  }

  const Take take_;
  XML_Parser parser_ = nullptr;
  std::size_t bytes_ = 0;  // in use by parser_
  Problem problem_;
  std::uint64_t depth_ = 0;       // of open elements
  std::uint64_t item_depth_ = 0;  // 0: outside of items
  std::size_t bytes_of_item_ = 0;
  XmlItem item_;
  bool any_item_ = false;
};

XmlItems::XmlItems(Take take)
    : parser_(std::make_unique<Parser>(std::move(take))) {}
XmlItems::~XmlItems() = default;

Problem XmlItems::Add(std::string_view bytes) { return parser_->Add(bytes); }
Problem XmlItems::End() { return parser_->End(); }

}  // namespace vitrine::ingest
