#include "bindings/command/model_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>

namespace vitrine::command {
namespace {

using Json = nlohmann::json;
using std::filesystem::path;

constexpr char kIndex[] = "model.json";
constexpr int kVersion = 1;
constexpr std::size_t kMostFiles = 1'000'000;

Failure Unusable(const std::string& what) {
  return {.problem = what + "; run `vitrine train` again."};
}

Failure CannotWrite(const std::string& folder, const path& at, int error) {
  std::string why = std::strerror(error);
  const bool file = error == EEXIST || error == ENOTDIR;
  if (file || error == EISDIR) {
    why = std::string(file ? "a file" : "a folder") + " is in the way at " +
          at.string();
  }
  return {.problem = folder + " cannot be written: " + why, .of_data = false};
}

Json Parse(const std::string& text) {
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

const Json* Member(const Json& json, const char* name) {
  if (!json.is_object()) return nullptr;
  const auto member = json.find(name);
  return member == json.end() ? nullptr : &*member;
}

/// A number of files; 0: it is none.
std::size_t CountIn(const Json& index, const char* member) {
  const Json* count = Member(index, member);
  return count == nullptr || !count->is_number_unsigned()
             ? 0
             : count->get<std::size_t>();
}

Failure GiveTo(jobs::Job& job, const std::string& name,
               const std::string& bytes) {
  Problem problem = job.BeginFile(jobs::FileKind::kModel, name);
  if (problem.empty()) problem = job.Add(bytes);
  const ingest::FileReport* report = nullptr;
  if (problem.empty()) problem = job.EndFile(report);
  return {.problem = std::move(problem)};
}

/// Opens, writes and closes; 0, or `errno`.
int WriteFile(const path& at, std::string_view bytes) {
  std::FILE* file = std::fopen(at.c_str(), "wb");
  if (file == nullptr) return errno;
  errno = 0;
  bool ok = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  ok = std::fclose(file) == 0 && ok;
  return ok ? 0 : errno;
}

/// Of a model's files that another model may have fewer of, and the page that
/// npm made of its report.
bool IsOfOneModel(const path& name) {
  if (name == "report.html") return true;
  const std::string number = name.stem().string();
  return (name.extension() == ".vitrine" || name.extension() == ".json") &&
         number.find_first_not_of("0123456789") == std::string::npos;
}

/// Removes what only a model of before had.
void RemoveOthers(const path& folder,
                  const std::vector<const jobs::OutputFile*>& model) {
  std::set<std::string> names;
  for (const jobs::OutputFile* file : model) names.insert(file->name);
  std::vector<path> others;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(folder, failed), end;
       !failed && at != end; at.increment(failed)) {
    const path name = at->path().filename();
    if (IsOfOneModel(name) && names.count(name.string()) == 0) {
      others.push_back(at->path());
    }
  }
  for (const path& other : others) std::remove(other.c_str());
}

}  // namespace

Failure ReadModelInto(jobs::Job& job, const std::string& folder) {
  const std::string where = folder.ends_with('/') ? folder : folder + "/";
  const std::string index = where + kIndex;
  std::string bytes;
  int error = 0;
  if (!ReadWhole(index, bytes, error)) {
    return {.problem = index + " cannot be read: " + WhyUnreadable(error) +
                       "; `vitrine train` writes a model, and its folder is "
                       "what is needed",
            .of_data = false};
  }
  const Json json = Parse(bytes);
  if (json.is_discarded()) {
    return Unusable(index + " is damaged: it is no JSON");
  }
  const Json* version = Member(json, "vitrine");
  const std::size_t parts = CountIn(json, "parts");
  const std::size_t displays = CountIn(json, "displays");
  if (version == nullptr || !version->is_number() || *version != kVersion ||
      parts == 0 || parts > kMostFiles || displays == 0 ||
      displays > kMostFiles) {
    return Unusable(index +
                    " is not the list of a model of this version of Vitrine");
  }
  const auto give = [&](const std::string& name) -> Failure {
    if (!ReadWhole(where + name, bytes, error)) {
      return Unusable(where + name +
                      " cannot be read: " + WhyUnreadable(error));
    }
    return GiveTo(job, name, bytes);
  };
  Failure failure = give("core.vitrine");
  for (std::size_t i = 0; i < parts + displays && failure.problem.empty();
       ++i) {
    failure = give(std::to_string(i) + (i < parts ? ".vitrine" : ".json"));
  }
  return failure;
}

Failure CheckFolder(const std::string& folder) {
  std::error_code failed;
  path at = std::filesystem::absolute(folder, failed).lexically_normal();
  for (;; at = at.parent_path()) {
    struct stat status;
    if (stat(at.c_str(), &status) == 0) {
      if (!S_ISDIR(status.st_mode)) return CannotWrite(folder, at, ENOTDIR);
      if (access(at.c_str(), W_OK) == 0) return {};
      return CannotWrite(folder, at, errno);
    }
    if (errno != ENOENT || at == at.parent_path()) {
      return CannotWrite(folder, at, errno);
    }
  }
}

Failure WriteModel(const std::vector<jobs::OutputFile>& files,
                   const std::string& folder) {
  const path base(folder);
  std::error_code failed;
  std::filesystem::create_directories(base, failed);
  if (failed) return CannotWrite(folder, base, failed.value());
  std::vector<const jobs::OutputFile*> model;
  for (const jobs::OutputFile& file : files) {
    if (file.name != "report.txt") model.push_back(&file);
  }
  std::stable_partition(model.begin(), model.end(),
                        [](const auto* file) { return file->name != kIndex; });
  const auto temporary = [&base](const jobs::OutputFile& file) {
    return base / ("." + file.name + "." + std::to_string(getpid()) + ".tmp");
  };
  Failure failure;
  for (const jobs::OutputFile* file : model) {
    const int error = WriteFile(temporary(*file), file->bytes);
    if (error == 0) continue;
    failure = CannotWrite(folder, temporary(*file), error);
    break;
  }
  for (const jobs::OutputFile* file : model) {
    if (!failure.problem.empty()) break;
    const path to = base / file->name;
    if (std::rename(temporary(*file).c_str(), to.c_str()) == 0) continue;
    failure = CannotWrite(folder, to, errno);
  }
  if (failure.problem.empty()) RemoveOthers(base, model);
  for (const jobs::OutputFile* file : model) {
    std::remove(temporary(*file).c_str());
  }
  return failure;
}

}  // namespace vitrine::command
