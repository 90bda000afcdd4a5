#include "bindings/ingest/columns.h"

#include <algorithm>

#include "bindings/ingest/text.h"

namespace vitrine::ingest {

Problem FindColumns(std::span<const Role> roles, const ColumnNames& names,
                    std::span<const std::string_view> header,
                    std::vector<std::size_t>& columns) {
  std::vector<std::string> plain;
  for (const std::string_view name : header) plain.push_back(Plain(name));
  std::vector<bool> taken(header.size());
  columns.assign(roles.size(), kNoColumn);
  for (std::size_t role = 0; role < roles.size(); ++role) {
    const auto given = names.find(roles[role].name);
    if (given == names.end()) continue;
    const auto is_given = [&given](std::string_view name) {
      return Trimmed(name) == Trimmed(given->second);
    };
    std::size_t column = static_cast<std::size_t>(
        std::find_if(header.begin(), header.end(), is_given) - header.begin());
    if (column == header.size()) {
      column = static_cast<std::size_t>(
          std::find(plain.begin(), plain.end(), Plain(given->second)) -
          plain.begin());
    }
    if (column == header.size()) {
      return "there is no column " + Quoted(given->second) + " for " +
             std::string(roles[role].name) + DidYouMean(given->second, header) +
             ColumnsAreThere(header);
    }
    columns[role] = column;
    taken[column] = true;
  }
  for (std::size_t role = 0; role < roles.size(); ++role) {
    if (columns[role] != kNoColumn) continue;
    for (const std::string_view name : roles[role].headers) {
      const auto column = static_cast<std::size_t>(
          std::find(plain.begin(), plain.end(), name) - plain.begin());
      if (column == header.size() || taken[column]) continue;
      columns[role] = column;
      taken[column] = true;
      break;
    }
  }
  return {};
}

Problem CheckWidth(const Record& record, std::size_t width) {
  for (std::size_t i = width; i < record.fields.size(); ++i) {
    if (Trimmed(record.fields[i]).empty()) continue;
    return "it has " + std::to_string(record.fields.size()) +
           " fields, and the header " + std::to_string(width);
  }
  return {};
}

std::string ColumnsAreThere(std::span<const std::string_view> header) {
  return "; it has the columns " + Listed(header);
}

}  // namespace vitrine::ingest
