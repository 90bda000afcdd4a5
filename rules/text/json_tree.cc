#include "rules/text/json_tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "rules/text/json_scanner.h"
#include "rules/text/limits.h"
#include "rules/text/names.h"
#include "runtime/base/text.h"

namespace vitrine::rules {
namespace {

std::size_t Utf16Units(std::string_view text) {
  std::size_t units = 0;
  ForEachUtf16Unit(text, [&units](char16_t) { ++units; });
  return units;
}

/// The part of nlohmann's message that says what is wrong inside a token.
std::string Reason(std::string_view what) {
  for (const std::string_view start :
       {"invalid string: ", "invalid number; "}) {
    const std::size_t at = what.find(start);
    if (at == std::string_view::npos) continue;
    std::string_view reason = what.substr(at + start.size());
    return std::string(reason.substr(0, reason.find("; last read")));
  }
  return {};
}

}  // namespace

/// Receives nlohmann's events. Returning false ends the parse.
class JsonTreeBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  JsonTreeBuilder(JsonTree& tree, Diagnostics& diagnostics)
      : tree_(tree), scanner_(tree.source_), diagnostics_(diagnostics) {}

  bool null() { return Value({.type = JsonType::kNull}); }
  bool boolean(bool truth) {
    return Value({.type = JsonType::kBoolean, .truth = truth});
  }
  bool number_integer(number_integer_t number) {
    return Number(static_cast<double>(number));
  }
  bool number_unsigned(number_unsigned_t number) {
    return Number(static_cast<double>(number));
  }
  bool number_float(number_float_t number, const string_t&) {
    return Number(number);
  }
  bool string(string_t& text) {
    return Value({.type = JsonType::kString, .text = tree_.texts_.Add(text)});
  }
  bool binary(binary_t&) { return false; }
  bool start_object(std::size_t) { return Open(JsonType::kObject); }
  bool start_array(std::size_t) { return Open(JsonType::kArray); }
  bool end_object() {
    ReportDuplicates(open_.back().node);
    return Close();
  }
  bool end_array() { return Close(); }

  bool key(string_t& name) {
    const JsonScanner::Token token = scanner_.Next();
    if (Utf16Units(name) > kMaxNameUnits) {
      diagnostics_.Error({token.offset, &tree_, open_.back().node}, "too-long",
                         "a key is longer than " +
                             std::to_string(kMaxNameUnits) + " characters");
      return false;
    }
    key_ = tree_.texts_.Add(name);
    key_offset_ = static_cast<std::uint32_t>(token.offset);
    return true;
  }

  template <typename Exception>
  bool parse_error(std::size_t position, const std::string&,
                   const Exception& exception) {
    Refuse(scanner_.NextRefused(position), exception.what());
    return false;
  }

  /// nlohmann takes a NUL character as the end of the text.
  bool IsAtEnd() {
    const JsonScanner::Refused rest = scanner_.NextRefused(0);
    if (rest.offset >= tree_.source_.size()) return true;
    Refuse(rest, {});
    return false;
  }

 private:
  struct OpenContainer {
    NodeId node;
    NodeId last_child;
  };

  void Refuse(const JsonScanner::Refused& refused, std::string_view what) {
    const std::string_view rest =
        tree_.source_.substr(std::min(refused.offset, tree_.source_.size()));
    const std::string expected = Expected(refused.separator);
    const std::string reason = Reason(what);
    const bool nul = rest.starts_with('\0');
    const std::string found = rest.empty() ? "the end of the text"
                              : nul        ? "the character U+0000"
                                           : Excerpt(rest);
    std::string message = "this is not JSON: ";
    if (rest.starts_with('/')) {
      message += "comments are not allowed";
    } else if (rest.starts_with('\'')) {
      message += "texts need double quotes";
    } else if (rest.starts_with('"') && !reason.empty()) {
      message += "bad text, " + reason;
    } else if (what.find("out_of_range") != std::string_view::npos) {
      message += "the number is too large";
    } else if (!reason.empty()) {
      message += "bad number, " + reason;
    } else {
      message += "expected " + expected + ", found " +
                 (rest.empty() || nul ? found : Quoted(found));
    }
    diagnostics_.Error(
        {refused.offset, &tree_, open_.empty() ? kNone : open_.back().node},
        "bad-json", message, {.found = found, .expected = expected});
  }

  bool Number(double number) {
    return Value(
        {.type = JsonType::kNumber, .number = number == 0 ? 0 : number});
  }

  bool Value(JsonNode node) { return Append(node) != kNone; }

  bool Open(JsonType type) {
    const NodeId id = Append({.type = type});
    if (id == kNone) return false;
    open_.push_back({id, kNone});
    if (open_.size() <= kMaxJsonDepth) return true;
    diagnostics_.Error(
        tree_.ValuePlace(id), "too-deep",
        "nested deeper than " + std::to_string(kMaxJsonDepth) + " levels");
    return false;
  }

