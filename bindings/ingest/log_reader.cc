#include "bindings/ingest/log_reader.h"

#include <algorithm>
#include <utility>

#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

constexpr std::size_t Index(LogRole role) {
  return static_cast<std::size_t>(role);
}

/// A header that may tell events, or what kind of device it was.
constexpr std::string_view kDoubtfulEvent = "type";
constexpr std::size_t kRowsOfDoubt = 100;

std::string_view FieldAt(const Record& record, std::size_t column) {
  return column < record.fields.size() ? record.fields[column]
                                       : std::string_view();
}

}  // namespace

LogReader::LogReader(const LogOptions& options, EventLog& log,
                     FileReport& report)
    : options_(options),
      report_(report),
      collector_(options.time, options.unnamed, log, report) {}

Problem LogReader::Add(std::string_view bytes) {
  splitter_.Add(bytes);
  return Work();
}

Problem LogReader::End() {
  splitter_.End();
  Problem problem = Work();
  DecideOnType();
  collector_.End();
  if (problem.empty() && report_.rows == 0) problem = report_.NoUsableLine();
  return problem;
}

Problem LogReader::Work() {
  if (!begun_) {
    const std::optional<std::string_view> line = splitter_.FirstLine();
    if (!line) return {};
    Layout layout;
    const Problem problem =
        FindLayout(options_.format, report_.name, *line, layout);
    if (!problem.empty()) return report_.name + ": " + problem;
    splitter_.SetDelimiter(layout.delimiter);
    if (!layout.delimiter) json_.emplace(options_.columns);
    begun_ = true;
  }
  for (Record record; splitter_.Next(record);) {
    if (!record.fault.empty()) {
      report_.AddBroken(record.line, record.fault);
    } else if (json_) {
      ReadJson(record);
    } else if (type_in_doubt_) {
      HoldBack(record);
    } else if (has_header_) {
      ReadRow(record);
    } else {
      const Problem problem = ReadHeader(record.fields);
      if (!problem.empty()) return report_.name + ": " + problem;
      has_header_ = true;
    }
  }
  return {};
}

Problem LogReader::ReadHeader(std::span<const std::string_view> fields) {
  Problem problem = FindColumns(LogRoles(), options_.columns, fields, columns_);
  if (!problem.empty()) return problem;
  width_ = fields.size();
  const auto header = [this, fields](LogRole role) {
    const std::size_t column = columns_[Index(role)];
    return column == kNoColumn ? std::string_view() : Trimmed(fields[column]);
  };
  const VisitColumns visits = ChooseVisitColumns(
      header(LogRole::kSession), header(LogRole::kVisitor), options_.columns);
  owner_column_ = columns_[Index(LogRole::kVisitor)];
  if (!visits.session) columns_[Index(LogRole::kSession)] = kNoColumn;
  if (!visits.visitor) columns_[Index(LogRole::kVisitor)] = kNoColumn;
  type_in_doubt_ = Plain(header(LogRole::kEvent)) == kDoubtfulEvent &&
                   !options_.columns.contains("event");
  for (const LogRole role :
       {LogRole::kSession, LogRole::kItem, LogRole::kTime}) {
    if (columns_[Index(role)] != kNoColumn) continue;
    if (role == LogRole::kSession && visits.visitor) continue;
    if (role == LogRole::kTime && options_.time == TimeForm::kRank) continue;
    const std::string name(LogRoles()[Index(role)].name);
    return "no column looks like the " + name + ": name it with --columns " +
           name + "=..." + ColumnsAreThere(fields);
  }
  invoices_ = AreInvoices(fields);
  return {};
}

/// What was bought together has a number and tells how much of it at which
/// price; a log of a shop's pages would name its events.
bool LogReader::AreInvoices(std::span<const std::string_view> fields) const {
  const std::size_t session = columns_[Index(LogRole::kSession)];
  return session != kNoColumn && IsOrderNumber(fields[session]) &&
         columns_[Index(LogRole::kQuantity)] != kNoColumn &&
         columns_[Index(LogRole::kEvent)] == kNoColumn &&
         std::any_of(fields.begin(), fields.end(), IsPrice);
}

void LogReader::HoldBack(const Record& record) {
  held_.push_back({.line = record.line,
                   .fields = {record.fields.begin(), record.fields.end()}});
  const std::string_view type =
      Trimmed(FieldAt(record, columns_[Index(LogRole::kEvent)]));
  type_is_event_ = ActionOf(type).has_value();
  if (type_is_event_ || held_.size() == kRowsOfDoubt) DecideOnType();
}

/// What a column `type` tells are events if one of its first values is known.
void LogReader::DecideOnType() {
  if (!type_in_doubt_) return;
  type_in_doubt_ = false;
  if (!type_is_event_ && !held_.empty()) {
    const std::string name =
        Quoted(held_[0].fields.size() > columns_[Index(LogRole::kEvent)]
                   ? held_[0].fields[columns_[Index(LogRole::kEvent)]]
                   : "");
    report_.warnings.push_back(
        "the column `type` has no event that is known, but values such as " +
        name + ": not used; if it tells events: --columns event=type");
    columns_[Index(LogRole::kEvent)] = kNoColumn;
  }
  for (const HeldRow& row : std::exchange(held_, {})) {
    const std::vector<std::string_view> fields(row.fields.begin(),
                                               row.fields.end());
    ReadRow({.line = row.line, .fault = {}, .fields = fields});
  }
}

void LogReader::ReadRow(const Record& record) {
  if (Problem problem = CheckWidth(record, width_); !problem.empty()) {
    report_.AddBroken(record.line, problem);
    return;
  }
  const auto field = [this, &record](LogRole role) {
    return FieldAt(record, columns_[Index(role)]);
  };
  RawEvent event = {.session = field(LogRole::kSession),
                    .visitor = field(LogRole::kVisitor),
                    .owner = FieldAt(record, owner_column_),
                    .item = field(LogRole::kItem),
                    .time = field(LogRole::kTime),
                    .event = {},
                    .quantity = field(LogRole::kQuantity),
                    .invoice = invoices_};
  if (columns_[Index(LogRole::kEvent)] != kNoColumn) {
    event.event = field(LogRole::kEvent);
  }
  // A log without times is in the order of its rows.
  std::string row;
  if (columns_[Index(LogRole::kTime)] == kNoColumn) {
    row = std::to_string(rows_seen_++);
    event.time = row;
  }
  const Problem problem = collector_.Take(event);
  if (!problem.empty()) report_.AddBroken(record.line, problem);
}

void LogReader::ReadJson(const Record& record) {
  const Problem no_object = json_->Read(record.fields[0], events_);
  if (!no_object.empty()) report_.AddBroken(record.line, no_object);
  for (const RawEvent& event : events_) {
    const Problem problem = collector_.Take(event);
    if (problem.empty()) continue;
    report_.AddBroken(record.line, problem + json_->Hint(event));
    return;
  }
}

}  // namespace vitrine::ingest
