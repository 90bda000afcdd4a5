#include "bindings/ingest/event_collector.h"

#include <algorithm>

#include "bindings/ingest/text.h"
#include "runtime/base/text.h"
#include "runtime/rank/part.h"

namespace vitrine::ingest {
namespace {

static_assert(kMaxTextBytes <= kMaxItemIdBytes);

constexpr std::string_view kViews[] = {
    "viewitem",    "view",       "views",         "productview",
    "viewproduct", "itemview",   "productviewed", "viewedproduct",
    "detail",      "detailview", "productdetail", "viewcontent",
    "click",       "clicks",     "productclick"};
/// GA4 sends it for every page: it is a view where it names an item.
constexpr std::string_view kPageView = "pageview";
constexpr std::string_view kCarts[] = {"addtocart",    "cart",   "carts",
                                       "addtobasket",  "basket", "addedtocart",
                                       "productadded", "addcart"};
constexpr std::string_view kPurchases[] = {"purchase",
                                           "purchases",
                                           "purchased",
                                           "transaction",
                                           "buy",
                                           "order",
                                           "orders",
                                           "ordercompleted",
                                           "completedorder",
                                           "checkoutcomplete",
                                           "checkoutcompleted",
                                           "sale"};

/// Of LogRoles(): these numbers repeat from visitor to visitor.
constexpr std::string_view kWithinVisitor[] = {"gasessionid", "visit",
                                               "visitid"};
constexpr std::string_view kOrders[] = {"invoiceno",     "invoice",
                                        "invoiceid",     "orderid",
                                        "transactionid", "basketid"};
constexpr std::string_view kPrices[] = {"unitprice", "price", "itemprice"};
constexpr std::string_view kCustomers[] = {"customerid", "customer"};

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Names of events that are remembered.
constexpr std::uint32_t kMostNames = 64;

/// A text that identifies something.
Problem CheckName(std::string_view what, std::string_view text) {
  if (text.empty()) return "it has no " + std::string(what);
  if (text.size() > kMaxTextBytes) {
    return "its " + std::string(what) + " is longer than " +
           std::to_string(kMaxTextBytes) + " bytes";
  }
  if (text.find('\0') != text.npos) {
    return "its " + std::string(what) + " has a NUL byte";
  }
  if (!IsAscii(text) && !IsValidUtf8(text))
    return "its " + std::string(what) + " is not UTF-8";
  return {};
}

}  // namespace

std::span<const Role> LogRoles() {
  static const auto& roles = *new std::vector<Role>{
      {"session",
       {"session", "sessionid", "usersession", "sessionkey", "gasessionid",
        "visit", "visitid", "invoiceno", "invoice", "invoiceid", "orderid",
        "transactionid", "basketid"}},
      {"item",
       {"item", "itemid", "product", "productid", "sku", "productsku",
        "stockcode", "articleid", "article", "variantid", "contentid"}},
      {"time",
       {"time", "timestamp", "eventtime", "eventtimestamp", "datetime", "ts",
        "date", "eventdate", "createdat", "invoicedate", "orderdate"}},
      {"event",
       {"event", "eventtype", "eventname", "action", "type", "behavior",
        "behaviortype"}},
      {"quantity", {"quantity", "qty"}},
      {"visitor",
       {"visitor", "visitorid", "fullvisitorid", "userpseudoid", "clientid",
        "anonymousid", "deviceid", "cookieid", "userid", "user", "customerid",
        "customer"}},
  };
  return roles;
}

VisitColumns ChooseVisitColumns(std::string_view session,
                                std::string_view visitor,
                                const ColumnNames& names) {
  if (session.empty() || visitor.empty()) {
    return {.session = !session.empty(), .visitor = !visitor.empty()};
  }
  const bool session_told = names.contains("session");
  const bool visitor_told = names.contains("visitor");
  const std::string plain = Plain(session);
  if ((session_told && visitor_told) || Contains(kWithinVisitor, plain)) {
    return {.session = true, .visitor = true};
  }
  const bool order =
      IsOrderNumber(session) && !Contains(kCustomers, Plain(visitor));
  if (!session_told && (visitor_told || order)) return {.visitor = true};
  return {.session = true};
}

bool IsOrderNumber(std::string_view header) {
  return Contains(kOrders, Plain(header));
}

bool IsPrice(std::string_view header) {
  return Contains(kPrices, Plain(header));
}

std::optional<Action> ActionOf(std::string_view event) {
  const std::string plain = Plain(event);
  if (plain == kPageView || Contains(kViews, plain)) return Action::kView;
  if (Contains(kCarts, plain)) return Action::kCart;
  if (Contains(kPurchases, plain)) return Action::kPurchase;
  return {};
}

Problem EventCollector::Take(const RawEvent& event) {
  const bool sold = !event.event && !unnamed_ && event.invoice;
  Action action = sold ? Action::kPurchase : unnamed_.value_or(Action::kView);
  if (event.event) {
    const std::string_view name = Trimmed(*event.event);
    if (name.empty()) return "it has no event";
    const NamedAction known = Understand(name);
    const bool no_item = known.needs_item && Trimmed(event.item).empty();
    if (!known.action || no_item) {
      report_.AddOtherEvent(name);
      return {};
    }
    action = *known.action;
  }
  const std::string_view session = Trimmed(event.session);
  const std::string_view item = Trimmed(event.item);
  const std::string_view visitor = Trimmed(event.visitor);
  Problem problem;
  if (!session.empty() || visitor.empty()) {
    problem = CheckName("session", session);
  }
  if (problem.empty() && !visitor.empty()) {
    problem = CheckName("visitor", visitor);
  }
  if (problem.empty()) problem = CheckName("item", item);
  if (!problem.empty()) return problem;
  const std::string_view time = Trimmed(event.time);
  if (time.empty()) return "it has no time";
  LogRow row = {.action = action};
  problem = ReadTime(time_form_, time, row.time);
  if (!problem.empty()) return problem;
  if (!event.quantity.empty()) {
    const std::optional<double> quantity = ParseNumber(Trimmed(event.quantity));
    if (quantity && *quantity < 0) {
      ++report_.returns;
      return {};
    }
  }
  Add(row, session, visitor, Trimmed(event.owner), item);
  ++report_.rows;
  report_.invoices |= sold;
  return {};
}

EventCollector::NamedAction EventCollector::Understand(std::string_view name) {
  const std::uint32_t known = names_.Find(name);
  if (known != Dictionary::kAbsent) return of_name_[known];
  const NamedAction action = {.action = ActionOf(name),
                              .needs_item = Plain(name) == kPageView};
  if (names_.size() < kMostNames && name.size() <= kMaxTextBytes) {
    names_.Add(name);
    of_name_.push_back(action);
  }
  return action;
}

void EventCollector::Add(LogRow row, std::string_view session,
                         std::string_view visitor, std::string_view owner,
                         std::string_view item) {
  Pending& pending = pending_.emplace_back();
  pending.row = row;
  pending.begin = pending_texts_.size();
  pending.is_visitor = session.empty();
  if (!visitor.empty() && !session.empty()) {
    // The length tells where one ends and the other begins.
    pending_texts_ += std::to_string(visitor.size());
    pending_texts_ += ' ';
  }
  pending_texts_ += visitor;
  pending_texts_ += session;
  pending.session_size = pending_texts_.size() - pending.begin;
  if (!session.empty()) {
    pending_texts_ += owner;
    pending.owner_size = owner.size();
  }
  pending_texts_ += item;
  pending.item_size = item.size();
  if (pending_.size() == kMostPending) NumberPending();
}

void EventCollector::End() { NumberPending(); }

void EventCollector::NumberPending() {
  const std::string_view texts = pending_texts_;
  const auto session_of = [texts](const Pending& one) {
    return texts.substr(one.begin, one.session_size);
  };
  const auto item_of = [texts](const Pending& one) {
    return texts.substr(one.begin + one.session_size + one.owner_size,
                        one.item_size);
  };
  for (Pending& one : pending_) {
    one.session_hash = Dictionary::HashOf(session_of(one));
    one.item_hash = Dictionary::HashOf(item_of(one));
  }
  for (const int step : {0, 1, 2}) {
    for (const Pending& one : pending_) {
      log_.sessions.Prefetch(one.session_hash, step);
      log_.items.Prefetch(one.item_hash, step);
    }
  }
  for (Pending& one : pending_) {
    const std::uint32_t known = log_.sessions.size();
    const std::uint32_t session =
        log_.sessions.Add(session_of(one), one.session_hash);
    one.row.session = session;
    one.row.item = log_.items.Add(item_of(one), one.item_hash);
    if (one.is_visitor) {
      if (session >= log_.is_visitor.size()) {
        log_.is_visitor.resize(session + std::size_t{1});
      }
      if (!log_.is_visitor[session]) ++report_.visitors;
      log_.is_visitor[session] = true;
    } else if (session == known) {
      SetOwner(session,
               texts.substr(one.begin + one.session_size, one.owner_size));
    }
    log_.rows.push_back(one.row);
  }
  pending_.clear();
  pending_texts_.clear();
}

void EventCollector::SetOwner(std::uint32_t session, std::string_view owner) {
  if (owner.empty() || owner.size() > kMaxTextBytes) return;
  log_.owner_of.resize(session + std::size_t{1}, Dictionary::kAbsent);
  log_.owner_of[session] = log_.owners.Add(owner);
}

}  // namespace vitrine::ingest
