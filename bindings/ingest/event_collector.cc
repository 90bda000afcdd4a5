#include "bindings/ingest/event_collector.h"

#include <algorithm>

#include "bindings/ingest/money.h"
#include "bindings/ingest/text.h"
#include "runtime/base/text.h"

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
       {"session",       "sessionid",   "usersession", "sessionkey",
        "gasessionid",   "visit",       "visitid",     "visitor",
        "visitorid",     "userid",      "user",        "userpseudoid",
        "clientid",      "anonymousid", "deviceid",    "cookieid",
        "invoiceno",     "invoice",     "invoiceid",   "orderid",
        "transactionid", "basketid",    "customerid",  "customer"}},
      {"item",
       {"item", "itemid", "product", "productid", "sku", "productsku",
        "stockcode", "articleid", "article", "variantid", "contentid"}},
      {"time",
       {"time", "timestamp", "eventtime", "eventtimestamp", "datetime", "ts",
        "date", "eventdate", "createdat", "invoicedate", "orderdate"}},
      {"event",
       {"event", "eventtype", "eventname", "action", "type", "behavior",
        "behaviortype"}},
      {"price", {"price", "unitprice", "itemprice"}},
      {"quantity", {"quantity", "qty"}},
  };
  return roles;
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
  Problem problem = CheckName("session", session);
  if (problem.empty()) problem = CheckName("item", item);
  if (!problem.empty()) return problem;
  const std::string_view time = Trimmed(event.time);
  if (time.empty()) return "it has no time";
  LogRow row = {.action = action};
  problem = time_.Read(time, row.time);
  if (!problem.empty()) return problem;
  const std::string_view quantity = Trimmed(event.quantity);
  if (!quantity.empty()) {
    const std::optional<double> number = ParseNumber(quantity);
    if (!number) return "the quantity " + Quoted(quantity) + " is no number";
    if (*number < 0) {
      ++report_.returns;
      return {};
    }
  }
  const std::string_view price = Trimmed(event.price);
  Money money;
  if (!price.empty() && !ParseMoney(price, money)) {
    return "the price " + Quoted(price) + " is no price";
  }
  row.session = log_.sessions.Add(session);
  row.item = log_.items.Add(item);
  log_.rows.push_back(row);
  ++report_.rows;
  return {};
}

}  // namespace vitrine::ingest
