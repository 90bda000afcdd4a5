#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "bindings/ingest/log_reader.h"
#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

/// A log that was read: rows as `session item time action`.
struct ReadLog {
  EventLog log;
  std::vector<std::string> rows;
  FileReport report;
  Problem problem;
};

ReadLog Read(const std::vector<std::string>& pieces, const LogOptions& options,
             std::string name = "log") {
  constexpr const char* kActions[] = {"view", "cart", "purchase"};
  ReadLog read;
  read.report.name = std::move(name);
  EventLog& log = read.log;
  LogReader reader(options, log, read.report);
  for (const std::string& piece : pieces) {
    read.problem = reader.Add(piece);
    if (!read.problem.empty()) return read;
  }
  read.problem = reader.End();
  const auto sessions = log.sessions.Texts();
  const auto items = log.items.Texts();
  for (const LogRow& row : log.rows) {
    read.rows.push_back(sessions[row.session] + " " + items[row.item] + " " +
                        std::to_string(static_cast<long long>(row.time)) + " " +
                        kActions[static_cast<std::size_t>(row.action)]);
  }
  return read;
}

ReadLog Read(const std::string& text, const LogOptions& options = {},
             std::string name = "log") {
  return Read(std::vector<std::string>{text}, options, std::move(name));
}

TEST(IngestLog, Csv) {
  const ReadLog log = Read(
      "session_id,item_id,timestamp,event,price,quantity\n"
      "s1,boot,2026-03-01T12:00:00Z,view_item,89.50,\n"
      "s1,boot,2026-03-01T12:01:00Z,add_to_cart,89.50,1\n"
      "s1, tent ,2026-03-01T12:02:00Z,purchase,free,many\n");
  EXPECT_EQ(log.problem, "");
  EXPECT_THAT(log.rows, ElementsAre("s1 boot 1772366400000 view",
                                    "s1 boot 1772366460000 cart",
                                    "s1 tent 1772366520000 purchase"));
  EXPECT_EQ(log.report.rows, 3);
}

TEST(IngestLog, SemicolonsAndTabs) {
  EXPECT_THAT(Read("user;sku;ts\nu,1;a;1772366400\n").rows,
              ElementsAre("u,1 a 1772366400000 view"));
  EXPECT_THAT(Read("SessionId\tItemId\tTime\n1\t2\t1772366400.5\n").rows,
              ElementsAre("1 2 1772366400500 view"));
}

TEST(IngestLog, OnlyAnOrder) {
  EXPECT_THAT(
      Read("SessionId\tItemId\tTime\n1\t2\t3\n", {.time = TimeForm::kRank})
          .rows,
      ElementsAre("1 2 3 view"));
  EXPECT_THAT(Read("session,item\nx,b\nx,a\n", {.time = TimeForm::kRank}).rows,
              ElementsAre("x b 0 view", "x a 1 view"));
  EXPECT_THAT(Read("SessionId\tItemId\tTime\n1\t2\t3\n").problem,
              HasSubstr("--time rank"));
}

TEST(IngestLog, ColumnsByOption) {
  const LogOptions options = {
      .columns = {{"session", "who"}, {"item", "what"}, {"time", "when"}},
      .unnamed = Action::kPurchase};
  EXPECT_THAT(Read("what,when,who\na,2026-03-01,u\n", options).rows,
              ElementsAre("u a 1772323200000 purchase"));
  EXPECT_EQ(Read("what,wen,who\na,2026-03-01,u\n", options).problem,
            "log: there is no column `when` for time; did you mean `wen`?; it "
            "has the columns `what`, `wen`, `who`");
  EXPECT_EQ(Read("a,b\n1,2\n").problem,
            "log: no column looks like the session: name it with --columns "
            "session=...; it has the columns `a`, `b`");
}

TEST(IngestLog, OtherEventsAndReturnsAreCounted) {
  const ReadLog log = Read(
      "session,item,time,event,quantity\n"
      "s,,2026-03-01,page_view,\n"
      "s,a,2026-03-01,view,\n"
      "s,,2026-03-01,search,\n"
      "s,a,2026-03-01,remove_from_cart,1\n"
      "s,,2026-03-01,search,\n"
      "s,a,2026-03-01,purchase,-1\n");
  EXPECT_THAT(log.rows, ElementsAre("s a 1772323200000 view"));
  EXPECT_EQ(log.report.broken, 0);
  EXPECT_EQ(log.report.returns, 1);
  EXPECT_THAT(log.report.other_events,
              ElementsAre(Pair("page_view", 1), Pair("remove_from_cart", 1),
                          Pair("search", 2)));
}

