#include "rules/model/device_paths.h"

#include <array>
#include <utility>

#include "rules/model/dates.h"

namespace vitrine::rules {
namespace {

using Kind = PathTarget::Kind;
using Form = PathTarget::Form;
using Source = InputSource;

constexpr double kSecondMs = 1'000;
constexpr double kMinuteMs = 60'000;

constexpr std::string_view kDeviceTypes[] = {"desktop", "tablet", "mobile"};
constexpr std::string_view kChannels[] = {"direct", "search", "social",
                                          "email",  "paid",   "referral"};
enum class Values : std::uint8_t { kAny, kDeviceTypes, kChannels, kWeekdays };

constexpr auto kText = ValueType::kString;
constexpr auto kNumber = ValueType::kNumber;
constexpr auto kTruth = ValueType::kBoolean;
constexpr auto kTime = ValueType::kDate;

struct Row {
  std::string_view path;  ///< `<name>` at the end: anything may stand there
  ValueType type;
  Source source = Source::kRead;  ///< kRead: the page knows it
  Form form = Form::kPlain;
  std::uint32_t argument = 0;
  double unit_ms = 1;
  Values values = Values::kAny;
};

constexpr std::uint32_t Of(TrafficField field) {
  return static_cast<std::uint32_t>(field);
}

// Of paths that share a source and an argument, the first names the input.
constexpr Row kRows[] = {
    {"page.type", kText},
    {"page.url", kText},
    {"page.path", kText},
    {"page.title", kText},
    {"page.query.<name>", kText},
    {.path = "device.type", .type = kText, .values = Values::kDeviceTypes},
    {"device.touch", kTruth},
    {"device.width", kNumber},
    {"device.os", kText},
    {"device.browser", kText},
    {"device.language", kText},
    {"locale", kText},
    {"traffic.source", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kSource)},
    {"traffic.medium", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kMedium)},
    {"traffic.campaign", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kCampaign)},
    {"traffic.channel", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kChannel), 1, Values::kChannels},
    {"traffic.first.source", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kFirstSource)},
    {"traffic.first.medium", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kFirstMedium)},
    {"traffic.first.campaign", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kFirstCampaign)},
    {"traffic.first.channel", kText, Source::kTraffic, Form::kPlain,
     Of(TrafficField::kFirstChannel), 1, Values::kChannels},
    {"visit.number", kNumber, Source::kVisitNumber},
    {"visit.pages", kNumber, Source::kVisitPages},
    {"visit.seconds", kNumber, Source::kVisitAge, Form::kClock, 0, kSecondMs},
    {"visit.active_seconds", kNumber, Source::kVisitActive, Form::kClock, 0,
     kSecondMs},
    {"visit.days_since_last", kNumber, Source::kVisitGap, Form::kClock, 0,
     kDayMs},
    {"time.minute", kNumber, Source::kMinute},
    {"time.hour", kNumber, Source::kMinute, Form::kHour},
    {"time.weekday", kText, Source::kWeekday, Form::kWeekday, 0, 1,
     Values::kWeekdays},
    {"time.now", kTime, Source::kNow, Form::kDate},
    {"cart.quantity", kNumber, Source::kCartQuantity},
    {"cart.value", kNumber, Source::kCartValue},
    {"cart.items", kNumber, Source::kCartLines},
    {"cart.contains", kText, Source::kCartHas, Form::kContains},
    {"cart.minutes", kNumber, Source::kCartAge, Form::kClock, 0, kMinuteMs},
    {"orders.count", kNumber, Source::kOrdersCount},
    {"orders.value", kNumber, Source::kOrdersValue},
    {"orders.average", kNumber, Source::kOrdersAverage},
    {"orders.first", kTime, Source::kOrdersFirst, Form::kDate},
    {"orders.last", kTime, Source::kOrdersLast, Form::kDate},
    {"orders.days_since_first", kNumber, Source::kOrdersFirst, Form::kClock, 0,
     kDayMs},
    {"orders.days_since_last", kNumber, Source::kOrdersLast, Form::kClock, 0,
     kDayMs},
    {"viewed.count", kNumber, Source::kViewedCount},
    {"viewed.contains", kText, Source::kViewedHas, Form::kContains},
    {"viewed.last", kText, Source::kViewedLast},
    {"search.last", kText, Source::kSearchLast},
    {"affinity.item_category", kText, Source::kTopCategory, Form::kAffinity},
    {"affinity.item_brand", kText, Source::kTopBrand, Form::kAffinity},
    {"affinity.item_category.<name>", kNumber, Source::kCategoryShare},
    {"affinity.item_brand.<name>", kNumber, Source::kBrandShare},
};

