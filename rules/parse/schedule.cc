#include "rules/parse/schedule.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rules/model/dates.h"
#include "rules/parse/store.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {"from", "until", "weekdays", "hours",
                                      "zone"};
constexpr std::uint32_t kDays = 7;
constexpr std::int32_t kDayMinutes = 1440;
constexpr char kHoursForm[] =
    "a list of two times of day such as [\"09:00\", \"17:30\"]";

/// Minutes of `09:30`; `24:00` is the end of the day.
std::optional<std::int32_t> MinutesOf(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return {};
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (text[i] < '0' || text[i] > '9') return {};
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > kDayMinutes) return {};
  return hour * 60 + minute;
}

using Days = std::array<bool, kDays>;

class ScheduleParser {
 public:
  ScheduleParser(Shape& shape, const Zones& zones, Model& model)
      : shape_(shape), tree_(shape.tree), zones_(zones), model_(model) {}

  std::vector<Condition> Parse(NodeId node) {
    if (!shape_.Is(node, JsonType::kObject, "`schedule`")) return {};
    shape_.HasOnlyKeys(node, "`schedule`", kKeys);
    if (tree_[node].size == 0) {
      shape_.diagnostics.Error(tree_.ValuePlace(node), "bad-value",
                               "`schedule` must not be empty",
                               {.found = "{}", .expected = OneOf(kKeys)});
    }
    if (const NodeId zone = tree_.Find(node, "zone"); zone != kNone) {
      zone_ = ParseZone(shape_, zone, "`zone`", zones_, model_);
      if (zone_ == kNone) return {};
    }
    ParseSpan(node);
    ParseDays(node);
    return std::move(conditions_);
  }

 private:
  void ParseSpan(NodeId node) {
    const NodeId from = tree_.Find(node, "from");
    const NodeId until = tree_.Find(node, "until");
    const std::optional<double> first = TimeAt(from, "`from`");
    const std::optional<double> end = TimeAt(until, "`until`");
    if (first && end && *end <= *first) {
      shape_.diagnostics.Error(tree_.ValuePlace(until), "bad-value",
                               "`until` must be later than `from`",
                               {.found = shape_.Found(until)});
      return;
    }
    if (end && *end <= shape_.now) {
      shape_.diagnostics.Warning(tree_.ValuePlace(until), "schedule-over",
                                 "the schedule is over: `until` has passed",
                                 {.found = shape_.Found(until)});
    }
    const auto add = [this](Operator op, double time, NodeId at) {
      conditions_.push_back(
          Compare(InputSource::kNow, at, {Number(op, time, at)}));
    };
    if (first) add(Operator::kGte, *first, from);
    if (end) add(Operator::kLt, *end, until);
  }

