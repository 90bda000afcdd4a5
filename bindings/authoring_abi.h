#ifndef VITRINE_BINDINGS_AUTHORING_ABI_H_
#define VITRINE_BINDINGS_AUTHORING_ABI_H_

#include <cstdint>

/// The C ABI of the authoring module, version 3: rule text in, diagnostics and
/// bundles out; logs and feeds in, models and figures out. Input goes to the
/// start of one arena, results come back at the start of the same arena. Input
/// of any content is safe.

extern "C" {

enum : std::uint32_t {
  VITRINE_AUTHORING_ABI_VERSION = 3,
  VITRINE_AUTHORING_MAX_ARENA_BYTES = 64U << 20,
};

std::uint32_t vitrine_authoring_abi_version(void);

/// Makes room for `size` bytes and returns the arena's start; null past
/// VITRINE_AUTHORING_MAX_ARENA_BYTES. Ask again before reading a result.
std::uint8_t* vitrine_authoring_arena(std::uint32_t size);

/// In: rule JSON (UTF-8, `size` bytes), then time zones (JSON, `zones_size`
/// bytes): {"Europe/Oslo": [[ms since 1970, minutes to add to UTC], ...]}, from
/// the time on that stands there; those that the rules name and the host knows.
/// `lenient` 1: what GrowthBook's SDK evaluates to false is a warning instead
/// of an error. `now`: ms since 1970, for warnings of what is over; NaN: not
/// told. Out, at the start of the arena: u32 length of the diagnostics,
/// u32 length of the bundle, the diagnostics (JSON array, see rules/README.md),
/// the bundle (empty when a diagnostic is an error). Returns the total length,
/// or -1 when the sizes exceed what vitrine_authoring_arena made room for.
std::int32_t vitrine_authoring_compile(std::uint32_t size,
                                       std::uint32_t zones_size,
                                       std::uint32_t lenient, double now);

/// In: a rules file. Out: a JSON object describing sections, sizes, symbols
/// and the disassembled program, or `{"error": code, "message": text}`.
/// Returns its length, or -1 as above.
std::int32_t vitrine_authoring_inspect(std::uint32_t size);

// A job learns a model from a log, or judges one. One instance of the module
// does one job:
//   job(options), then for each file: file(kind, name), chunk(bytes)...,
//   end_file(); then step() until it says that all is done, then result().
// Every call that returns a length may answer with {"error": text}: the job is
// over. jobs/options.h lists the options.

/// Files of a job.
enum : std::uint32_t {
  VITRINE_AUTHORING_EVENTS = 0,  ///< log to learn from: CSV, TSV or JSON lines
  VITRINE_AUTHORING_TEST = 1,    ///< log to judge with
  VITRINE_AUTHORING_FEED = 2,    ///< product feed: CSV or TSV
  VITRINE_AUTHORING_MODEL = 3,   ///< a model to judge: its core, then its
                                 ///< others by number, a file each
};

/// In: options, a JSON object. Out: {}. Returns its length, or -1 as above.
std::int32_t vitrine_authoring_job(std::uint32_t size);

/// Begins a file. In: its name, for messages. Out: {}. Returns its length, or
/// -1 as above.
std::int32_t vitrine_authoring_file(std::uint32_t kind, std::uint32_t size);

/// In: the file's next bytes, not compressed, cut anywhere. Returns 0, or the
/// length of {"error": text}, or -1 as above.
std::int32_t vitrine_authoring_chunk(std::uint32_t size);

/// Out: {"name": text, "rows": used, "broken": number, "messages": [text],
/// "warnings": [text]}: messages are those of the first broken lines. Returns
/// its length.
std::int32_t vitrine_authoring_end_file(void);

/// Does a piece of the work (Trainer::Step says how long). Out: {"phase":
/// "training" | "evaluating", "done": share of 1} or {"phase": "done"}.
/// Returns its length.
std::int32_t vitrine_authoring_step(void);

/// After {"phase": "done"}. Out: u32 number of files, then for each u32 length
/// of its name, u32 length of its bytes; then each file's name and bytes, one
/// after the other. `report.json` and `report.txt` come first. Returns the
/// total length.
std::int32_t vitrine_authoring_result(void);

}  // extern "C"

#endif  // VITRINE_BINDINGS_AUTHORING_ABI_H_
