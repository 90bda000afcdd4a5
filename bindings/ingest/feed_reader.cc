#include "bindings/ingest/feed_reader.h"

#include <algorithm>

#include "bindings/ingest/format.h"
#include "bindings/ingest/text.h"
#include "bindings/ingest/time.h"
#include "runtime/base/text.h"

namespace vitrine::ingest {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// `in stock`, `in_stock`, `https://schema.org/InStock`; empty: in stock.
std::optional<Availability> AvailabilityOf(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  const std::string plain =
      Plain(slash == text.npos ? text : text.substr(slash + 1));
  if (plain.empty() || plain == "instock" || plain == "availablefororder" ||
      plain == "limitedavailability") {
    return Availability::kInStock;
  }
  if (plain == "outofstock" || plain == "soldout" || plain == "discontinued") {
    return Availability::kOutOfStock;
  }
  if (plain == "preorder") return Availability::kPreorder;
  if (plain == "backorder") return Availability::kBackorder;
  return {};
}

/// `Shoes` of `Shoes > Boots > Hiking`.
std::string_view FirstLevel(std::string_view category) {
  return Trimmed(category.substr(0, category.find('>')));
}

}  // namespace

FeedReader::FeedReader(const FeedOptions& options, Dictionary& items,
                       Feed& feed, FileReport& report)
    : options_(options),
      items_(items),
      feed_(feed),
      report_(report),
      names_(options.columns, feed),
      prices_(feed) {
  if (!feed.named_items) feed.named_items = items.size();
}

Problem FeedReader::Add(std::string_view bytes) {
  if (!kind_known_) {
    head_ += bytes;
    if (!FindKind(false)) return {};
    bytes = head_;
  }
  Problem problem;
  if (xml_) {
    problem = xml_->Add(bytes);
    if (!problem.empty()) problem = report_.name + ": " + problem;
  } else {
    splitter_.Add(bytes);
    problem = Work();
  }
  head_ = {};
  return problem;
}

Problem FeedReader::End() {
  if (!kind_known_) {
    FindKind(true);
    splitter_.Add(head_);
  }
  Problem problem;
  if (xml_) {
    problem = xml_->End();
    if (!problem.empty()) problem = report_.name + ": " + problem;
  } else {
    splitter_.End();
    problem = Work();
  }
  if (!problem.empty()) return problem;
  if (report_.rows == 0 && beyond_limit_ == 0) return report_.NoUsableLine();
  if (!has_title_ && !has_header_ && report_.rows > 0) {
    return report_.name +
           ": the feed has no title: name it with --feed-columns title=...";
  }
  prices_.End();
  AddWarnings();
  return {};
}

/// Looks at the first character. False: there is none yet.
bool FeedReader::FindKind(bool last) {
  std::string_view text = head_;
  const bool mark = text.starts_with(kByteOrderMark);
  if (!mark && kByteOrderMark.starts_with(text) && !last) return false;
  if (mark) text.remove_prefix(kByteOrderMark.size());
  text = Trimmed(text);
  // A splitter refuses endless blanks.
  if (text.empty() && head_.size() <= kMaxRecordBytes && !last) return false;
  if (text.starts_with('<')) {
    xml_.emplace([this](const XmlItem& item) { ReadXml(item); });
    // Nothing may stand before the declaration of XML; feeds have blanks there.
    head_.erase(0, head_.find('<'));
  }
  kind_known_ = true;
  return true;
}

void FeedReader::AddWarnings() {
  const auto add = [this](std::string text, std::string_view rest) {
    if (!text.empty()) report_.warnings.push_back(text + std::string(rest));
  };
  if (has_header_ ? columns_[kPrice] == kNoColumn : !has_price_) {
    add(has_header_ ? "the feed has no column price" : "the feed has no price",
        "");
  }
  if (beyond_limit_ > 0) {
    add(std::to_string(beyond_limit_),
        (beyond_limit_ == 1 ? " product is" : " products are") +
            std::string(" beyond the limit of ") +
            std::to_string(options_.most_products) +
            " and left out: kept are those that the log names, then the first "
            "ones");
  }
  prices_.AddWarnings(report_);
  add(bad_periods_.Text("sale_price_effective_date is none such as "
                        "2026-11-01T00:00Z/2026-11-08T00:00Z",
                        "sale_price_effective_dates are none such as "
                        "2026-11-01T00:00Z/2026-11-08T00:00Z"),
      ": the sale price is left unknown");
  add(unknown_availabilities_.Text(
          "availability is none of in_stock, out_of_stock, preorder, backorder",
          "availabilities are none of in_stock, out_of_stock, preorder, "
          "backorder"),
      ": taken for in_stock");
  add(names_.left_out().Text(
          "other attribute is beyond the first " +
              std::to_string(kMaxAttributes) + " or too long a name",
          "other attributes are beyond the first " +
              std::to_string(kMaxAttributes) + " or too long names"),
      ": not kept");
  const std::string longer =
      " longer than " + std::to_string(kMaxAttributeBytes) + " bytes";
  add(long_values_.Text("value of another attribute is" + longer,
                        "values of other attributes are" + longer),
      ": left unknown");
  const std::string limit =
      " beyond " + std::to_string(kMaxAttributeValues) + " different ones";
  add(values_left_out_.Text("value of another attribute is" + limit,
                            "values of other attributes are" + limit),
      ": left unknown");
}

