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
  if (line.size() > kMaxRecordBytes) return "its first line is over 1 MB";
  return {};
}

}  // namespace

Problem FindLayout(FileFormat format, std::string_view name,
                   std::string_view first_line, Layout& layout) {
  if (first_line.empty()) return "it is empty";
  if (Problem problem = NotText(first_line); !problem.empty()) return problem;
  if (format == FileFormat::kAuto) format = FormatOfName(name);
  const auto count = [first_line](char c) {
    return std::count(first_line.begin(), first_line.end(), c);
  };
  if (format == FileFormat::kAuto && Trimmed(first_line).starts_with('{')) {
    format = FileFormat::kJsonLines;
  }
  layout.delimiter = count(';') > count(',') ? ';' : ',';
  // Feeds named .csv often have tabs.
  const bool tabs = count('\t') > count(*layout.delimiter);
  if (format == FileFormat::kTsv || (format == FileFormat::kAuto && tabs) ||
      (format == FileFormat::kCsv && tabs && count(*layout.delimiter) == 0)) {
    layout.delimiter = '\t';
  }
  if (format == FileFormat::kJsonLines) layout.delimiter.reset();
  return {};
}

}  // namespace vitrine::ingest
