#include "bindings/ingest/feed_reader.h"

#include <optional>

#include "bindings/ingest/money.h"
#include "bindings/ingest/text.h"
#include "runtime/base/text.h"

namespace vitrine::ingest {
namespace {

enum Attribute : std::size_t {
  kId,
  kTitle,
  kLink,
  kImageLink,
  kPrice,
  kSalePrice,
  kAvailability,
  kBrand,
  kProductType,
  kGoogleCategory,
  kAttributes
};

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

std::span<const Role> FeedRoles() {
  static const auto& roles = *new std::vector<Role>{
      {"id", {"id"}},
      {"title", {"title"}},
      {"link", {"link"}},
      {"image_link", {"imagelink"}},
      {"price", {"price"}},
      {"sale_price", {"saleprice"}},
      {"availability", {"availability"}},
      {"brand", {"brand"}},
      {"product_type", {"producttype"}},
      {"google_product_category", {"googleproductcategory"}},
  };
  return roles;
}

FeedReader::FeedReader(const FeedOptions& options, Dictionary& items,
                       Feed& feed, FileReport& report)
    : options_(options), items_(items), feed_(feed), report_(report) {}

Problem FeedReader::Add(std::string_view bytes) {
  splitter_.Add(bytes);
  return Work();
}

Problem FeedReader::End() {
  splitter_.End();
  Problem problem = Work();
  if (!problem.empty()) return problem;
  if (report_.rows == 0) return report_.NoUsableLine();
  AddWarnings();
  return {};
}

void FeedReader::AddWarnings() {
  const auto add = [this](std::string text, std::string_view rest) {
    if (!text.empty()) report_.warnings.push_back(text + std::string(rest));
  };
  if (columns_[kPrice] == kNoColumn) add("the feed has no column price", "");
  if (has_price_ && feed_.currency.empty()) {
    add("the prices have no currency: tell it with --currency EUR", "");
  }
  add(bad_prices_.Text("price is none such as 89.50 EUR",
                       "prices are none such as 89.50 EUR"),
      ": left unknown");
  add(foreign_prices_.Text("price is not in " + feed_.currency,
                           "prices are not in " + feed_.currency),
      ": left unknown");
  add(unknown_availabilities_.Text(
          "availability is none of in_stock, out_of_stock, preorder, backorder",
          "availabilities are none of in_stock, out_of_stock, preorder, "
          "backorder"),
      ": taken for in_stock");
}

Problem FeedReader::Work() {
  if (!begun_) {
    const std::optional<std::string_view> line = splitter_.FirstLine();
    if (!line) return {};
    Layout layout;
    Problem problem =
        FindLayout(FileFormat::kAuto, report_.name, *line, layout);
    if (problem.empty() && !layout.delimiter) {
      problem = "a feed is CSV or TSV, and this is JSON";
    }
    if (!problem.empty()) return report_.name + ": " + problem;
    splitter_.SetDelimiter(layout.delimiter);
    begun_ = true;
  }
  for (Record record; splitter_.Next(record);) {
    if (!record.fault.empty()) {
      report_.AddBroken(record.line, record.fault);
    } else if (has_header_) {
      const Problem problem = ReadProduct(record);
      if (!problem.empty()) report_.AddBroken(record.line, problem);
    } else {
      const Problem problem = ReadHeader(record.fields);
      if (!problem.empty()) return report_.name + ": " + problem;
      has_header_ = true;
    }
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
  return {};
}

Problem FeedReader::ReadProduct(const Record& record) {
  if (Problem problem = CheckWidth(record, width_); !problem.empty()) {
    return problem;
  }
  std::string_view fields[kAttributes];
  for (std::size_t i = 0; i < kAttributes; ++i) {
    if (columns_[i] >= record.fields.size()) continue;
    fields[i] = Trimmed(record.fields[columns_[i]]);
    if (!IsValidUtf8(fields[i])) {
      return "its " + std::string(FeedRoles()[i].name) + " is not UTF-8";
    }
  }
  FeedProduct product;
  if (fields[kId].empty()) return "it has no id";
  product.title = fields[kTitle];
  product.link = fields[kLink];
  product.image_link = fields[kImageLink];
  product.brand = fields[kBrand];
  product.category = FirstLevel(fields[kProductType]);
  if (product.category.empty()) {
    product.category = FirstLevel(fields[kGoogleCategory]);
  }
  for (const std::string_view name :
       {fields[kId], fields[kBrand], std::string_view(product.category)}) {
    if (name.size() <= kMaxTextBytes) continue;
    return Quoted(name) + " is longer than " + std::to_string(kMaxTextBytes) +
           " bytes";
  }
  product.item = items_.Add(fields[kId]);
  if (product.item >= feed_.has_item.size()) {
    feed_.has_item.resize(product.item + 1);
  }
  if (feed_.has_item[product.item]) {
    ++report_.duplicates;
    return {};
  }
  feed_.has_item[product.item] = true;
  const std::optional<Availability> availability =
      AvailabilityOf(fields[kAvailability]);
  if (!availability) unknown_availabilities_.Add(fields[kAvailability]);
  product.availability = availability.value_or(Availability::kInStock);
  product.price = ReadPrice(fields[kPrice]);
  product.sale_price = ReadPrice(fields[kSalePrice]);
  feed_.products.push_back(std::move(product));
  ++report_.rows;
  return {};
}

/// NaN: not told, or in a way that nobody understands.
double FeedReader::ReadPrice(std::string_view text) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  if (text.empty()) return kUnknown;
  Money money;
  if (!ParseMoney(text, feed_.currency, money)) {
    bad_prices_.Add(text);
    return kUnknown;
  }
  if (feed_.currency.empty()) {
    feed_.currency = money.currency;
  } else if (!money.currency.empty() && money.currency != feed_.currency) {
    foreign_prices_.Add(text);
    return kUnknown;
  }
  has_price_ = true;
  return money.amount;
}

}  // namespace vitrine::ingest