  bool Close() {
    tree_.nodes_[open_.back().node].end =
        static_cast<std::uint32_t>(scanner_.Next().end);
    open_.pop_back();
    return true;
  }

  NodeId Append(JsonNode node) {
    const JsonScanner::Token token = scanner_.Next();
    node.offset = static_cast<std::uint32_t>(token.offset);
    node.end = static_cast<std::uint32_t>(token.end);
    const NodeId id = tree_.size();
    if (id >= kMaxJsonValues) {
      diagnostics_.Error({token.offset, &tree_, open_.back().node}, "limit",
                         "more than " + std::to_string(kMaxJsonValues) +
                             " values in one file");
      return kNone;
    }
    if (!open_.empty()) {
      OpenContainer& open = open_.back();
      JsonNode& parent = tree_.nodes_[open.node];
      node.parent = open.node;
      node.index = parent.size++;
      if (parent.type == JsonType::kObject) {
        node.key = key_;
        node.key_offset = key_offset_;
      }
      if (open.last_child == kNone) {
        parent.first_child = id;
      } else {
        tree_.nodes_[open.last_child].next = id;
      }
      open.last_child = id;
    }
    key_ = kNone;
    tree_.nodes_.push_back(node);
    return id;
  }

  void ReportDuplicates(NodeId object) {
    std::vector<NodeId> members;
    for (const NodeId member : tree_.Children(object))
      members.push_back(member);
    std::stable_sort(
        members.begin(), members.end(),
        [this](NodeId a, NodeId b) { return tree_.key(a) < tree_.key(b); });
    for (std::size_t i = 1; i < members.size(); ++i) {
      const std::string_view name = tree_.key(members[i]);
      if (name != tree_.key(members[i - 1])) continue;
      diagnostics_.Error(
          tree_.KeyPlace(members[i]), "duplicate-key",
          "the key " + Quoted(name) + " occurs twice in this object",
          {.found = std::string(name)});
    }
  }

  /// What the grammar allows after the last accepted token and separator.
  std::string Expected(char separator) const {
    if (key_ != kNone) return separator == ':' ? "a value" : "`:`";
    if (open_.empty()) {
      return tree_.size() == 0 ? "a value" : "the end of the text";
    }
    const JsonNode& node = tree_[open_.back().node];
    const bool object = node.type == JsonType::kObject;
    if (separator == ',') return object ? "a key in double quotes" : "a value";
    if (node.size > 0) return object ? "`,` or `}`" : "`,` or `]`";
    return object ? "a key in double quotes or `}`" : "a value or `]`";
  }

  static std::string Excerpt(std::string_view rest) {
    constexpr std::string_view kEnds = " \t\n\r,:{}[]\"";
    std::size_t size = std::min<std::size_t>(rest.find_first_of(kEnds), 20);
    size = std::min(std::max<std::size_t>(size, 1), rest.size());
    std::string excerpt;
    for (const char c : rest.substr(0, size)) {
      excerpt += c > ' ' && c < 0x7f ? c : '?';
    }
    return excerpt;
  }

  JsonTree& tree_;
  JsonScanner scanner_;
  Diagnostics& diagnostics_;
  std::vector<OpenContainer> open_;
  std::uint32_t key_ = kNone;
  std::uint32_t key_offset_ = 0;
};

NodeId JsonTree::Find(NodeId object, std::string_view name) const {
  for (const NodeId member : Children(object)) {
    if (key(member) == name) return member;
  }
  return kNone;
}

Place JsonTree::ValuePlace(NodeId id) const {
  return {nodes_[id].offset, this, id};
}

Place JsonTree::KeyPlace(NodeId id) const {
  return {nodes_[id].key == kNone ? nodes_[id].offset : nodes_[id].key_offset,
          this, id};
}

std::string JsonTree::Pointer(NodeId id) const {
  std::vector<NodeId> path;
  for (; nodes_[id].parent != kNone; id = nodes_[id].parent) path.push_back(id);
  std::string pointer;
  for (auto step = path.rbegin(); step != path.rend(); ++step) {
    pointer += '/';
    if (nodes_[*step].key == kNone) {
      pointer += std::to_string(nodes_[*step].index);
      continue;
    }
    for (const char c : key(*step)) {
      if (c == '~') {
        pointer += "~0";
      } else if (c == '/') {
        pointer += "~1";
      } else {
        pointer += c;
      }
    }
  }
  return pointer;
}

std::optional<JsonTree> ParseJson(std::string_view text,
                                  Diagnostics& diagnostics) {
  if (text.size() > kMaxTextBytes) {
    diagnostics.Error(
        {}, "limit",
        "the file is larger than " + std::to_string(kMaxTextBytes) + " bytes");
    return std::nullopt;
  }
  JsonTree tree(text);
  JsonTreeBuilder builder(tree, diagnostics);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder) ||
      !builder.IsAtEnd()) {
    return std::nullopt;
  }
  return tree;
}

}  // namespace vitrine::rules
