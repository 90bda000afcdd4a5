#include "bindings/ingest/log_reader.h"

#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

constexpr std::size_t Index(LogRole role) {
  return static_cast<std::size_t>(role);
}

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
  for (const LogRole role :
       {LogRole::kSession, LogRole::kItem, LogRole::kTime}) {
    if (columns_[Index(role)] != kNoColumn) continue;
    if (role == LogRole::kTime && options_.time == TimeForm::kRank) continue;
    const std::string name(LogRoles()[Index(role)].name);
    return "no column looks like the " + name + ": name it with --columns " +
           name + "=..." + ColumnsAreThere(fields);
  }
  return {};
}

void LogReader::ReadRow(const Record& record) {
  const auto field = [this, &record](LogRole role) {
    return FieldAt(record, columns_[Index(role)]);
  };
  RawEvent event = {.session = field(LogRole::kSession),
                    .item = field(LogRole::kItem),
                    .time = field(LogRole::kTime),
                    .event = {},
                    .price = field(LogRole::kPrice),
                    .quantity = field(LogRole::kQuantity)};
  if (columns_[Index(LogRole::kEvent)] != kNoColumn) {
    event.event = field(LogRole::kEvent);
  }
  // A log without times is in the order of its rows.
  const std::string row = std::to_string(rows_seen_++);
  if (columns_[Index(LogRole::kTime)] == kNoColumn) event.time = row;
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
