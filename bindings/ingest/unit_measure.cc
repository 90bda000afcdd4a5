#include "bindings/ingest/unit_measure.h"

#include <limits>
#include <string>

#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// What of the same kind can be told in each other, and how large it is in the
/// smallest of these.
struct Unit {
  std::string_view name;
  char kind;
  double size;
};
constexpr Unit kUnits[] = {
    {"mg", 'w', 1},    {"g", 'w', 1e3},   {"kg", 'w', 1e6}, {"oz", 'o', 1},
    {"lb", 'o', 16},   {"ml", 'v', 1},    {"cl", 'v', 10},  {"l", 'v', 1e3},
    {"cbm", 'v', 1e6}, {"floz", 'f', 1},  {"pt", 'f', 16},  {"qt", 'f', 32},
    {"gal", 'f', 128}, {"cm", 'm', 1},    {"m", 'm', 100},  {"in", 'i', 1},
    {"ft", 'i', 12},   {"yd", 'i', 36},   {"sqm", 'a', 1},  {"sqft", 's', 1},
    {"ct", 'c', 1},    {"sheet", 'p', 1}, {"item", 't', 1},
};

struct Measure {
  const Unit* unit = nullptr;  ///< null: it is none
  double size = kNone;         ///< in the smallest unit of its kind
};

/// `1.5 kg`, `12 fl oz`.
Measure Read(std::string_view text) {
  std::string plain;
  for (const char letter : text) {
    if (letter == ' ') continue;
    const bool upper = letter >= 'A' && letter <= 'Z';
    plain += upper ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  const std::size_t end = plain.find_first_not_of("0123456789.");
  if (end == std::string::npos) return {};
  const auto number = ParseNumber(std::string_view(plain).substr(0, end));
  if (!number || !(*number > 0)) return {};
  for (const Unit& unit : kUnits) {
    if (unit.name == std::string_view(plain).substr(end)) {
      return {&unit, *number * unit.size};
    }
  }
  return {};
}

}  // namespace

double UnitPriceFactor(std::string_view measure, std::string_view base) {
  const Measure sold = Read(measure);
  const Measure per = Read(base);
  if (sold.unit == nullptr || per.unit == nullptr ||
      sold.unit->kind != per.unit->kind) {
    return kNone;
  }
  return per.size / sold.size;
}

}  // namespace vitrine::ingest
