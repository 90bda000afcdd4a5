#ifndef VITRINE_BINDINGS_INGEST_EVENT_COLLECTOR_H_
#define VITRINE_BINDINGS_INGEST_EVENT_COLLECTOR_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/columns.h"
#include "bindings/ingest/dictionary.h"
#include "bindings/ingest/file_report.h"
#include "bindings/ingest/problem.h"
#include "bindings/ingest/time.h"
#include "runtime/training/training_log.h"

namespace vitrine::ingest {

/// What a log tells of each event, in the order of LogRoles().
enum class LogRole : std::uint8_t {
  kSession = 0,
  kItem = 1,
  kTime = 2,
  kEvent = 3,
  kQuantity = 4,
  kVisitor = 5,
};
std::span<const Role> LogRoles();

/// Which columns tell a visit: its session, its visitor, or both together.
struct VisitColumns {
  bool session = false;
  bool visitor = false;
};

/// Chooses among the headers that were found, empty where none was. Numbers of
/// visits that only count within a visitor are joined with his; an order's
/// number tells visits only where no visitor is named. What `names` says comes
/// first.
VisitColumns ChooseVisitColumns(std::string_view session,
                                std::string_view visitor,
                                const ColumnNames& names);

/// Whether a header is that of an order's number, or of the price of one piece.
bool IsOrderNumber(std::string_view header);
bool IsPrice(std::string_view header);

/// An event as it is written in the file. Empty: not told.
struct RawEvent {
  std::string_view session;
  std::string_view visitor;  ///< without a session: a visitor's events
  /// Who the visitor is, also where he does not tell visits.
  std::string_view owner;
  std::string_view item;
  std::string_view time;
  /// Nothing: the log does not name events.
  std::optional<std::string_view> event;
  std::string_view quantity;
  /// It has the columns of an invoice.
  bool invoice = false;
};

/// The rows of one or more logs. Items and sessions are numbers of the
/// dictionaries.
struct EventLog {
  Dictionary items;
  Dictionary sessions;
  /// By number of the dictionary, short: false. These sessions are all that
  /// visitors ever did.
  std::vector<bool> is_visitor;
  /// By number of a session that is no visitor itself, the number of its
  /// visitor; short or kAbsent: not known.
  std::vector<std::uint32_t> owner_of;
  Dictionary owners;
  std::vector<LogRow> rows;
};

/// What the name of an event says of its item: `view_item`, `addtocart`,
/// `Order Completed`; nothing: something else.
std::optional<Action> ActionOf(std::string_view event);

/// Understands the events of one file.
class EventCollector {
 public:
  /// `unnamed`: the action of events without a name; nothing: invoices are
  /// purchases, others views.
  EventCollector(TimeForm time, std::optional<Action> unnamed, EventLog& log,
                 FileReport& report)
      : time_form_(time), unnamed_(unnamed), log_(log), report_(report) {}

  /// Uses the event or leaves it out, and counts it; says why when it is
  /// broken. Rows come into the log some events later.
  Problem Take(const RawEvent& event);
  /// The last rows come into the log.
  void End();

 private:
  /// A row whose session and item have no numbers yet. Its texts stand one
  /// after the other: what names the session, its owner, the item.
  struct Pending {
    LogRow row;
    std::size_t begin = 0;
    std::size_t session_size = 0;
    std::size_t owner_size = 0;
    std::size_t item_size = 0;
    bool is_visitor = false;
    std::uint32_t session_hash = 0;
    std::uint32_t item_hash = 0;
  };
  static constexpr std::size_t kMostPending = 64;

  void Add(LogRow row, std::string_view session, std::string_view visitor,
           std::string_view owner, std::string_view item);
  void NumberPending();
  void SetOwner(std::uint32_t session, std::string_view owner);

  /// An event's name, understood.
  struct NamedAction {
    std::optional<Action> action;
    bool needs_item = false;  ///< without one it is an event of no product
  };
  NamedAction Understand(std::string_view name);

  TimeForm time_form_;
  std::optional<Action> unnamed_;
  EventLog& log_;
  FileReport& report_;
  Dictionary names_;                  // of the first events
  std::vector<NamedAction> of_name_;  // by number there
  std::vector<Pending> pending_;
  std::string pending_texts_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_EVENT_COLLECTOR_H_