Problem FeedReader::Work() {
  if (!begun_) {
    const std::optional<std::string_view> line = splitter_.FirstLine();
    if (!line) return {};
    Layout layout;
    const Problem problem =
        FindLayout(FileFormat::kAuto, report_.name, *line, layout);
    if (!problem.empty()) return report_.name + ": " + problem;
    splitter_.SetDelimiter(layout.delimiter);
    if (!layout.delimiter) json_.emplace();
    begun_ = true;
  }
  for (Record record; splitter_.Next(record);) {
    Problem problem(record.fault);
    if (problem.empty() && !json_ && !has_header_) {
      problem = ReadHeader(record.fields);
      if (!problem.empty()) return report_.name + ": " + problem;
      has_header_ = true;
      continue;
    }
    if (problem.empty()) {
      problem = json_ ? ReadJson(record.fields[0]) : ReadRecord(record);
    }
    if (!problem.empty()) report_.AddBroken(record.line, problem);
  }
  return {};
}

Problem FeedReader::ReadHeader(std::span<const std::string_view> fields) {
  width_ = fields.size();
  Problem problem =
      FindColumns(FeedRoles(), options_.columns, fields, columns_);
  if (!problem.empty()) return problem;
  for (const Attribute attribute : {kId, kTitle}) {
    if (columns_[attribute] != kNoColumn) continue;
    const std::string name(FeedRoles()[attribute].name);
    return "the feed has no column " + name + ": name it with --feed-columns " +
           name + "=..." + ColumnsAreThere(fields);
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool known =
        std::find(columns_.begin(), columns_.end(), i) != columns_.end();
    others_.push_back(known ? Dictionary::kAbsent
                            : names_.OtherNumber(fields[i]));
  }
  return {};
}

Problem FeedReader::ReadRecord(const Record& record) {
  if (Problem problem = CheckWidth(record, width_); !problem.empty()) {
    return problem;
  }
  raw_ = {};
  for (std::size_t i = 0; i < kAttributes; ++i) {
    if (columns_[i] >= record.fields.size()) continue;
    raw_.fields[i] = record.fields[columns_[i]];
  }
  for (std::size_t i = 0; i < std::min(width_, record.fields.size()); ++i) {
    if (others_[i] == Dictionary::kAbsent) continue;
    raw_.others.emplace_back(others_[i], record.fields[i]);
  }
  return Take({});
}

Problem FeedReader::ReadJson(std::string_view line) {
  if (Problem problem = json_->Read(line, members_); !problem.empty()) {
    return problem;
  }
  raw_ = {};
  member_names_.clear();
  for (const auto& [name, value] : members_) {
    names_.Put(name, value, false, raw_);
    member_names_.push_back(name);
  }
  return Take(member_names_);
}

void FeedReader::ReadXml(const XmlItem& item) {
  Problem problem;
  if (item.too_long) {
    problem = "it is longer than 1 MB";
  } else {
    raw_ = {};
    member_names_.clear();
    for (const XmlItem::Field& field : item.fields) {
      names_.Put(field.name, Trimmed(field.text), false, raw_);
      member_names_.push_back(field.name);
    }
    // What is said in Google's words goes before what a reader of news is told.
    for (auto field = item.fields.rbegin(); field != item.fields.rend();
         ++field) {
      const std::string_view text = Trimmed(field->text);
      if (field->prefixed && !text.empty()) {
        names_.Put(field->name, text, true, raw_);
      }
    }
    problem = Take(member_names_);
  }
  if (!problem.empty()) report_.AddBroken(item.line, problem);
}

