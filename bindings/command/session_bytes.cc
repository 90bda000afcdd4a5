#include "bindings/command/session_bytes.h"

#include <zlib.h>

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

namespace vitrine::command {
namespace {

using Json = nlohmann::json;

Json Parse(const std::string& text) {
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

std::string* Find(std::vector<jobs::OutputFile>& files, std::string_view name) {
  for (jobs::OutputFile& file : files) {
    if (file.name == name) return &file.bytes;
  }
  return nullptr;
}

/// Header and trailer included.
std::size_t GzipSize(const std::string& bytes) {
  constexpr std::size_t kWrapper = 12;  // more than that of zlib
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(),
            Z_BEST_COMPRESSION);
  return size + kWrapper;
}

/// Adds two members behind the last number of "bytes_per_session".
void AddMembers(const std::string& display, const std::string& total,
                std::string& json) {
  const std::size_t object = json.find("\"bytes_per_session\": {");
  if (object == std::string::npos) return;
  const std::size_t end =
      json.find_last_of("0123456789", json.find('}', object));
  json.insert(end + 1,
              ",\n    \"display\": " + display + ",\n    \"total\": " + total);
}

void AddRow(std::string what, const std::string& size, std::size_t width,
            std::string& text) {
  constexpr std::size_t kColumn = 45;
  what.resize(kColumn, ' ');
  text += what + std::string(width - size.size(), ' ') + size + "\n";
}

}  // namespace

Failure AddDisplayBytes(const std::string& folder,
                        std::vector<jobs::OutputFile>& output) {
  std::string* const json = Find(output, "report.json");
  std::string* const text = Find(output, "report.txt");
  const std::string* const told = Find(output, "downloads.json");
  if (json == nullptr || text == nullptr || told == nullptr) return {};
  const Json downloads = Parse(*told);
  const auto times = downloads["downloads"].get<std::vector<std::uint32_t>>();
  const auto sessions = downloads["sessions"].get<double>();
  Failure failure;
  double shown = 0;
  const auto add = [&](const std::string& name, double weight) {
    std::string bytes;
    int error = 0;
    const std::string path = folder + "/" + name;
    if (ReadWhole(path, bytes, error)) {
      shown += weight * static_cast<double>(GzipSize(bytes));
    } else {
      failure.problem = path + " cannot be read: " + WhyUnreadable(error);
    }
  };
  std::string bytes;
  int error = 0;
  if (!ReadWhole(folder + "/model.json", bytes, error)) return {};
  const auto parts = Parse(bytes)["parts"].get<std::size_t>();
  add("core.json", 1);
  for (std::size_t i = parts; i < times.size() && failure.problem.empty();
       ++i) {
    if (times[i] > 0) add(std::to_string(i) + ".json", times[i] / sessions);
  }
  if (!failure.problem.empty()) return failure;
  double all = shown;
  const Json report = Parse(*json);
  for (const auto& [name, size] : report["bytes_per_session"].items()) {
    all += size.get<double>();
  }
  const auto whole = [](double size) {
    return std::to_string(std::llround(size));
  };
  const std::string display = whole(shown);
  const std::string total = whole(all);
  AddMembers(display, total, *json);
  *text += "\n";
  AddRow("bytes to show items, for a session, as gzip", display, total.size(),
         *text);
  AddRow("bytes of both", total, total.size(), *text);
  return {};
}

}  // namespace vitrine::command
