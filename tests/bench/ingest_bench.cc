// How fast a log is read: ingest_bench ROWS seconds|iso ROUNDS
// Prints of each round events per second by the clock, and per second of the
// processor's time, which other programs disturb less, as JSON. The log is made
// in memory and given in pieces, as the command gives the pieces of a file.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/log_reader.h"

namespace {

using vitrine::ingest::EventLog;
using vitrine::ingest::FileReport;
using vitrine::ingest::LogOptions;
using vitrine::ingest::LogReader;

constexpr std::size_t kPieceBytes = 1U << 20;
constexpr std::uint64_t kOpenSessions = 200;
constexpr std::uint64_t kItems = 100'000;

/// Knuth's: the same log on every machine.
class Random {
 public:
  std::uint64_t Below(std::uint64_t limit) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state_ >> 33) % limit;
  }

 private:
  std::uint64_t state_ = 1;
};

void AppendTwoDigits(std::uint64_t number, std::string& text) {
  text += static_cast<char>('0' + number / 10);
  text += static_cast<char>('0' + number % 10);
}

/// Sessions of about five events, 200 of them at any time; few items have most
/// of the events.
std::string MakeLog(std::uint64_t rows, bool iso) {
  Random random;
  std::vector<std::uint64_t> open(kOpenSessions);
  for (std::uint64_t i = 0; i < kOpenSessions; ++i) open[i] = i;
  std::uint64_t next = kOpenSessions;
  std::uint64_t seconds = 0;
  std::string log = "session,item,time\n";
  for (std::uint64_t row = 0; row < rows; ++row) {
    seconds += random.Below(5) < 3 ? 1 : 0;
    std::uint64_t& session = open[random.Below(kOpenSessions)];
    const std::uint64_t item =
        random.Below(kItems) * random.Below(kItems) / kItems;
    char name[17];
    std::snprintf(
        name, sizeof name, "%016llx",
        static_cast<unsigned long long>(session * 0x9e3779b97f4a7c15ULL));
    log += name;
    log += ",item-" + std::to_string(item) + ",";
    if (iso) {
      // Of as many months as are needed, with 28 days each.
      const std::uint64_t days = seconds / 86'400;
      log += std::to_string(2020 + days / 336) + "-";
      AppendTwoDigits(days / 28 % 12 + 1, log);
      log += '-';
      AppendTwoDigits(days % 28 + 1, log);
      log += 'T';
      AppendTwoDigits(seconds / 3'600 % 24, log);
      log += ':';
      AppendTwoDigits(seconds / 60 % 60, log);
      log += ':';
      AppendTwoDigits(seconds % 60, log);
      log += "Z\n";
    } else {
      log += std::to_string(1'700'000'000 + seconds) + "\n";
    }
    if (random.Below(5) == 0) session = next++;
  }
  return log;
}

struct Seconds {
  double clock = 0;
  double processor = 0;
};

Seconds Read(std::string_view log, std::uint64_t rows) {
  const LogOptions options;
  EventLog events;
  FileReport report;
  LogReader reader(options, events, report);
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  std::string problem;
  while (!log.empty() && problem.empty()) {
    problem = reader.Add(log.substr(0, kPieceBytes));
    log.remove_prefix(std::min(kPieceBytes, log.size()));
  }
  if (problem.empty()) problem = reader.End();
  const std::chrono::duration<double> taken =
      std::chrono::steady_clock::now() - begin;
  if (!problem.empty() || events.rows.size() != rows) std::abort();
  return {.clock = taken.count(),
          .processor =
              static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::uint64_t rows = std::strtoull(argv[1], nullptr, 10);
  const std::string log = MakeLog(rows, std::string_view(argv[2]) == "iso");
  const int rounds = std::atoi(argv[3]);
  std::printf("[");
  for (int i = 0; i < rounds; ++i) {
    const Seconds seconds = Read(log, rows);
    const auto count = static_cast<double>(rows);
    std::printf("%s[%.0f, %.0f]", i == 0 ? "" : ", ", count / seconds.clock,
                count / seconds.processor);
  }
  std::printf("]\n");
}
