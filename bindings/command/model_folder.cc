#include "bindings/command/model_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace vitrine::command {
namespace {

using Json = nlohmann::json;
using std::filesystem::path;

constexpr char kIndex[] = "model.json";
constexpr int kVersion = 1;

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

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

/// Names stay inside of the folder.
bool IsFileName(const std::string& name) {
  return !name.empty() && name[0] != '.' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return IsLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
         });
}

Json Parse(const std::string& text) {
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

const Json* Member(const Json& json, const char* name) {
  if (!json.is_object()) return nullptr;
  const auto member = json.find(name);
  return member == json.end() ? nullptr : &*member;
}

/// The name of a file that a part has; empty: it has none that is one.
std::string NameIn(const Json& part, const char* member) {
  const Json* name = Member(part, member);
  if (name == nullptr || !name->is_string()) return {};
  const std::string text = name->get<std::string>();
  return IsFileName(text) ? text : "";
}

/// What is wrong with a display file, as far as a page relies on it.
Failure CheckDisplay(const std::string& name, const std::string& text) {
  const Json display = Parse(text);
  if (display.is_discarded()) {
    return Unusable(name + " is damaged: it is no JSON");
  }
  const Json* first = Member(display, "first");
  const Json* fields = Member(display, "fields");
  bool sound = first != nullptr && first->is_number_integer() &&
               fields != nullptr && fields->is_object();
  if (sound) {
    for (const Json& column : *fields) {
      sound = sound && column.is_array() &&
              column.size() == fields->begin()->size();
    }
  }
  return sound
             ? Failure()
             : Unusable(name + " is damaged: its columns do not fit together");
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
  const Json* shards = Member(json, "shards");
  if (version == nullptr || !version->is_number() || *version != kVersion ||
      shards == nullptr || !shards->is_array()) {
    return Unusable(index +
                    " is not the list of a model of this version of Vitrine");
  }
  std::vector<Json> parts = {json.value("core", Json())};
  parts.insert(parts.end(), shards->begin(), shards->end());
  for (const Json& part : parts) {
    const std::string ranking = NameIn(part, "ranking");
    const std::string display = NameIn(part, "display");
    if (ranking.empty() || display.empty()) {
      return Unusable(index +
                      " is damaged: a part of the model has no file names");
    }
    for (const std::string& name : {display, ranking}) {
      if (!ReadWhole(where + name, bytes, error)) {
        return Unusable(where + name +
                        " cannot be read: " + WhyUnreadable(error));
      }
      Failure failure = name == display ? CheckDisplay(name, bytes)
                                        : GiveTo(job, name, bytes);
      if (!failure.problem.empty()) return failure;
    }
  }
  return {};
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
  for (const jobs::OutputFile* file : model) {
    std::remove(temporary(*file).c_str());
  }
  return failure;
}

}  // namespace vitrine::command
