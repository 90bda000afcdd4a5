#include "bindings/command/files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

#include "bindings/command/gunzip.h"

namespace vitrine::command {
namespace {

constexpr std::size_t kChunkBytes = 1U << 20;

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, Close>;

Failure CannotRead(const std::string& path, int error) {
  return {.problem = path + " cannot be read: " + WhyUnreadable(error),
          .of_data = false};
}

/// Null: `error` is what `errno` was.
File Open(const std::string& path, int& error) {
  struct stat status;
  error = 0;
  if (path == "-") return File(stdin);
  if (stat(path.c_str(), &status) != 0) {
    error = errno;
  } else if (S_ISDIR(status.st_mode)) {
    error = EISDIR;
  }
  if (error != 0) return {};
  File file(std::fopen(path.c_str(), "rb"));
  if (!file) error = errno;
  return file;
}

/// In bytes, NaN: nobody knows.
double SizeOf(const File& file) {
  struct stat status;
  const bool known =
      fstat(fileno(file.get()), &status) == 0 && S_ISREG(status.st_mode);
  return known ? static_cast<double>(status.st_size) : std::nan("");
}

}  // namespace

std::string WhyUnreadable(int error) {
  switch (error) {
    case ENOENT:
      return "there is no such file";
    case EISDIR:
      return "it is a folder";
    case EACCES:
      return "no permission";
    default:
      return std::strerror(error);
  }
}

Failure CheckReadable(const std::string& path) {
  int error = 0;
  // A pipe would wait for its writer, and then have lost him.
  struct stat status;
  if (path == "-" ||
      (stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode))) {
    return {};
  }
  return Open(path, error) ? Failure() : CannotRead(path, error);
}

Failure ReadInto(jobs::Job& job, jobs::FileKind kind, const std::string& path,
                 Progress& progress) {
  Problem problem = job.BeginFile(kind, path);
  if (!problem.empty()) return {.problem = std::move(problem)};
  int error = 0;
  const File file = Open(path, error);
  if (!file) return CannotRead(path, error);
  progress.Begin("reading " + path);
  Gunzip gunzip(path,
                [&job](std::string_view bytes) { return job.Add(bytes); });
  const double size = SizeOf(file);
  double stored = 0;
  std::string chunk(kChunkBytes, '\0');
  for (std::size_t read = kChunkBytes; read == kChunkBytes;) {
    read = std::fread(chunk.data(), 1, kChunkBytes, file.get());
    if (std::ferror(file.get()) != 0) return CannotRead(path, errno);
    problem = gunzip.Add(std::string_view(chunk).substr(0, read));
    if (!problem.empty()) return {.problem = std::move(problem)};
    stored += static_cast<double>(read);
    progress.Show(stored / size, stored);
  }
  problem = gunzip.End();
  const ingest::FileReport* report = nullptr;
  if (problem.empty()) problem = job.EndFile(report);
  return {.problem = std::move(problem)};
}

bool ReadWhole(const std::string& path, std::string& bytes, int& error) {
  const File file = Open(path, error);
  if (!file) return false;
  std::string chunk(kChunkBytes, '\0');
  bytes.clear();
  for (std::size_t read = kChunkBytes; read == kChunkBytes;) {
    read = std::fread(chunk.data(), 1, kChunkBytes, file.get());
    bytes.append(chunk, 0, read);
  }
  error = std::ferror(file.get()) != 0 ? errno : 0;
  return error == 0;
}

}  // namespace vitrine::command