  std::optional<double> TimeAt(NodeId node, std::string_view what) {
    if (node == kNone || !shape_.Is(node, JsonType::kString, what)) return {};
    const auto time = ParseDate(tree_.text(node), model_.zones[zone_]);
    if (!time) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          std::string(what) + " must be " + kDateForm,
          {.found = shape_.Found(node), .expected = kDateForm});
    }
    return time;
  }

  /// Hours that pass midnight belong to the day on which they begin.
  void ParseDays(NodeId node) {
    const NodeId weekdays = tree_.Find(node, "weekdays");
    const NodeId hours = tree_.Find(node, "hours");
    Days days{};
    if (weekdays != kNone && !ReadWeekdays(weekdays, days)) return;
    std::int32_t from = 0;
    std::int32_t until = kDayMinutes;
    if (hours != kNone && !ReadHours(hours, from, until)) return;
    if (from < until) {
      if (weekdays != kNone) conditions_.push_back(OnDays(days, weekdays));
      if (from > 0) conditions_.push_back(From(from, hours));
      if (until < kDayMinutes) conditions_.push_back(Until(until, hours));
      return;
    }
    Condition evening = From(from, hours);
    Condition morning = Until(until, hours);
    if (weekdays != kNone) {
      Days next{};
      for (std::uint32_t i = 0; i < kDays; ++i) next[(i + 1) % kDays] = days[i];
      evening = Both(OnDays(days, weekdays), std::move(evening));
      morning = Both(OnDays(next, weekdays), std::move(morning));
    }
    Condition any{.kind = Condition::Kind::kAny, .node = hours};
    any.children.push_back(std::move(evening));
    any.children.push_back(std::move(morning));
    conditions_.push_back(std::move(any));
  }

  bool ReadWeekdays(NodeId node, Days& days) {
    if (!shape_.Is(node, JsonType::kArray, "`weekdays`")) return false;
    if (tree_[node].size == 0) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value", "`weekdays` must not be empty",
          {.found = "[]", .expected = OneOf(WeekdayNames())});
      return false;
    }
    for (const NodeId child : tree_.Children(node)) {
      const std::uint32_t day =
          shape_.Choose(child, "an element of `weekdays`", "weekday",
                        "unknown-weekday", WeekdayNames());
      if (day == kNone) continue;
      if (days[day]) {
        shape_.diagnostics.Error(
            tree_.ValuePlace(child), "bad-value",
            Quoted(WeekdayNames()[day]) + " stands in `weekdays` twice",
            {.found = shape_.Found(child)});
      }
      days[day] = true;
    }
    return true;
  }

  bool ReadHours(NodeId node, std::int32_t& from, std::int32_t& until) {
    if (!shape_.Is(node, JsonType::kArray, "`hours`")) return false;
    if (tree_[node].size != 2) {
      const std::string found = std::to_string(tree_[node].size) + " elements";
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          std::string("`hours` must be ") + kHoursForm + ", found " + found,
          {.found = found, .expected = kHoursForm});
      return false;
    }
    const NodeId first = tree_[node].first_child;
    const NodeId second = tree_[first].next;
    const auto begin = TimeOfDay(first, kDayMinutes - 1);
    const auto end = TimeOfDay(second, kDayMinutes);
    if (!begin || !end) return false;
    if (*begin == *end) {
      constexpr char kWholeDay[] = "[\"00:00\", \"24:00\"]";
      shape_.diagnostics.Error(
          tree_.ValuePlace(second), "bad-value",
          "`hours` begin and end at " + shape_.Found(second) +
              "; the whole day is " + kWholeDay,
          {.found = shape_.Found(second), .expected = "another time"});
      return false;
    }
    from = *begin;
    until = *end;
    return true;
  }

  std::optional<std::int32_t> TimeOfDay(NodeId node, std::int32_t latest) {
    constexpr std::string_view kWhat = "an element of `hours`";
    if (!shape_.Is(node, JsonType::kString, kWhat)) return {};
    const std::string text(tree_.text(node));
    const auto minutes = MinutesOf(text);
    if (minutes && *minutes <= latest) return minutes;
    const std::string padded = "0" + text;
    const std::string expected = MinutesOf(padded) ? "\"" + padded + "\""
                                 : latest == kDayMinutes
                                     ? "a time from \"00:00\" to \"24:00\""
                                     : "a time from \"00:00\" to \"23:59\"";
    shape_.diagnostics.Error(
        tree_.ValuePlace(node), "bad-value",
        std::string(kWhat) + " must be " + expected + ", found " +
            shape_.Found(node),
        {.found = shape_.Found(node), .expected = expected});
    return {};
  }

  Condition OnDays(const Days& days, NodeId node) {
    Test test{.op = Operator::kIn, .node = node};
    for (std::uint32_t i = 0; i < kDays; ++i) {
      if (days[i]) {
        test.constants.push_back(
            {.type = JsonType::kNumber, .number = i + 1.0, .node = node});
      }
    }
    return Compare(InputSource::kWeekday, node, {std::move(test)});
  }
  Condition From(std::int32_t minute, NodeId node) {
    return Compare(InputSource::kMinute, node,
                   {Number(Operator::kGte, minute, node)});
  }
  Condition Until(std::int32_t minute, NodeId node) {
    return Compare(InputSource::kMinute, node,
                   {Number(Operator::kLt, minute, node)});
  }

  static Test Number(Operator op, double number, NodeId node) {
    return {.op = op,
            .constants = {{.type = JsonType::kNumber,
                           .number = number,
                           .node = node}},
            .node = node};
  }

  Condition Compare(InputSource source, NodeId node, std::vector<Test> tests) {
    const bool is_local = source != InputSource::kNow;
    std::string name = source == InputSource::kNow      ? "time.now"
                       : source == InputSource::kMinute ? "time.minute"
                                                        : "time.weekday";
    if (is_local && zone_ != 0) name += " in " + model_.zones[zone_].name;
    return {.kind = Condition::Kind::kPath,
            .node = node,
            .name = std::move(name),
            .tests = std::move(tests),
            .target = {.kind = PathTarget::Kind::kDevice,
                       .type = ValueType::kNumber,
                       .source = source,
                       .argument = is_local ? zone_ : 0}};
  }

  static Condition Both(Condition a, Condition b) {
    Condition all{.kind = Condition::Kind::kAll, .node = b.node};
    all.children.push_back(std::move(a));
    all.children.push_back(std::move(b));
    return all;
  }

  Shape& shape_;
  const JsonTree& tree_;
  const Zones& zones_;
  Model& model_;
  std::uint32_t zone_ = 0;
  std::vector<Condition> conditions_;
};

}  // namespace

std::vector<Condition> ParseSchedule(Shape& shape, NodeId node,
                                     const Zones& zones, Model& model) {
  return ScheduleParser(shape, zones, model).Parse(node);
}

}  // namespace vitrine::rules
