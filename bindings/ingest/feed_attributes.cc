#include "bindings/ingest/feed_attributes.h"

#include <algorithm>
#include <iterator>

#include "bindings/ingest/text.h"
#include "runtime/base/text.h"

namespace vitrine::ingest {
namespace {

/// Names of one file that are looked up once; further ones each time.
constexpr std::size_t kMaxNamesFound = 256;

/// Long texts and lists of addresses: no condition reads them.
constexpr std::string_view kNeverKept[] = {"description", "additionalimagelink",
                                           "mobilelink",  "canonicallink",
                                           "content",     "summary",
                                           "guid",        "shipping"};

/// `custom_label_0` of `Custom Label 0`; empty: it is no name.
std::string AttributeName(std::string_view text) {
  text = Trimmed(text);
  if (text.empty() || text.size() > kMaxAttributeNameBytes ||
      !IsValidUtf8(text)) {
    return {};
  }
  std::string name;
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    name += c == ' ' || c == '-' ? '_'
            : capital            ? static_cast<char>(c - 'A' + 'a')
                                 : c;
  }
  return name;
}

}  // namespace

std::span<const Role> FeedRoles() {
  static const auto& roles = *new std::vector<Role>{
      {"id", {"id"}},
      {"title", {"title"}},
      {"link", {"link"}},
      {"image_link", {"imagelink"}},
      {"price", {"price"}},
      {"sale_price", {"saleprice"}},
      {"sale_price_effective_date", {"salepriceeffectivedate"}},
      {"availability", {"availability"}},
      {"brand", {"brand"}},
      {"product_type", {"producttype"}},
      {"google_product_category", {"googleproductcategory"}},
      {"item_group_id", {"itemgroupid"}},
      {"unit_pricing_measure", {"unitpricingmeasure"}},
      {"unit_pricing_base_measure", {"unitpricingbasemeasure"}},
  };
  return roles;
}

AttributeNames::AttributeNames(const ColumnNames& names, Feed& feed)
    : feed_(feed) {
  for (std::size_t i = 0; i < kAttributes; ++i) {
    const Role& role = FeedRoles()[i];
    const auto named = names.find(role.name);
    if (named != names.end()) {
      known_.emplace_back(Plain(named->second), i);
      continue;
    }
    for (const std::string_view header : role.headers) {
      known_.emplace_back(header, i);
    }
  }
}

std::uint32_t AttributeNames::OtherNumber(std::string_view text) {
  const std::string plain = Plain(text);
  // Where an option names another column, that with the proper name is none.
  const auto is_plain = [&plain](std::string_view known) {
    return Plain(known) == plain;
  };
  if (std::any_of(std::begin(kNeverKept), std::end(kNeverKept), is_plain) ||
      std::any_of(FeedRoles().begin(), FeedRoles().end(),
                  [&](const Role& role) { return is_plain(role.name); })) {
    return Dictionary::kAbsent;
  }
  const std::string name = AttributeName(text);
  if (!name.empty()) {
    const std::uint32_t known = feed_.attribute_names.Find(name);
    if (known != Dictionary::kAbsent) return known;
    if (feed_.attribute_names.size() < kMaxAttributes) {
      return feed_.attribute_names.Add(name);
    }
  }
  // Each is counted once, as far as they are few enough to be remembered.
  const bool room = names_left_out_.size() < kMaxNamesFound;
  if (!Trimmed(text).empty() && room &&
      names_left_out_.Find(text) == Dictionary::kAbsent) {
    names_left_out_.Add(text);
    left_out_.Add(text);
  }
  return Dictionary::kAbsent;
}

AttributeNames::Target AttributeNames::Find(std::string_view name) {
  const auto found = found_.find(std::string(name));
  if (found != found_.end()) return found->second;
  const std::string plain = Plain(name);
  const auto known = std::find_if(
      known_.begin(), known_.end(),
      [&plain](const auto& entry) { return entry.first == plain; });
  Target target;
  if (known != known_.end()) {
    target.known = known->second;
  } else {
    target.other = OtherNumber(name);
  }
  if (found_.size() < kMaxNamesFound) found_.emplace(name, target);
  return target;
}

void AttributeNames::Put(std::string_view name, std::string_view value,
                         bool prevails, RawProduct& product) {
  const Target target = Find(name);
  if (target.known < kAttributes) {
    std::string_view& field = product.fields[target.known];
    if (field.empty() || prevails) field = value;
  } else if (target.other != Dictionary::kAbsent) {
    product.others.emplace_back(target.other, value);
  }
}

}  // namespace vitrine::ingest
