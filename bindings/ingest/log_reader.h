#ifndef VITRINE_BINDINGS_INGEST_LOG_READER_H_
#define VITRINE_BINDINGS_INGEST_LOG_READER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/columns.h"
#include "bindings/ingest/event_collector.h"
#include "bindings/ingest/file_report.h"
#include "bindings/ingest/format.h"
#include "bindings/ingest/json_events.h"
#include "bindings/ingest/problem.h"
#include "bindings/ingest/splitter.h"
#include "bindings/ingest/time.h"

namespace vitrine::ingest {

struct LogOptions {
  ColumnNames columns;  ///< names of LogRoles()
  TimeForm time = TimeForm::kAuto;
  /// Of events that are not named. Nothing: purchases where a row has the
  /// columns of an invoice, otherwise views.
  std::optional<Action> unnamed;
  FileFormat format = FileFormat::kAuto;
};

/// Reads one log of events. Safe for untrusted input; where the bytes are cut
/// changes nothing.
class LogReader {
 public:
  /// All must outlive the reader. `report.name` is the file's.
  LogReader(const LogOptions& options, EventLog& log, FileReport& report);

  /// After a problem nothing more may be added.
  Problem Add(std::string_view bytes);
  Problem End();

 private:
  Problem Work();
  Problem ReadHeader(std::span<const std::string_view> fields);
  bool AreInvoices(std::span<const std::string_view> fields) const;
  void ReadRow(const Record& record);
  void HoldBack(const Record& record);
  void DecideOnType();
  void ReadJson(const Record& record);

  const LogOptions& options_;
  FileReport& report_;
  EventCollector collector_;
  Splitter splitter_;
  bool begun_ = false;
  bool has_header_ = false;
  /// Rows that wait until it is known whether the column `type` tells events.
  struct HeldRow {
    std::uint64_t line = 0;
    std::vector<std::string> fields;
  };
  bool type_in_doubt_ = false;
  bool type_is_event_ = false;
  std::vector<HeldRow> held_;
  std::uint64_t rows_seen_ = 0;
  std::size_t width_ = 0;             // fields of the header
  std::vector<std::size_t> columns_;  // by LogRole
  std::size_t owner_column_ = kNoColumn;
  bool invoices_ = false;
  std::optional<JsonEvents> json_;  // of a log in JSON lines
  std::vector<RawEvent> events_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_LOG_READER_H_
