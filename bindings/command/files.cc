#include "bindings/command/files.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

namespace vitrine::command {
namespace {

constexpr unsigned kChunkBytes = 1U << 20;
constexpr char kManifest[] = "model.json";

struct Close {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

Failure CannotRead(const std::string& path, const char* why) {
  return {.problem = path + " cannot be read: " + why, .of_data = false};
}

Failure CannotWrite(const std::string& path, const std::string& why) {
  return {.problem = path + " cannot be written: " + why, .of_data = false};
}

/// Reads a plain or gzip file to its end; `take` gets each piece.
template <typename Take>
Failure ReadFile(const std::string& path, Progress& progress, Take take) {
  double size = std::nan("");
  const bool standard_input = path == "-";
  struct stat status;
  if (!standard_input) {
    if (stat(path.c_str(), &status) != 0) {
      return CannotRead(path, std::strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) return CannotRead(path, "it is a folder");
    if (S_ISREG(status.st_mode)) size = static_cast<double>(status.st_size);
  }
  const std::unique_ptr<gzFile_s, Close> file(
      standard_input ? gzdopen(dup(STDIN_FILENO), "rb")
                     : gzopen(path.c_str(), "rb"));
  if (!file) return CannotRead(path, std::strerror(errno));
  gzbuffer(file.get(), kChunkBytes / 4);
  progress.Begin("reading " + path);
  std::string chunk(kChunkBytes, '\0');
  for (double bytes = 0;;) {
    const int read = gzread(file.get(), chunk.data(), kChunkBytes);
    int error = Z_OK;
    const char* why = gzerror(file.get(), &error);
    if (read < 0 || (read == 0 && error != Z_OK)) {
      if (error == Z_ERRNO) return CannotRead(path, std::strerror(errno));
      return {.problem = path + ": its compression is damaged or cut short (" +
                         why + ")"};
    }
    if (read == 0) return {};
    Problem problem =
        take(std::string_view(chunk.data(), static_cast<std::size_t>(read)));
    if (!problem.empty()) return {.problem = std::move(problem)};
    bytes += read;
    const auto offset = static_cast<double>(gzoffset(file.get()));
    progress.Show(offset / size, bytes);
  }
}

Failure WriteFile(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path unfinished = path;
  unfinished += ".new";
  std::FILE* file = std::fopen(unfinished.c_str(), "wb");
  if (file == nullptr) return CannotWrite(path, std::strerror(errno));
  bool ok = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  ok = std::fclose(file) == 0 && ok;
  ok = ok && std::rename(unfinished.c_str(), path.c_str()) == 0;
  if (ok) return {};
  const int error = errno;
  std::remove(unfinished.c_str());
  return CannotWrite(path, std::strerror(error));
}

}  // namespace

Failure ReadInto(jobs::Job& job, jobs::FileKind kind, const std::string& path,
                 Progress& progress) {
  Problem problem = job.BeginFile(kind, path);
  if (!problem.empty()) return {.problem = std::move(problem)};
  Failure failure = ReadFile(path, progress, [&job](std::string_view bytes) {
    return job.Add(bytes);
  });
  if (!failure.problem.empty()) return failure;
  const ingest::FileReport* report = nullptr;
  return {.problem = job.EndFile(report)};
}

Failure ReadModelInto(jobs::Job& job, const std::string& folder,
                      Progress& progress) {
  const std::filesystem::path base(folder);
  const std::string manifest = base / kManifest;
  std::string text;
  Failure failure =
      ReadFile(manifest, progress, [&text](std::string_view bytes) {
        text += bytes;
        return Problem();
      });
  if (!failure.problem.empty()) return failure;
  const auto json =
      nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  std::vector<std::string> names;
  const auto add = [&names](const nlohmann::json& part) {
    const auto ranking = part.is_object() ? part.find("ranking") : part.end();
    const bool named =
        part.is_object() && ranking != part.end() && ranking->is_string();
    if (named) names.push_back(ranking->get<std::string>());
    return named;
  };
  bool ok = json.is_object() && json.contains("core") && add(json["core"]) &&
            json.contains("shards") && json["shards"].is_array();
  if (ok) {
    for (const auto& shard : json["shards"]) ok = add(shard) && ok;
  }
  if (!ok) return {.problem = manifest + " is not what vitrine train writes"};
  for (const std::string& name : names) {
    failure = ReadInto(job, jobs::FileKind::kModel, base / name, progress);
    if (!failure.problem.empty()) return failure;
  }
  return {};
}

Failure WriteModel(const std::vector<jobs::OutputFile>& files,
                   const std::string& folder) {
  const std::filesystem::path base(folder);
  std::error_code error;
  std::filesystem::create_directories(base, error);
  if (error) return CannotWrite(folder, error.message());
  const jobs::OutputFile* manifest = nullptr;
  for (const jobs::OutputFile& file : files) {
    if (file.name.starts_with("report.")) continue;
    if (file.name == kManifest) {
      manifest = &file;
      continue;
    }
    Failure failure = WriteFile(base / file.name, file.bytes);
    if (!failure.problem.empty()) return failure;
  }
  return manifest == nullptr ? Failure()
                             : WriteFile(base / kManifest, manifest->bytes);
}

}  // namespace vitrine::command
