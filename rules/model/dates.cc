#include "rules/model/dates.h"

#include <array>
#include <cstddef>

#include "rules/text/duration.h"

namespace vitrine::rules {
namespace {

constexpr double kMinuteMs = 60'000;
constexpr std::string_view kWeekdays[] = {"monday",   "tuesday", "wednesday",
                                          "thursday", "friday",  "saturday",
                                          "sunday"};

/// Reads numbers of fixed width from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool Number(std::size_t digits, int lowest, int highest, int& number) {
    if (text_.size() < digits) return false;
    number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return false;
      number = number * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    return number >= lowest && number <= highest;
  }
  bool Skip(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  /// One to three digits behind the point.
  bool Fraction(int& milliseconds) {
    milliseconds = 0;
    int scale = 100;
    for (; scale > 0 && !text_.empty() && text_[0] >= '0' && text_[0] <= '9';
         scale /= 10) {
      milliseconds += scale * (text_[0] - '0');
      text_.remove_prefix(1);
    }
    return scale < 100;
  }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

bool IsLeapYear(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[month - 1];
}

int DaysSince1970(int year, int month, int day) {
  const int before = year - 1;
  int days = 365 * (year - 1970) + before / 4 - before / 100 + before / 400 -
             (1969 / 4 - 1969 / 100 + 1969 / 400);
  for (int i = 1; i < month; ++i) days += DaysInMonth(year, i);
  return days + day - 1;
}

bool ReadTime(Reader& reader, double& ms) {
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int milliseconds = 0;
  if (!reader.Number(2, 0, 23, hours) || !reader.Skip(':') ||
      !reader.Number(2, 0, 59, minutes)) {
    return false;
  }
  if (reader.Skip(':')) {
    if (!reader.Number(2, 0, 59, seconds)) return false;
    if (reader.Skip('.') && !reader.Fraction(milliseconds)) return false;
  }
  ms += (hours * 60 + minutes) * kMinuteMs + seconds * 1'000 + milliseconds;
  return true;
}

/// `Z`, `+01:00` or nothing.
bool ReadOffset(Reader& reader, IsoDate& date) {
  if (reader.done()) {
    date.is_local = true;
    return true;
  }
  if (reader.Skip('Z')) return reader.done();
  const bool behind = reader.Skip('-');
  int hours = 0;
  int minutes = 0;
  if ((!behind && !reader.Skip('+')) || !reader.Number(2, 0, 23, hours) ||
      !reader.Skip(':') || !reader.Number(2, 0, 59, minutes)) {
    return false;
  }
  const double offset = (hours * 60 + minutes) * kMinuteMs;
  date.ms += behind ? offset : -offset;
  return reader.done();
}

}  // namespace

std::optional<IsoDate> ParseIsoDate(std::string_view text) {
  Reader reader(text);
  int year = 0;
  int month = 0;
  int day = 0;
  if (!reader.Number(4, 1970, 9999, year) || !reader.Skip('-') ||
      !reader.Number(2, 1, 12, month) || !reader.Skip('-') ||
      !reader.Number(2, 1, DaysInMonth(year, month), day)) {
    return {};
  }
  IsoDate date{.ms = DaysSince1970(year, month, day) * kDayMs};
  if (reader.done()) {
    date.is_local = true;
    return date;
  }
  if (!reader.Skip('T') || !ReadTime(reader, date.ms) ||
      !ReadOffset(reader, date)) {
    return {};
  }
  return date;
}

double FromLocal(const ZoneModel& zone, double local_ms) {
  if (zone.changes.empty()) return local_ms;
  // Each offset tells one moment at which the clocks could show this; it is
  // right if the offset holds then. In a gap none is: the offset before counts.
  double skipped = local_ms - zone.changes[0].offset * kMinuteMs;
  for (std::size_t i = 0; i < zone.changes.size(); ++i) {
    const double utc = local_ms - zone.changes[i].offset * kMinuteMs;
    const bool begun = i == 0 || utc >= zone.changes[i].at;
    const bool ended =
        i + 1 < zone.changes.size() && utc >= zone.changes[i + 1].at;
    if (begun && !ended) return utc;
    if (begun) skipped = utc;
  }
  return skipped;
}

std::optional<double> ParseDate(std::string_view text, const ZoneModel& zone) {
  const std::optional<IsoDate> date = ParseIsoDate(text);
  if (!date) return {};
  return date->is_local ? FromLocal(zone, date->ms) : date->ms;
}

std::optional<double> ParseRelativeTime(std::string_view text) {
  if (!text.starts_with('-') && !text.starts_with('+')) return {};
  const std::optional<double> duration = ParseDuration(text.substr(1));
  if (!duration) return {};
  return text[0] == '-' ? -*duration : *duration;
}

Names WeekdayNames() { return kWeekdays; }

std::uint32_t WeekdayNumber(std::string_view name) {
  for (std::uint32_t i = 0; i < std::size(kWeekdays); ++i) {
    if (kWeekdays[i] == name) return i + 1;
  }
  return 0;
}

}  // namespace vitrine::rules