/// Makes a product of `raw_`, or says why it is none.
Problem FeedReader::Take(std::span<const std::string_view> names) {
  for (std::size_t i = 0; i < kAttributes; ++i) {
    raw_.fields[i] = Trimmed(raw_.fields[i]);
    const std::string name(FeedRoles()[i].name);
    if (!IsValidUtf8(raw_.fields[i])) return "its " + name + " is not UTF-8";
    if (raw_.fields[i].find('\0') != std::string_view::npos) {
      return "its " + name + " has a NUL byte";
    }
  }
  const std::string_view(&fields)[kAttributes] = raw_.fields;
  if (fields[kId].empty()) {
    return "it has no id" + (names.empty() ? "" : "; it has " + Listed(names));
  }
  const std::uint32_t known = items_.Find(fields[kId]);
  if (known < feed_.has_item.size() && feed_.has_item[known]) {
    ++report_.duplicates;
    return {};
  }
  const bool named = known < *feed_.named_items;
  if (feed_.products.size() >= options_.most_products &&
      (!named || feed_.unnamed.empty())) {
    ++beyond_limit_;
    return {};
  }
  FeedProduct product;
  product.title = fields[kTitle];
  product.link = fields[kLink];
  product.image_link = fields[kImageLink];
  product.brand = fields[kBrand];
  product.group = fields[kGroup];
  product.unit_measure = fields[kUnitMeasure];
  product.unit_base_measure = fields[kUnitBaseMeasure];
  for (const Attribute path : {kProductType, kGoogleCategory}) {
    if (!product.category.empty()) break;
    product.category = FirstLevel(fields[path]);
    product.category_path = fields[path];
  }
  for (const std::string_view name :
       {fields[kId], fields[kBrand], std::string_view(product.category),
        fields[kGroup]}) {
    if (name.size() <= kMaxTextBytes) continue;
    return Quoted(name) + " is longer than " + std::to_string(kMaxTextBytes) +
           " bytes";
  }
  const std::uint32_t place = MakePlace(named);
  product.item = items_.Add(fields[kId]);
  if (product.item >= feed_.has_item.size()) {
    feed_.has_item.resize(product.item + 1);
  }
  feed_.has_item[product.item] = true;
  const std::optional<Availability> availability =
      AvailabilityOf(fields[kAvailability]);
  if (!availability) unknown_availabilities_.Add(fields[kAvailability]);
  product.availability = availability.value_or(Availability::kInStock);
  prices_.Read(fields[kPrice], fields[kSalePrice], place, product);
  TakePeriod(product);
  TakeOthers(product);
  has_title_ |= !product.title.empty();
  has_price_ |= !fields[kPrice].empty();
  feed_.products[place] = std::move(product);
  ++report_.rows;
  return {};
}

std::uint32_t FeedReader::MakePlace(bool named) {
  std::vector<FeedProduct>& products = feed_.products;
  auto place = static_cast<std::uint32_t>(products.size());
  if (place < options_.most_products) {
    if (!named) feed_.unnamed.push_back({.place = place, .report = &report_});
    products.emplace_back();
    return place;
  }
  const UnnamedProduct last = feed_.unnamed.back();
  feed_.unnamed.pop_back();
  place = last.place;
  feed_.has_item[products[place].item] = false;
  --last.report->rows;
  ++beyond_limit_;
  return place;
}

/// Without a period a sale price always counts; with one that nobody
/// understands never.
void FeedReader::TakePeriod(FeedProduct& product) {
  const std::string_view period = raw_.fields[kSalePeriod];
  if (period.empty()) return;
  const std::size_t slash = period.find('/');
  const std::optional<double> from = ParseIsoTime(period.substr(0, slash));
  const std::optional<double> until =
      slash == period.npos ? std::nullopt
                           : ParseIsoTime(period.substr(slash + 1));
  if (!from || !until || *from > *until) {
    bad_periods_.Add(period);
    product.sale_price = FeedProduct::kUnknown;
    return;
  }
  product.sale_period = period;
  product.sale_from = *from;
  product.sale_until = *until;
}

void FeedReader::TakeOthers(FeedProduct& product) {
  for (auto [name, value] : raw_.others) {
    value = Trimmed(value);
    const bool told = std::any_of(
        product.attributes.begin(), product.attributes.end(),
        [name = name](const ItemAttribute& one) { return one.name == name; });
    if (value.empty() || told || !IsValidUtf8(value)) continue;
    if (value.size() > kMaxAttributeBytes) {
      long_values_.Add(value);
      continue;
    }
    if (feed_.attribute_values.size() == kMaxAttributeValues &&
        feed_.attribute_values.Find(value) == Dictionary::kAbsent) {
      values_left_out_.Add(value);
      continue;
    }
    product.attributes.push_back(
        {.name = name, .value = feed_.attribute_values.Add(value)});
  }
}

}  // namespace vitrine::ingest
