#ifndef VITRINE_BINDINGS_INGEST_COLUMNS_H_
#define VITRINE_BINDINGS_INGEST_COLUMNS_H_

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/problem.h"
#include "bindings/ingest/splitter.h"

namespace vitrine::ingest {

/// Something that a file tells, and the headers that tell it unless an option
/// says otherwise: best first, as Plain() makes them.
struct Role {
  std::string_view name;
  std::vector<std::string_view> headers;
};

/// What an option says: the header of a role.
using ColumnNames = std::map<std::string, std::string, std::less<>>;

inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

/// Fills in the column of each role, kNoColumn where the header has none. Names
/// of the option have to be there.
Problem FindColumns(std::span<const Role> roles, const ColumnNames& names,
                    std::span<const std::string_view> header,
                    std::vector<std::size_t>& columns);

/// Refuses a record with text past the last column of the header, whose width
/// this is: one of its fields was cut in two, and which is not known.
Problem CheckWidth(const Record& record, std::size_t width);

/// "; it has the columns `a`, `b`".
std::string ColumnsAreThere(std::span<const std::string_view> header);

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_COLUMNS_H_
