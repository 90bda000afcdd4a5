#include "bindings/ingest/json_events.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>

#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kLists[] = {"items", "products", "ecommerce.items"};

/// Where a path leads: to a value, or into a list with some path left. Null
/// pointers: nowhere.
struct Target {
  const Json* value = nullptr;
  const Json* list = nullptr;
  std::string_view rest;
};

Target Follow(const Json& from, std::string_view path) {
  const Json* at = &from;
  while (at->is_object()) {
    const auto whole = at->find(path);
    if (whole != at->end()) return {.value = &*whole};
    const std::size_t dot = path.find('.');
    const auto member = at->find(path.substr(0, dot));
    if (dot == path.npos || member == at->end()) return {};
    at = &*member;
    path.remove_prefix(dot + 1);
  }
  if (!at->is_array()) return {};
  return {.list = at, .rest = path};
}

bool IsScalar(const Json& value) {
  return value.is_string() || value.is_number();
}

/// The best of the role's keys that the object has; empty: it has none.
std::string_view MemberKey(const Json& object, const Role& role) {
  std::string_view found;
  if (!object.is_object()) return found;
  std::size_t best = role.headers.size();
  for (const auto& member : object.items()) {
    if (!IsScalar(member.value())) continue;
    const std::string plain = Plain(member.key());
    for (std::size_t i = 0; i < best; ++i) {
      if (role.headers[i] != plain) continue;
      found = member.key();
      best = i;
    }
  }
  return found;
}

const Json* Member(const Json& object, const Role& role) {
  const std::string_view key = MemberKey(object, role);
  return key.empty() ? nullptr : &*object.find(key);
}

bool HasPrice(const Json& object) {
  const auto items = object.items();
  return object.is_object() &&
         std::any_of(items.begin(), items.end(),
                     [](const auto& member) { return IsPrice(member.key()); });
}

const Role& RoleOf(LogRole role) {
  return LogRoles()[static_cast<std::size_t>(role)];
}

}  // namespace

/// One line, parsed.
class JsonEvents::Line {
 public:
  Line(std::string_view text, const ColumnNames& names)
      : json_(Json::parse(text.begin(), text.end(), nullptr, false)),
        names_(names) {
    if (!is_object()) return;
    if (const std::string* path = Named(LogRole::kItem)) {
      const Target target = Follow(json_, *path);
      list_ = target.list;
      return;
    }
    if (Member(json_, RoleOf(LogRole::kItem)) != nullptr) return;
    for (const std::string_view path : kLists) {
      const Target target = Follow(json_, path);
      if (target.value == nullptr || !target.value->is_array()) continue;
      list_ = target.value;
      return;
    }
  }

  bool is_json() const { return !json_.is_discarded(); }
  bool is_object() const { return json_.is_object(); }

  void Events(std::vector<RawEvent>& events) {
    RawEvent event;
    const VisitColumns visits = ChooseVisitColumns(
        KeyOf(LogRole::kSession), KeyOf(LogRole::kVisitor), names_);
    if (visits.session) event.session = Text(LogRole::kSession, nullptr);
    event.owner = Text(LogRole::kVisitor, nullptr);
    if (visits.visitor) event.visitor = event.owner;
    event.time = Text(LogRole::kTime, nullptr);
    if (Find(LogRole::kEvent, nullptr) != nullptr) {
      event.event = Text(LogRole::kEvent, nullptr);
    }
    event.invoice = !event.event && IsInvoice(visits);
    const std::size_t count = list_ == nullptr ? 1 : list_->size();
    for (std::size_t i = 0; i < count; ++i) {
      const Json* element = list_ == nullptr ? nullptr : &(*list_)[i];
      event.item = Text(LogRole::kItem, element);
      event.quantity = Text(LogRole::kQuantity, element);
      events.push_back(event);
    }
    if (count == 0) events.push_back(event);
  }

  std::string Hint(LogRole role) const {
    std::vector<std::string_view> keys;
    for (const auto& member : json_.items()) {
      keys.push_back(member.key());
    }
    std::string hint;
    if (const std::string* path = Named(role)) {
      hint = "; there is no " + Quoted(*path) + DidYouMean(*path, keys);
    }
    return hint + "; it has the keys " + Listed(keys);
  }

 private:
  const std::string* Named(LogRole role) const {
    const auto name = names_.find(RoleOf(role).name);
    return name == names_.end() ? nullptr : &name->second;
  }

  /// Where the line tells the role, or should; empty: it does not.
  std::string_view KeyOf(LogRole role) const {
    const std::string* path = Named(role);
    return path != nullptr ? *path : MemberKey(json_, RoleOf(role));
  }

  /// As in a log of columns; quantity and price are the line's, or those of one
  /// item of its list.
  bool IsInvoice(const VisitColumns& visits) const {
    if (!visits.session || !IsOrderNumber(KeyOf(LogRole::kSession))) {
      return false;
    }
    const auto was_sold = [this](const Json* element) {
      return Find(LogRole::kQuantity, element) != nullptr &&
             HasPrice(element != nullptr ? *element : json_);
    };
    if (list_ == nullptr) return was_sold(nullptr);
    return std::any_of(
        list_->begin(), list_->end(),
        [&was_sold](const Json& element) { return was_sold(&element); });
  }

  /// `element`: of the list of items, or null.
  const Json* Find(LogRole role, const Json* element) const {
    const std::string* path = Named(role);
    if (path == nullptr) {
      const Json* found = Member(element ? *element : json_, RoleOf(role));
      const bool maybe_id = role == LogRole::kItem && element != nullptr;
      if (found != nullptr || !maybe_id) return found;
      return Follow(*element, "id").value;
    }
    const Target target = Follow(json_, *path);
    if (element == nullptr || target.list != list_) return target.value;
    if (target.rest.empty()) return element;
    return Follow(*element, target.rest).value;
  }

  std::string_view Text(LogRole role, const Json* element) {
    const Json* value = Find(role, element);
    if (value == nullptr) return {};
    if (value->is_string()) return value->get_ref<const std::string&>();
    if (!value->is_number()) return {};
    return numbers_.emplace_back(value->dump());
  }

  const Json json_;
  const ColumnNames& names_;
  const Json* list_ = nullptr;       // of the items
  std::deque<std::string> numbers_;  // as texts
};

JsonEvents::JsonEvents(const ColumnNames& names) : names_(names) {}
JsonEvents::~JsonEvents() = default;

Problem JsonEvents::Read(std::string_view text, std::vector<RawEvent>& events) {
  events.clear();
  line_ = std::make_unique<Line>(text, names_);
  if (!line_->is_json()) return "it is not JSON";
  if (!line_->is_object()) return "it is not a JSON object";
  line_->Events(events);
  return {};
}

std::string JsonEvents::Hint(const RawEvent& event) const {
  if (event.session.empty() && event.visitor.empty()) {
    return line_->Hint(LogRole::kSession);
  }
  if (event.item.empty()) return line_->Hint(LogRole::kItem);
  if (event.time.empty()) return line_->Hint(LogRole::kTime);
  return {};
}

}  // namespace vitrine::ingest
