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
constexpr std::string_view kCustomers[] = {"customerid", "customer"};

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A text that identifies something.
Problem CheckName(std::string_view what, std::string_view text) {
  if (text.empty()) return "it has no " + std::string(what);
  if (text.size() > kMaxTextBytes) {
    return "its " + std::string(what) + " is longer than " +
           std::to_string(kMaxTextBytes) + " bytes";
  }
  if (!IsValidUtf8(text)) return "its " + std::string(what) + " is not UTF-8";
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
      Contains(kOrders, plain) && !Contains(kCustomers, Plain(visitor));
  if (!session_told && (visitor_told || order)) return {.visitor = true};
  return {.session = true};
}

std::optional<Action> ActionOf(std::string_view event) {
  const std::string plain = Plain(event);
  if (plain == kPageView || Contains(kViews, plain)) return Action::kView;
  if (Contains(kCarts, plain)) return Action::kCart;
  if (Contains(kPurchases, plain)) return Action::kPurchase;
  return {};
}

Problem EventCollector::Take(const RawEvent& event) {
  Action action = unnamed_;
  if (event.event) {
    const std::string_view name = Trimmed(*event.event);
    if (name.empty()) return "it has no event";
    const std::optional<Action> known = ActionOf(name);
    const bool no_item = Trimmed(event.item).empty();
    if (!known || (no_item && Plain(name) == kPageView)) {
      report_.AddOtherEvent(name);
      return {};
    }
    action = *known;
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
  problem = time_.Read(time, row.time);
  if (!problem.empty()) return problem;
  const std::optional<double> quantity = ParseNumber(Trimmed(event.quantity));
  if (quantity && *quantity < 0) {
    ++report_.returns;
    return {};
  }
  row.session = SessionOf(session, visitor);
  row.item = log_.items.Add(item);
  log_.rows.push_back(row);
  ++report_.rows;
  return {};
}

std::uint32_t EventCollector::SessionOf(std::string_view session,
                                        std::string_view visitor) {
  if (visitor.empty()) return log_.sessions.Add(session);
  if (!session.empty()) {
    // The length tells where one ends and the other begins.
    return log_.sessions.Add(std::to_string(visitor.size()) + " " +
                             std::string(visitor) + std::string(session));
  }
  const std::uint32_t number = log_.sessions.Add(visitor);
  if (number >= log_.is_visitor.size()) log_.is_visitor.resize(number + 1);
  if (!log_.is_visitor[number]) ++report_.visitors;
  log_.is_visitor[number] = true;
  return number;
}

}  // namespace vitrine::ingest