TEST(IngestLog, BrokenLinesAreCountedAndTheFirstOnesKept) {
  const ReadLog log = Read(
      "session,item,time\n"
      ",a,2026-03-01\n"
      "s,,2026-03-01\n"
      "s,a,\n"
      "s,a,soon\n"
      "s,a,2026-03-01,more\n"
      "s\n"
      "s,\xff,2026-03-01\n"
      "s,\"a\"b,2026-03-01\n"
      "s," +
      std::string(kMaxTextBytes + 1, 'x') +
      ",2026-03-01\n"
      "s," +
      std::string(kMaxTextBytes, 'x') + ",2026-03-01,\n");
  EXPECT_EQ(log.problem, "");
  EXPECT_EQ(log.report.rows, 1);
  EXPECT_EQ(log.report.broken, 9);
  EXPECT_THAT(
      log.report.messages,
      ElementsAre("line 2: it has no session", "line 3: it has no item",
                  "line 4: it has no time",
                  "line 5: `soon` is no time: seconds or milliseconds since "
                  "1970, or such as 2026-03-01T12:30:00Z",
                  "line 6: it has 4 fields, and the header 3"));
}

TEST(IngestLog, NothingUsableIsAnError) {
  EXPECT_EQ(Read("").problem, "log: it is empty");
  EXPECT_EQ(Read("\n\n").problem, "log: it is empty");
  EXPECT_EQ(Read("session,item,time\n").problem,
            "log has no usable line after its header");
  EXPECT_EQ(Read("session,item,time\n1,2,\n").problem,
            "log has no usable line: 1 broken, the first at line 2: it has no "
            "time");
  EXPECT_EQ(Read("session,item,time,event\n1,2,2026-03-01,scroll\n").problem,
            "log has no usable line: none of its events is a view, a cart or "
            "a purchase, the first `scroll`");
  EXPECT_EQ(Read("\x1f\x8b\x08rest\n").problem, "log: it is still compressed");
}

TEST(IngestLog, BytesThatAreNoText) {
  using std::literals::operator""s;
  const ReadLog read =
      Read("session,item,time\n1,a\0b,2026-03-01\n\0\0,b,2026-03-01\n1,"s +
           std::string(3 << 20, 'x') +
           ",2026-03-01\n1,\xc3,2026-03-01\n1,c,2026-03-01\n");
  EXPECT_THAT(read.report.messages,
              ElementsAre("line 2: its item has a NUL byte",
                          "line 3: its session has a NUL byte",
                          "line 4: it is longer than 1 MB",
                          "line 5: its item is not UTF-8"));
  EXPECT_EQ(read.report.rows, 1);
}

TEST(IngestLog, FormsOfTimeMayBeMixed) {
  EXPECT_THAT(Read("session,item,time\n1,a,1772366400\n1,a,1772366400000\n"
                   "1,a,1772366400000000\n1,a,2026-03-01T12:00:00Z\n"
                   "1,a,2026-03-01 13:00:00+01:00\n1,a,17\n")
                  .rows,
              ElementsAre("1 a 1772366400000 view", "1 a 1772366400000 view",
                          "1 a 1772366400000 view", "1 a 1772366400000 view",
                          "1 a 1772366400000 view"));
}

TEST(IngestLog, OwnersOfSessions) {
  const ReadLog read = Read(
      "user_session,user_id,item,time\ns,u,a,2026-03-01\nt,v,a,2026-03-01\n"
      "s,u,b,2026-03-01\nx,,b,2026-03-01\ny,u,b,2026-03-01\n");
  EXPECT_EQ(read.log.sessions.size(), 4);
  EXPECT_EQ(read.log.owners[read.log.owner_of[0]], "u");
  EXPECT_EQ(read.log.owners[read.log.owner_of[1]], "v");
  EXPECT_EQ(read.log.owner_of[2], Dictionary::kAbsent);
  EXPECT_EQ(read.log.owner_of[3], read.log.owner_of[0]);
}

