#ifndef VITRINE_RULES_TEXT_JSON_TREE_H_
#define VITRINE_RULES_TEXT_JSON_TREE_H_

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/text/diagnostic.h"
#include "runtime/bundle/program.h"

namespace vitrine::rules {

enum class JsonType : std::uint8_t {
  kNull,
  kBoolean,
  kNumber,
  kString,
  kArray,
  kObject
};

using NodeId = std::uint32_t;

/// A JSON value that knows where it stands. Links are kNone at the end.
struct JsonNode {
  JsonType type = JsonType::kNull;
  bool truth = false;
  double number = 0;
  std::uint32_t offset = 0;      ///< first byte of the value
  std::uint32_t end = 0;         ///< one past its last byte
  std::uint32_t key_offset = 0;  ///< members of objects: the key's quote
  std::uint32_t key = kNone;     ///< members of objects: text of the key
  std::uint32_t text = kNone;    ///< strings: text
  std::uint32_t index = 0;       ///< place among the parent's children
  std::uint32_t size = 0;        ///< number of children
  NodeId parent = kNone;
  NodeId first_child = kNone;
  NodeId next = kNone;
};

/// A parsed rule file; keeps a view of its text. Node 0 is the root.
class JsonTree {
 public:
  explicit JsonTree(std::string_view source) : source_(source) {}

  const JsonNode& operator[](NodeId id) const { return nodes_[id]; }
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(nodes_.size());
  }
  std::string_view key(NodeId id) const { return texts_[nodes_[id].key]; }
  std::string_view text(NodeId id) const { return texts_[nodes_[id].text]; }
  /// The value as it is written in the file.
  std::string_view token(NodeId id) const {
    return source_.substr(nodes_[id].offset,
                          nodes_[id].end - nodes_[id].offset);
  }
  /// The first member of that name, or kNone.
  NodeId Find(NodeId object, std::string_view name) const;

  Place ValuePlace(NodeId id) const;
  Place KeyPlace(NodeId id) const;
  std::string Pointer(NodeId id) const;

  /// For `for (NodeId child : tree.Children(id))`.
  class Range {
   public:
    class Iterator {
     public:
      Iterator(const JsonTree* tree, NodeId id) : tree_(tree), id_(id) {}
      NodeId operator*() const { return id_; }
      Iterator& operator++() {
        id_ = (*tree_)[id_].next;
        return *this;
      }
      bool operator!=(const Iterator& other) const { return id_ != other.id_; }

     private:
      const JsonTree* tree_;
      NodeId id_;
    };
    Range(const JsonTree* tree, NodeId first) : tree_(tree), first_(first) {}
    Iterator begin() const { return {tree_, first_}; }
    Iterator end() const { return {tree_, kNone}; }

   private:
    const JsonTree* tree_;
    NodeId first_;
  };
  Range Children(NodeId id) const { return {this, nodes_[id].first_child}; }

 private:
  friend class JsonTreeBuilder;

  std::string_view source_;
  std::vector<JsonNode> nodes_;
  TextTable texts_;
};

/// Reads JSON of any content. Without a result, a diagnostic says why; keys
/// that occur twice are errors too, but the tree is still given.
std::optional<JsonTree> ParseJson(std::string_view text,
                                  Diagnostics& diagnostics);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_JSON_TREE_H_
