#include "bindings/ingest/format.h"

#include <algorithm>

#include "bindings/ingest/splitter.h"
#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

FileFormat FormatOfName(std::string_view name) {
  std::string plain = Plain(name);
  if (plain.ends_with(".gz")) plain.resize(plain.size() - 3);
  if (plain.ends_with(".csv")) return FileFormat::kCsv;
  if (plain.ends_with(".tsv")) return FileFormat::kTsv;
  if (plain.ends_with(".jsonl") || plain.ends_with(".ndjson")) {
    return FileFormat::kJsonLines;
  }
  return FileFormat::kAuto;
}

/// What the first bytes of files say that are often given by mistake.
Problem NotText(std::string_view line) {
  if (line.starts_with("\x1f\x8b")) return "it is still compressed";
  if (line.starts_with("PK\x03\x04")) {
    return "it is an archive or a spreadsheet: save it as CSV";
  }
  if (line.starts_with("\xff\xfe") || line.starts_with("\xfe\xff")) {
    return "it is UTF-16: save it as UTF-8";
  }
  if (line.find('\0') != line.npos) {
    return "it is no text, or UTF-16: save it as UTF-8";
  }
  if (line.size() > kMaxRecordBytes) return "its first line is over 1 MB";
  if (line.find('\r') != line.npos) {
    return "its lines end with CR alone: save it with LF or CR LF";
  }
  return {};
}

/// What begins as text of another kind.
Problem OtherText(std::string_view line) {
  constexpr std::string_view kAccepted =
      "CSV, TSV and JSON lines (one object a line) can be read";
  line = Trimmed(line);
  if (line.starts_with('<')) {
    return "it is XML or HTML: " + std::string(kAccepted);
  }
  if (line.starts_with('[')) {
    return "it is a JSON array: " + std::string(kAccepted);
  }
  return {};
}

}  // namespace

Problem FindLayout(FileFormat format, std::string_view name,
                   std::string_view first_line, Layout& layout) {
  if (first_line.empty()) return "it is empty";
  if (Problem problem = NotText(first_line); !problem.empty()) return problem;
  if (Problem problem = OtherText(first_line); !problem.empty()) {
    return problem;
  }
  // No header begins so: the first line knows better than the name.
  if (Trimmed(first_line).starts_with('{')) {
    if (format == FileFormat::kCsv || format == FileFormat::kTsv) {
      return "it is JSON, and --format says otherwise";
    }
    format = FileFormat::kJsonLines;
  }
  if (format == FileFormat::kAuto) format = FormatOfName(name);
  const auto count = [first_line](char c) {
    return std::count(first_line.begin(), first_line.end(), c);
  };
  layout.delimiter = count(';') > count(',') ? ';' : ',';
  // Feeds named .csv often have tabs.
  const bool tabs = count('\t') > count(*layout.delimiter);
  if (format == FileFormat::kTsv || (format == FileFormat::kAuto && tabs) ||
      (format == FileFormat::kCsv && tabs && count(*layout.delimiter) == 0)) {
    layout.delimiter = '\t';
  }
  if (format == FileFormat::kJsonLines) layout.delimiter.reset();
  if (layout.delimiter && count(*layout.delimiter) == 0 && count('|') > 0) {
    return "its columns are parted by `|`: comma, semicolon and tab can be "
           "read";
  }
  return {};
}

}  // namespace vitrine::ingest
