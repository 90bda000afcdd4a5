#include "bindings/ingest/time.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

constexpr double kSecondMs = 1'000;
constexpr double kMinuteMs = 60 * kSecondMs;
constexpr double kDayMs = 1'440 * kMinuteMs;
/// Numbers below are no time of a shop: 1973 in seconds.
constexpr double kLeastSeconds = 1e8;
constexpr double kLeastMilliseconds = 1e11;
constexpr double kLeastMicroseconds = 1e14;
constexpr double kMostMicroseconds = 1e17;
constexpr double kMostMs = 1e14;

/// Takes fixed pieces off the front of a text. After the first that is not
/// there, ok() stays false.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  std::string_view rest() const { return rest_; }
  bool Has(std::string_view piece) {
    if (!rest_.starts_with(piece)) return false;
    rest_.remove_prefix(piece.size());
    return true;
  }
  void Expect(std::string_view piece) { ok_ = Has(piece) && ok_; }
  /// A number of so many digits, within bounds.
  int Number(std::size_t digits, int least, int most) {
    int number = 0;
    ok_ = ok_ && rest_.size() >= digits;
    for (std::size_t i = 0; ok_ && i < digits; ++i) {
      ok_ = rest_[i] >= '0' && rest_[i] <= '9';
      number = number * 10 + (rest_[i] - '0');
    }
    ok_ = ok_ && number >= least && number <= most;
    if (ok_) rest_.remove_prefix(digits);
    return number;
  }
  /// The milliseconds of a fraction of a second.
  int Fraction() {
    int milliseconds = 0;
    std::size_t i = 0;
    for (; i < rest_.size() && rest_[i] >= '0' && rest_[i] <= '9'; ++i) {
      if (i < 3) milliseconds = milliseconds * 10 + (rest_[i] - '0');
    }
    ok_ = ok_ && i > 0;
    for (std::size_t digits = i; digits < 3; ++digits) milliseconds *= 10;
    rest_.remove_prefix(i);
    return milliseconds;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

std::string Padded(int number, std::size_t digits) {
  std::string text = std::to_string(number);
  return text.insert(0, digits - std::min(digits, text.size()), '0');
}

/// Days since 1970-01-01 in the Gregorian calendar (Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms"). The year begins in March, so that the leap day
/// comes last. Precondition: year > 0.
int DaysSince1970(int year, int month, int day) {
  const int from_march = (month + 9) % 12;
  const int years = year - (month < 3 ? 1 : 0);
  const int days_before = (153 * from_march + 2) / 5;
  return years * 365 + years / 4 - years / 100 + years / 400 + days_before +
         day - 1 - 719'468;
}

/// "2026-03-01", the other way round, as Hinnant has it. Precondition: days of
/// year 1 to 9999.
std::string DateOf(int days) {
  days += 719'468;
  const int era = days / 146'097;
  const int day_of_era = days % 146'097;
  const int year_of_era = (day_of_era - day_of_era / 1'460 +
                           day_of_era / 36'524 - day_of_era / 146'096) /
                          365;
  const int day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int from_march = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * from_march + 2) / 5 + 1;
  const int month = from_march < 10 ? from_march + 3 : from_march - 9;
  const int year = era * 400 + year_of_era + (month < 3 ? 1 : 0);
  return Padded(year, 4) + "-" + Padded(month, 2) + "-" + Padded(day, 2);
}

int DaysOfMonth(int year, int month) {
  if (month != 2)
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return leap ? 29 : 28;
}

/// Minutes to take off a local time to have UTC.
int Offset(Pieces& pieces) {
  pieces.Has(" ");
  if (pieces.Has("Z") || pieces.Has("UTC") || pieces.rest().empty()) return 0;
  const bool west = pieces.Has("-");
  if (!west) pieces.Expect("+");
  const int hours = pieces.Number(2, 0, 15);
  pieces.Has(":");
  const int minutes = pieces.rest().empty() ? 0 : pieces.Number(2, 0, 59);
  return west ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/// Of a time that may be a number; kAuto: the number is none of this century.
TimeForm FormOf(const std::optional<double>& number) {
  if (!number) return TimeForm::kIso;
  if (*number < kLeastSeconds || *number >= kMostMicroseconds) {
    return TimeForm::kAuto;
  }
  return *number < kLeastMilliseconds   ? TimeForm::kSeconds
         : *number < kLeastMicroseconds ? TimeForm::kMilliseconds
                                        : TimeForm::kMicroseconds;
}

}  // namespace

std::optional<double> ParseIsoTime(std::string_view text) {
  Pieces pieces(Trimmed(text));
  const int year = pieces.Number(4, 1, 9'999);
  pieces.Expect("-");
  const int month = pieces.Number(2, 1, 12);
  pieces.Expect("-");
  const int day = pieces.Number(2, 1, 31);
  if (!pieces.ok() || day > DaysOfMonth(year, month)) return {};
  double time = DaysSince1970(year, month, day) * kDayMs;
  if (pieces.rest().empty()) return time;
  if (!pieces.Has("T")) pieces.Expect(" ");
  const int hours = pieces.Number(2, 0, 23);
  pieces.Expect(":");
  time += (hours * 60 + pieces.Number(2, 0, 59)) * kMinuteMs;
  if (pieces.Has(":")) time += pieces.Number(2, 0, 60) * kSecondMs;
  if (pieces.Has(".")) time += pieces.Fraction();
  time -= Offset(pieces) * kMinuteMs;
  if (!pieces.ok() || !pieces.rest().empty()) return {};
  return time;
}

std::string IsoMinute(double time) {
  time = std::clamp(time, ParseIsoTime("0001-01-01").value_or(0),
                    ParseIsoTime("9999-12-31T23:59").value_or(0));
  const double day = std::floor(time / kDayMs);
  const int minutes = static_cast<int>((time - day * kDayMs) / kMinuteMs);
  return DateOf(static_cast<int>(day)) + "T" + Padded(minutes / 60, 2) + ":" +
         Padded(minutes % 60, 2) + "Z";
}

Problem ReadTime(TimeForm form, std::string_view text, double& time) {
  const std::optional<double> number = ParseNumber(text);
  if (form == TimeForm::kAuto) {
    form = FormOf(number);
    if (form == TimeForm::kAuto) {
      return Quoted(text) +
             " is no time of this century: use --time rank where numbers only "
             "tell an order";
    }
  } else if (form == TimeForm::kIso && number) {
    return Quoted(text) + " is no ISO time";
  }
  if (form == TimeForm::kIso) {
    const std::optional<double> iso = ParseIsoTime(text);
    if (!iso) {
      return Quoted(text) +
             " is no time: seconds or milliseconds since 1970, or such as "
             "2026-03-01T12:30:00Z";
    }
    time = *iso;
    return {};
  }
  if (!number) {
    return Quoted(text) + (form == TimeForm::kRank
                               ? " is no number, and --time rank takes numbers"
                               : " is no number of time");
  }
  time = *number;
  if (form == TimeForm::kRank) return {};
  if (form == TimeForm::kSeconds) time *= kSecondMs;
  if (form == TimeForm::kMicroseconds) time /= kSecondMs;
  if (time >= 0 && time < kMostMs) return {};
  return Quoted(text) + " is no time in " +
         (form == TimeForm::kSeconds        ? "seconds"
          : form == TimeForm::kMilliseconds ? "milliseconds"
                                            : "microseconds");
}

}  // namespace vitrine::ingest
