#include "runtime/visitor/visitor.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/visitor/known_event.h"

namespace vitrine {
namespace {

Value Name(Identity id) {
  return id == kNoIdentity ? Value::Null() : Value::Name(id);
}

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
  parts_->counters.Advance(parts_->now);
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

  Item all[kMaxEventItems];
  const std::span items(all, std::min(event.items.size(), kMaxEventItems));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const ItemInput& input = event.items[i];
    const Item& item = items[i] = ItemOf(input);
    parts_->categories.Add(now, item.category, input.category, known.weight);
    parts_->brands.Add(now, item.brand, input.brand, known.weight);
    switch (known.meaning) {
      case EventMeaning::kView:
        parts_->views.Add(now, item.id, input.id);
        break;
      case EventMeaning::kAddToCart:
        parts_->cart.Add(item);
        break;
      case EventMeaning::kRemoveFromCart:
        parts_->cart.Remove(item);
        break;
      default:
        break;
    }
  }
  if (known.meaning == EventMeaning::kPage) parts_->visit.AddPage();
  if (known.meaning == EventMeaning::kPurchase) {
    parts_->orders.Add(transaction, OrderValue(event.value, items));
    parts_->cart.Clear();
  }

  const Identity name = IdentityOf(IdentityKind::kEvent, event.name);
  parts_->log.Add(now, name, items);
  parts_->counters.Record(matcher_, parts_->log, now, name, items);
  return Recorded::kRecorded;
}

void Visitor::SetCart(double now, std::span<const ItemInput> items) {
  Advance(now);
  Act();
  parts_->cart.Clear();
  items = items.first(std::min(items.size(), kMaxEventItems));
  for (const ItemInput& item : items) parts_->cart.Add(ItemOf(item));
}

void Visitor::Report(double now, Identity rule, Outcome outcome) {
  Advance(now);
  parts_->exposures.Add(parts_->now, rule, outcome);
}

Value Visitor::Read(const Input& input) const {
  double number = 0;
  switch (input.source) {
    case InputSource::kAttribute:
    case InputSource::kPageType:
    case InputSource::kPagePath:
      return Value::Null();
    case InputSource::kAffinityCategory:
      return Name(categories().Top());
    case InputSource::kAffinityBrand:
      return Name(brands().Top());
    case InputSource::kCounter:
      number = Count(input.argument);
      break;
    case InputSource::kVisitNumber:
      number = visit().number();
      break;
    case InputSource::kVisitPages:
      number = visit().pages();
      break;
    case InputSource::kCartQuantity:
      number = cart().quantity();
      break;
    case InputSource::kCartValue:
      number = cart().value();
      break;
    case InputSource::kOrdersCount:
      number = orders().count();
      break;
    case InputSource::kOrdersValue:
      number = orders().value();
      break;
    case InputSource::kViewedCount:
      number = static_cast<double>(views().items().size());
      break;
  }
  return Value::Number(number);
}

double Visitor::Since(std::size_t counter) const {
  return std::max({parts_->counters.Since(counter), parts_->began, 0.0});
}

void Visitor::Replace(std::unique_ptr<Parts> parts) {
  parts_ = std::move(parts);
  parts_->counters.Bind(matcher_, parts_->log, parts_->visit.started_at(),
                        parts_->now);
}

void Visitor::Forget() {
  auto fresh = std::make_unique<Parts>();
  fresh->now = parts_->now;
  if (parts_->began >= 0) fresh->began = fresh->now;
  Replace(std::move(fresh));
}

}  // namespace vitrine