TEST(IngestLog, FilesOfAnotherKind) {
  EXPECT_EQ(Read("[{\"session\": 1}]", {}, "log.csv").problem,
            "log.csv: it is a JSON array: CSV, TSV and JSON lines (one object "
            "a line) can be read");
  EXPECT_THAT(Read("<?xml version=\"1.0\"?>\n").problem, HasSubstr("XML"));
  EXPECT_EQ(Read("session|item|time\n1|a|2026-03-01\n").problem,
            "log: its columns are parted by `|`: comma, semicolon and tab can "
            "be read");
  EXPECT_THAT(Read("session,item,time\r1,a,2026-03-01\r").problem,
              HasSubstr("CR alone"));
  EXPECT_THAT(Read(std::string("s\0,\0\n\0", 6)).problem, HasSubstr("UTF-16"));
  const std::string json =
      "{\"session\": 1, \"item\": \"a\", \"time\": \"2026-03-01\"}\n";
  EXPECT_THAT(Read(json, {}, "log.csv").rows,
              ElementsAre("1 a 1772323200000 view"));
  EXPECT_THAT(Read(json, {.format = FileFormat::kCsv}).problem,
              HasSubstr("--format"));
  EXPECT_THAT(
      Read("session,item,time\n1,a,2026-03-01\n", {.time = TimeForm::kRank})
          .report.messages,
      ElementsAre("line 2: `2026-03-01` is no number, and --time rank "
                  "takes numbers"));
}

TEST(IngestLog, AColumnTypeTellsEventsWhereItsFirstValuesDo) {
  const std::string header = "session,item,time,type\n";
  const ReadLog devices = Read(header +
                               "s,a,2026-03-01,mobile\n"
                               "s,b,2026-03-01\n");
  EXPECT_THAT(devices.rows,
              ElementsAre("s a 1772323200000 view", "s b 1772323200000 view"));
  EXPECT_THAT(devices.report.warnings,
              ElementsAre(HasSubstr("values such as `mobile`")));
  const std::string events = "s,,2026-03-01,search\ns,b,2026-03-01,purchase\n";
  EXPECT_THAT(Read(header + events).rows,
              ElementsAre("s b 1772323200000 purchase"));
  std::string late = header;
  for (int i = 0; i < 100; ++i) late += "s,a,2026-03-01,mobile\n";
  EXPECT_EQ(Read(late + events).report.rows, 101);
  EXPECT_THAT(Read(header + "s,a,2026-03-01,mobile\n" + events,
                   {.columns = {{"event", "type"}}})
                  .report.other_events,
              ElementsAre(Pair("mobile", 1), Pair("search", 1)));
}

TEST(IngestLog, RowsOfInvoicesArePurchases) {
  const auto read = [](const std::string& header, const LogOptions& options) {
    return Read(header +
                    "\n536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,UK"
                    "\nC536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527,UK"
                    "\n536365,71053,LANTERN,0,2010-12-01 08:26:00,3.39,,UK\n",
                options);
  };
  const auto is_invoices = [&](const std::string& header) {
    return read(header, {}).report.invoices;
  };
  const std::string invoices =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,"
      "CustomerID,Country";
  const ReadLog log = read(invoices, {});
  EXPECT_EQ(log.problem, "");
  EXPECT_TRUE(log.report.invoices);
  EXPECT_THAT(log.rows, ElementsAre("536365 85123A 1291191960000 purchase",
                                    "536365 71053 1291191960000 purchase"));
  EXPECT_EQ(log.report.returns, 1);
  EXPECT_EQ(log.log.owners.Texts(), std::vector<std::string>{"17850"});
  EXPECT_TRUE(is_invoices(
      "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,"
      "Country"));
  EXPECT_TRUE(is_invoices("order_id,sku,x,qty,date,item_price,customer,y"));
  // The option goes before, and so does a name for each event.
  const ReadLog views = read(invoices, {.unnamed = Action::kView});
  EXPECT_FALSE(views.report.invoices);
  EXPECT_EQ(views.rows[0], "536365 85123A 1291191960000 view");
  EXPECT_FALSE(is_invoices("order_id,sku,event,qty,date,price,x,y"));
  // Not sold: no quantity, no price, a visit, visitors who also look.
  EXPECT_FALSE(is_invoices("order_id,sku,x,number,date,price,y,z"));
  EXPECT_FALSE(is_invoices("order_id,sku,x,qty,date,value,y,z"));
  EXPECT_FALSE(is_invoices("session_id,sku,x,qty,date,price,y,z"));
  EXPECT_FALSE(is_invoices("order_id,sku,x,qty,date,price,user_id,z"));
}

