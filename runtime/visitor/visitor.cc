#include "runtime/visitor/visitor.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/visitor/known_event.h"

namespace vitrine {
namespace {

double OrderValue(double told, std::span<const Item> items) {
  const double value = CleanMoney(told);
  if (value == value) return value;
  double sum = 0;
  for (const Item& item : items) sum += item.Worth();
  return std::min(sum, kMaxMoney);
}

}  // namespace

void Visitor::Bind(const Program& program) {
  matcher_ = Matcher(program);
  parts_->counters.Bind(matcher_, parts_->log, parts_->visit.started_at(),
                        parts_->now);
}

void Visitor::Advance(double now) {
  now = std::floor(std::min(now, kMaxTimeMs));
  if (now > parts_->now) parts_->now = now;
  if (parts_->began < 0) parts_->began = parts_->now;
  parts_->counters.Advance(matcher_, parts_->now);
}

void Visitor::Act() {
  if (parts_->visit.Touch(parts_->now)) parts_->counters.StartVisit();
}

Recorded Visitor::Record(double now, const EventInput& event) {
  Advance(now);
  now = parts_->now;
  const KnownEvent known = KnownEventOf(event.name);
  Identity transaction = kNoIdentity;
  if (known.meaning == EventMeaning::kPurchase && !event.transaction.empty()) {
    transaction = IdentityOf(IdentityKind::kOrder, event.transaction);
    if (parts_->orders.Contains(transaction)) return Recorded::kDuplicateOrder;
  }
  Act();

  Array<Item> items;
  for (const ItemInput& input :
       event.items.first(std::min(event.items.size(), kMaxEventItems))) {
    items.push_back(ItemOf(input));
    const Item& item = items.back();
    parts_->categories.Add(now, item.category, input.category, known.weight);
    parts_->brands.Add(now, item.brand, input.brand, known.weight);
    Attention& attention = parts_->attention;
    switch (known.meaning) {
      case EventMeaning::kSelect:
        attention.Look(item.id);
        break;
      case EventMeaning::kView:
        attention.Look(item.id);
        parts_->views.Add(now, item, input);
        break;
      case EventMeaning::kAddToCart:
        attention.Look(item.id);
        attention.Accept(item.id);
        parts_->cart.Add(now, item);
        break;
      case EventMeaning::kRemoveFromCart:
        parts_->cart.Remove(now, item);
        break;
      case EventMeaning::kPurchase:
        parts_->purchases.Add(now, item.id);
        break;
      case EventMeaning::kNotInterested:
        attention.Refuse(item.id, input.id);
        break;
      default:
        break;
    }
  }
  if (known.meaning == EventMeaning::kPage) {
    parts_->visit.AddPage();
    parts_->attention.TurnPage();
  }
  if (known.meaning == EventMeaning::kPurchase) {
    parts_->orders.Add(now, transaction, OrderValue(event.value, items));
    parts_->cart.Replace(now, {});
  }
  if (known.meaning == EventMeaning::kSearch) parts_->search.Set(event.search);
  Count({.name = IdentityOf(IdentityKind::kEvent, event.name),
         .items = items,
         .event_properties = event.event_properties,
         .item_properties = event.item_properties});
  return Recorded::kRecorded;
}

void Visitor::Count(EventLog::Event&& event) {
  event.time = parts_->now;
  event.untold = ValueTag::kNull;
  event.sequence = parts_->log.recorded();
  parts_->log.Add(event.time, event.name, event.items);
  parts_->counters.Record(matcher_, event);
}

void Visitor::SetCart(double now, std::span<const ItemInput> items) {
  Advance(now);
  Act();
  parts_->cart.Replace(parts_->now, items);
}

void Visitor::Report(double now, Identity outcome) {
  Advance(now);
  if (matcher_.Asks(outcome)) Count({.name = outcome});
}

void Visitor::Touch(double now, const TouchInput& touch) {
  Advance(now);
  Traffic& traffic = parts_->traffic;
  const bool is_known =
      traffic.field(static_cast<std::uint32_t>(TrafficField::kChannel)) !=
      kNoIdentity;
  if (is_known && parts_->visit.GoesOn(parts_->now) &&
      NameOf(IdentityKind::kValue, touch.channel) ==
          IdentityOf(IdentityKind::kValue, u"direct")) {
    return;
  }
  traffic.Touch(touch);
}

void Visitor::AddActive(double now, double ms) {
  Advance(now);
  parts_->visit.AddActive(ms);
}

void Visitor::SetSeed(double seed) {
  const bool fits = seed >= 0 && seed <= kMaxSeed && std::floor(seed) == seed;
  if (fits && parts_->seed < 0) parts_->seed = seed + 0.0;
}

Value Visitor::Read(const Input& input) const {
  const Parts& parts = *parts_;
  const std::uint32_t argument = input.argument;
  // The time of what never happened is NaN, and so is all that follows from it.
  double number = kNever;
  double since = kNever;
  bool is_truth = false;
  Identity name = kNoIdentity;
  Identity lower = kNoIdentity;
  // Empty: too long to have been kept.
  std::u16string_view text;
  switch (input.source) {
    case InputSource::kCounter:
      number = Count(argument);
      break;
    case InputSource::kSince:
      since = parts.counters.Latest(argument);
      break;
    case InputSource::kVisitNumber:
      number = parts.visit.number();
      break;
    case InputSource::kVisitPages:
      number = parts.visit.pages();
      break;
    case InputSource::kVisitAge:
      number = parts.visit.Age(parts.now);
      break;
    case InputSource::kVisitGap:
      number = parts.visit.gap();
      break;
    case InputSource::kVisitActive:
      number = parts.visit.active();
      break;
    case InputSource::kCartQuantity:
      number = parts.cart.quantity();
      break;
    case InputSource::kCartValue:
      number = parts.cart.value();
      break;
    case InputSource::kCartLines:
      number = static_cast<double>(parts.cart.lines().size());
      break;
    case InputSource::kCartAge:
      since = parts.cart.filled_at();
      break;
    case InputSource::kCartHas:
      number = parts.cart.Has(matcher_.identity(argument));
      is_truth = true;
      break;
    case InputSource::kOrdersCount:
      number = parts.orders.count();
      break;
    case InputSource::kOrdersValue:
      number = parts.orders.value();
      break;
    case InputSource::kOrdersAverage:
      number = parts.orders.value() / parts.orders.count();
      break;
    case InputSource::kOrdersFirst:
      since = parts.orders.first_at();
      break;
    case InputSource::kOrdersLast:
      since = parts.orders.last_at();
      break;
    case InputSource::kOrdersFirstAt:
      number = parts.orders.first_at();
      break;
    case InputSource::kOrdersLastAt:
      number = parts.orders.last_at();
      break;
    case InputSource::kViewedCount:
      number = static_cast<double>(parts.views.items().size());
      break;
    case InputSource::kViewedHas:
      number = parts.views.Has(matcher_.identity(argument));
      is_truth = true;
      break;
    case InputSource::kViewedLast:
      if (views().items().empty()) break;
      name = views().items()[0].id;
      text = views().items()[0].item.text();
      break;
    case InputSource::kSearchLast:
      name = lower = parts.search.id();
      text = parts.search.text();
      break;
    case InputSource::kTraffic:
      name = parts.traffic.field(argument);
      text = parts.traffic.text(argument).text();
      break;
    case InputSource::kTopBrand:
    case InputSource::kTopCategory: {
      const auto entries =
          (input.source == InputSource::kTopBrand ? parts.brands
                                                  : parts.categories)
              .entries();
      if (entries.empty()) break;
      name = entries[0].id;
      text = entries[0].name.text();
      break;
    }
    case InputSource::kCategoryShare:
      number = parts.categories.ShareOf(matcher_.identity(argument));
      break;
    case InputSource::kBrandShare:
      number = parts.brands.ShareOf(matcher_.identity(argument));
      break;
    default:
      break;
  }
  if (since == since) number = parts.now - since;
  Value value;
  if (name != kNoIdentity) {
    SetName(value, name);
    value.lower = lower;
    value.units = text;
  } else {
    SetNumber(value, number);
    if (is_truth) value.tag = ValueTag::kTruth;
  }
  return value;
}

double Visitor::Since(std::size_t counter) const {
  return std::max(parts_->counters.Since(counter),
                  std::max(parts_->began, 0.0));
}

void Visitor::Replace(std::unique_ptr<Parts>& parts) {
  parts_.swap(parts);
  parts_->counters.Bind(matcher_, parts_->log, parts_->visit.started_at(),
                        parts_->now);
}

void Visitor::Forget() {
  auto fresh = std::make_unique<Parts>();
  fresh->now = parts_->now;
  if (parts_->began >= 0) fresh->began = fresh->now;
  Replace(fresh);
}

void Visitor::ForgetItems(double now, const ItemsOf& items) {
  Advance(now);
  Parts& parts = *parts_;
  const Identity value = items.value;
  if (items.field == &Item::id) {
    parts.views.Remove(value);
    parts.purchases.Remove(value);
    parts.attention.Look(value);
    parts.attention.Accept(value);
  } else {
    (items.field == &Item::brand ? parts.brands : parts.categories)
        .Remove(value);
  }
  parts.counters.Remove(matcher_, items, parts.log, parts.visit.started_at(),
                        parts.now);
}

}  // namespace vitrine