// Paths that stand for events.
constexpr std::string_view kSearchCount = "search.count";
constexpr std::string_view kOrdersOfCategory = "orders.category.";
constexpr std::string_view kEventPaths[] = {
    kSearchCount, "orders.category.<name>.count",
    "orders.category.<name>.value", "orders.category.<name>.days_since_last"};

constexpr std::string_view kAnyName = "<name>";

constexpr auto kPathNames = [] {
  std::array<std::string_view, std::size(kRows) + std::size(kEventPaths)>
      names{};
  std::size_t count = 0;
  for (const Row& row : kRows) names[count++] = row.path;
  for (const std::string_view path : kEventPaths) names[count++] = path;
  return names;
}();

/// The part before `<name>`, or all of it.
std::string_view Stem(const Row& row) {
  return row.path.substr(0, row.path.find(kAnyName));
}

const Row* Find(std::string_view path) {
  for (const Row& row : kRows) {
    const std::string_view stem = Stem(row);
    const bool has_name = stem.size() < row.path.size();
    if (has_name ? path.starts_with(stem) && path.size() > stem.size()
                 : path == stem) {
      return &row;
    }
  }
  return nullptr;
}

/// What a condition with `where: {"item_category": {"$eq": category}}` reads.
EventPattern PurchaseOf(std::string_view category, NodeId node) {
  Condition path{.kind = Condition::Kind::kPath,
                 .node = node,
                 .name = "item_category",
                 .tests = {{.op = Operator::kEq,
                            .constants = {{.type = JsonType::kString,
                                           .text = std::string(category),
                                           .node = node}},
                            .node = node}}};
  Condition where{.kind = Condition::Kind::kAll, .node = node};
  where.children.push_back(std::move(path));
  EventPattern pattern{.event = "purchase", .node = node};
  pattern.where.push_back(std::move(where));
  return pattern;
}

}  // namespace

std::optional<PathTarget> FindDevicePath(std::string_view path) {
  const Row* row = Find(path);
  if (row == nullptr) return {};
  return PathTarget{
      .kind = row->source == Source::kRead ? Kind::kPage : Kind::kDevice,
      .type = row->type,
      .source = row->source,
      .form = row->form,
      .argument = row->argument,
      .symbol = std::string(path.substr(Stem(*row).size())),
      .unit_ms = row->unit_ms};
}

bool ExpandDevicePath(Condition& condition) {
  const std::string_view path = condition.name;
  if (path == kSearchCount) {
    condition.steps = {{.event = "search", .node = condition.node}};
    condition.kind = Condition::Kind::kEvent;
    return true;
  }
  const std::size_t dot = path.rfind('.');
  if (!path.starts_with(kOrdersOfCategory) || dot <= kOrdersOfCategory.size()) {
    return false;
  }
  const std::string_view figure = path.substr(dot + 1);
  if (figure == "count") {
    condition.kind = Condition::Kind::kEvent;
  } else if (figure == "value") {
    condition.kind = Condition::Kind::kEvent;
    condition.tally = Tally::kSum;
    condition.what = "price";
    condition.what_node = condition.node;
  } else if (figure == "days_since_last") {
    condition.kind = Condition::Kind::kSince;
    condition.target = {.kind = Kind::kTally,
                        .type = kNumber,
                        .source = Source::kSince,
                        .form = Form::kClock,
                        .unit_ms = kDayMs};
  } else {
    return false;
  }
  const std::size_t begin = kOrdersOfCategory.size();
  condition.steps = {
      PurchaseOf(path.substr(begin, dot - begin), condition.node)};
  return true;
}

Names DevicePathValues(std::string_view path) {
  const Row* row = Find(path);
  switch (row == nullptr ? Values::kAny : row->values) {
    case Values::kDeviceTypes:
      return kDeviceTypes;
    case Values::kChannels:
      return kChannels;
    case Values::kWeekdays:
      return WeekdayNames();
    case Values::kAny:
      break;
  }
  return {};
}

Names DevicePathNames() { return kPathNames; }

std::string DevicePathName(InputSource source, std::uint32_t argument,
                           std::string_view symbol) {
  // Absolute dates are inputs of their own.
  if (source == Source::kOrdersFirstAt) source = Source::kOrdersFirst;
  if (source == Source::kOrdersLastAt) source = Source::kOrdersLast;
  for (const Row& row : kRows) {
    if (row.source != source ||
        (source == Source::kTraffic && row.argument != argument)) {
      continue;
    }
    std::string name(Stem(row));
    if (row.form == Form::kContains) name += ' ';
    return name + std::string(symbol);
  }
  return {};
}

}  // namespace vitrine::rules