TEST(IngestLog, JsonLinesOfInvoicesArePurchases) {
  const std::string line =
      R"({"InvoiceNo": 536365, "StockCode": "85123A", "Quantity": 6, )"
      R"("InvoiceDate": "2010-12-01 08:26:00", "UnitPrice": 2.55, )"
      R"("CustomerID": 17850})"
      "\n";
  const ReadLog log = Read(
      line + R"({"InvoiceNo": "C536379", "StockCode": "D", "Quantity": -1, )"
             R"("InvoiceDate": "2010-12-01 09:41:00", "UnitPrice": "27.5"})"
             "\n"
             R"({"order_id": "o1", "date": "2010-12-01 08:26:00", "items": )"
             R"([{"sku": "a", "quantity": 1, "price": "9.50"}, )"
             R"({"sku": "b", "quantity": 2, "price": 3}]})"
             "\n");
  EXPECT_THAT(log.rows, ElementsAre("536365 85123A 1291191960000 purchase",
                                    "o1 a 1291191960000 purchase",
                                    "o1 b 1291191960000 purchase"));
  EXPECT_TRUE(log.report.invoices);
  EXPECT_EQ(log.report.returns, 1);
  EXPECT_EQ(log.log.owners.Texts(), std::vector<std::string>{"17850"});
  const ReadLog views = Read(line, {.unnamed = Action::kView});
  EXPECT_EQ(views.rows[0], "536365 85123A 1291191960000 view");
  EXPECT_FALSE(views.report.invoices);
  const ReadLog gift =
      Read(R"({"order_id": "o1", "date": "2010-12-01", "items": )"
           R"([{"sku": "a"}, {"sku": "b", "quantity": 1, "price": 3}]})"
           "\n");
  EXPECT_THAT(gift.rows, ElementsAre("o1 a 1291161600000 purchase",
                                     "o1 b 1291161600000 purchase"));
  const ReadLog broken =
      Read(R"({"order_id": "o1", "item": "a", "quantity": 1, "price": 3})"
           "\n"
           R"({"session": "s", "item": "a", "time": "2010-12-01"})"
           "\n");
  EXPECT_FALSE(broken.report.invoices);

  const auto action = [](const std::string& members) {
    const ReadLog one =
        Read(R"({"item": "a", "time": "2010-12-01", )" + members + "}\n");
    return one.rows[0].substr(one.rows[0].rfind(' ') + 1);
  };
  EXPECT_EQ(action(R"("order_id": 1, "qty": 2, "price": 3, "event": "cart")"),
            "cart");
  EXPECT_EQ(action(R"("order_id": 1, "qty": 2)"), "view");
  EXPECT_EQ(action(R"("order_id": 1, "qty": 2, "price": null)"), "purchase");
  EXPECT_EQ(action(R"("order_id": 1, "price": 3)"), "view");
  EXPECT_EQ(action(R"("session": 1, "qty": 2, "price": 3)"), "view");
  EXPECT_EQ(action(R"("order_id": 1, "user_id": 7, "qty": 2, "price": 3)"),
            "view");
}

