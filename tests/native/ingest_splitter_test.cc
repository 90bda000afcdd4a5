#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "bindings/ingest/splitter.h"
#include "tests/native/random.h"

namespace vitrine::ingest {
namespace {

using ::testing::ElementsAre;

/// One line for each record: number of its line, then its fields or fault.
std::vector<std::string> Records(const std::vector<std::string>& pieces,
                                 std::optional<char> delimiter) {
  Splitter splitter;
  splitter.SetDelimiter(delimiter);
  std::vector<std::string> records;
  const auto take = [&] {
    for (Record record; splitter.Next(record);) {
      std::string text = std::to_string(record.line) + ":";
      for (const auto field : record.fields) {
        text += "[" + std::string(field.substr(0, 20)) + "]";
      }
      records.push_back(text + std::string(record.fault));
    }
  };
  for (const std::string& piece : pieces) {
    splitter.Add(piece);
    take();
  }
  splitter.End();
  take();
  return records;
}

std::vector<std::string> Csv(const std::string& text) {
  return Records({text}, ',');
}

constexpr char kBadQuote[] = "a quote is not closed, or something follows it";

TEST(IngestSplitter, FieldsAndLines) {
  EXPECT_THAT(Csv("a,b\nc,,\r\n\n\r\n,d"),
              ElementsAre("1:[a][b]", "2:[c][][]", "5:[][d]"));
  EXPECT_THAT(Records({"a\tb,c\td\n"}, '\t'), ElementsAre("1:[a][b,c][d]"));
  EXPECT_THAT(Records({"{\"a\":1},\"\n{}\n"}, {}),
              ElementsAre("1:[{\"a\":1},\"]", "2:[{}]"));
  EXPECT_THAT(Csv(""), ElementsAre());
  EXPECT_THAT(Csv("\n\r\n"), ElementsAre());
}

TEST(IngestSplitter, Quotes) {
  EXPECT_THAT(Csv("\"a,b\",\"say \"\"hi\"\"\",\"\"\n"),
              ElementsAre("1:[a,b][say \"hi\"][]"));
  EXPECT_THAT(Csv("1,\"two\nlines\r\nand a third\",2\nnext,x"),
              ElementsAre("1:[1][two\nlines\r\nand a thi][2]", "4:[next][x]"));
  EXPECT_THAT(Csv("5\" nails,a\"\"b\n"), ElementsAre("1:[5\" nails][a\"\"b]"));
  EXPECT_THAT(Csv("\"a\"\r\n\"b\","), ElementsAre("1:[a]", "2:[b][]"));
}

TEST(IngestSplitter, ABadQuoteCostsItsOwnLineOnly) {
  EXPECT_THAT(Csv("1,\"Big\" tent\n2,b\n"),
              ElementsAre(std::string("1:") + kBadQuote, "2:[2][b]"));
  EXPECT_THAT(
      Csv("1,\"open\n2,b\n3,c\n"),
      ElementsAre(std::string("1:") + kBadQuote, "2:[2][b]", "3:[3][c]"));
  EXPECT_THAT(Csv("1,\"open"), ElementsAre(std::string("1:") + kBadQuote));
}

TEST(IngestSplitter, PassesOverAByteOrderMark) {
  EXPECT_THAT(Csv("\xef\xbb\xbf\"a\",b\n"), ElementsAre("1:[a][b]"));
  EXPECT_THAT(Csv("\xef\xbb\xbf"), ElementsAre());
  EXPECT_THAT(Csv("\xef\xbb"), ElementsAre("1:[\xef\xbb]"));
}

TEST(IngestSplitter, RecordsUpToALimit) {
  const std::string most(kMaxRecordBytes, 'x');
  EXPECT_THAT(Csv(most + "\nb"),
              ElementsAre("1:[" + std::string(20, 'x') + "]", "2:[b]"));
  EXPECT_THAT(Csv(most + "x\nb"),
              ElementsAre("1:it is longer than 1 MB", "2:[b]"));
  EXPECT_THAT(Records({most, most, most + "\nb"}, ','),
              ElementsAre("1:it is longer than 1 MB", "2:[b]"));
  EXPECT_THAT(Csv("\"a\n" + most + "\"\nb"),
              ElementsAre(std::string("1:") + kBadQuote,
                          "2:it is longer than 1 MB", "3:[b]"));
}

TEST(IngestSplitter, WhereTheBytesAreCutChangesNothing) {
  const std::string text =
      "\xef\xbb\xbfs,i\r\n1,\"a "
      "\"\"b\"\"\r\nc\"\n\n2,\"x\"y\n3,\"\",z\n4,\"o\n5";
  const std::vector<std::string> whole = Csv(text);
  EXPECT_EQ(whole.size(), 6);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_EQ(Records({text.substr(0, cut), text.substr(cut)}, ','), whole);
  }
  std::vector<std::string> bytes;
  for (const char c : text) bytes.emplace_back(1, c);
  EXPECT_EQ(Records(bytes, ','), whole);
}

/// RFC 4180 taken literally, for text without faults.
std::vector<std::vector<std::string>> Oracle(const std::string& text) {
  std::vector<std::vector<std::string>> records(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = records.back().back();
    if (quoted && text[i] == '"' && text.substr(i + 1, 1) == "\"") {
      field += text[i++];
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == ',') {
      records.back().emplace_back();
    } else if (!quoted && text[i] == '\n') {
      records.push_back({""});
    } else {
      field += text[i];
    }
  }
  std::erase(records, std::vector<std::string>{""});
  return records;
}

TEST(IngestSplitter, AgreesWithANaiveReader) {
  constexpr const char* kQuoted[] = {"a", ",", "\n", "\"\"", "b"};
  constexpr const char* kPlain[] = {"a", "b c", "'"};
  vitrine::testing::Random random(1);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (std::uint32_t field = random.Below(12); field > 0; --field) {
      const bool quoted = random.OneIn(2);
      if (quoted) text += '"';
      for (std::uint32_t c = random.Below(5); c > 0; --c) {
        text += quoted ? kQuoted[random.Below(5)] : kPlain[random.Below(3)];
      }
      if (quoted) text += '"';
      text += random.OneIn(3) ? '\n' : ',';
    }
    Splitter splitter;
    splitter.SetDelimiter(',');
    splitter.Add(text);
    splitter.End();
    std::vector<std::vector<std::string>> records;
    for (Record record; splitter.Next(record);) {
      ASSERT_EQ(record.fault, "") << text;
      records.emplace_back(record.fields.begin(), record.fields.end());
    }
    // A line of `""` alone is a record with an empty field.
    std::erase(records, std::vector<std::string>{""});
    EXPECT_EQ(records, Oracle(text)) << text;
  }
}

}  // namespace
}  // namespace vitrine::ingest