TEST(IngestLog, SessionsOfVisitors) {
  const auto sessions = [](const std::string& header, const std::string& row,
                           const LogOptions& options = {}) {
    const ReadLog log =
        Read(header + ",item,time\n" + row + ",a,2026-03-01\n", options);
    if (!log.problem.empty()) return log.problem;
    return log.rows[0].substr(0, log.rows[0].find(" a ")) +
           (log.report.visitors == 1 ? " (visitor)" : "");
  };
  EXPECT_EQ(sessions("ga_session_id,user_pseudo_id", "17,u"), "1 u17");
  EXPECT_EQ(sessions("visit_id,user_id,visitor_id", "17,u,vis"), "3 vis17");
  EXPECT_EQ(sessions("visit_id,user_id", "17,"), "17");
  EXPECT_EQ(sessions("session_id,user_id", "17,u"), "17");
  EXPECT_EQ(sessions("user_id", "u"), "u (visitor)");
  EXPECT_EQ(sessions("order_id,user_id", ",u"), "u (visitor)");
  EXPECT_EQ(sessions("InvoiceNo,CustomerID", "5,u"), "5");
  EXPECT_EQ(sessions("user_id", "u", {.columns = {{"session", "user_id"}}}),
            "u");
  EXPECT_EQ(sessions("who", "u", {.columns = {{"visitor", "who"}}}),
            "u (visitor)");
  EXPECT_EQ(sessions("session,who", "17,u", {.columns = {{"visitor", "who"}}}),
            "u (visitor)");
  EXPECT_EQ(sessions("n,who", "17,u",
                     {.columns = {{"visitor", "who"}, {"session", "n"}}}),
            "1 u17");
  const ReadLog json = Read(
      "{\"user_id\": \"u\", \"item\": \"a\", \"time\": \"2026-03-01\"}\n"
      "{\"user_id\": \"u\", \"visit\": 17, \"item\": \"a\", \"time\": "
      "\"2026-03-01\"}\n");
  EXPECT_THAT(json.rows, ElementsAre("u a 1772323200000 view",
                                     "1 u17 a 1772323200000 view"));
  EXPECT_EQ(json.report.visitors, 1);
}

TEST(IngestLog, JsonLines) {
  const ReadLog log = Read(
      "{\"event\": \"page_view\", \"session\": \"s\"}\n"
      "{\"event\": \"view_item\", \"timestamp\": 1772366400000, \"session\": "
      "\"s\", \"items\": [{\"item_id\": \"a\", \"price\": 5}, "
      "{\"item_id\": 17}]}\n"
      "{\"event\": \"purchase\", \"timestamp\": 1772366401000, \"session\": 7, "
      "\"item_id\": \"b\"}\n"
      "not JSON\n"
      "[]\n",
      {}, "log.jsonl");
  EXPECT_EQ(log.problem, "");
  EXPECT_THAT(log.rows,
              ElementsAre("s a 1772366400000 view", "s 17 1772366400000 view",
                          "7 b 1772366401000 purchase"));
  EXPECT_THAT(
      log.report.messages,
      ElementsAre("line 4: it is not JSON", "line 5: it is not a JSON object"));
}

TEST(IngestLog, JsonLinesByPath) {
  const LogOptions options = {.columns = {{"session", "user.id"},
                                          {"item", "data.cart.sku"},
                                          {"quantity", "data.cart.n"},
                                          {"time", "at"},
                                          {"event", "data.kind"}}};
  const ReadLog log = Read(
      "{\"user\": {\"id\": \"u\"}, \"at\": \"2026-03-01\", \"data\": "
      "{\"kind\": "
      "\"cart\", \"cart\": [{\"sku\": \"a\", \"n\": 1}, {\"sku\": \"b\", "
      "\"n\": "
      "-1}]}}\n"
      "{\"user\": {\"uid\": \"u\"}, \"at\": \"2026-03-01\", \"data\": "
      "{\"kind\": \"cart\", \"cart\": [{\"sku\": \"a\"}]}}\n",
      options);
  EXPECT_THAT(log.rows, ElementsAre("u a 1772323200000 cart"));
  EXPECT_EQ(log.report.returns, 1);
  EXPECT_THAT(
      log.report.messages,
      ElementsAre("line 2: it has no session; there is no `user.id`; it "
                  "has the keys `at`, `data`, `user`"));
}

TEST(IngestLog, WhereTheBytesAreCutChangesNothing) {
  const std::string logs[] = {
      "\xef\xbb\xbfsession;item;time\r\n1;\"a;\"\"b\";2026-03-01\r\n\n"
      "1;c\r\n2;\"d\ne\";2026-03-01\n",
      "\n{\"session\": 1, \"item\": 2, \"time\": 1772366400}\n{\n",
  };
  for (const std::string& log : logs) {
    const ReadLog whole = Read(log);
    EXPECT_EQ(whole.report.broken, 1);
    EXPECT_GE(whole.rows.size(), 1);
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
      const ReadLog read = Read({log.substr(0, cut), log.substr(cut)}, {});
      EXPECT_EQ(read.rows, whole.rows) << cut;
      EXPECT_EQ(read.report.messages, whole.report.messages) << cut;
    }
  }
}

}  // namespace
}  // namespace vitrine::ingest
