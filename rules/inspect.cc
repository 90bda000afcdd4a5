#include "rules/inspect.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "rules/disassemble.h"
#include "rules/text/json_text.h"
#include "rules/text/shape.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/paths.h"

namespace vitrine::rules {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSectionNames[kRulesSections] = {
    "strings",     "symbols",  "numbers",    "lists",
    "attributes",  "reads",    "properties", "zones",
    "experiments", "automata", "inputs",     "item conditions",
    "elements",    "counters", "conditions", "segments",
    "slots",       "rules",    "contents",   "recommendations"};

constexpr std::size_t kMaxShownBytes = 200;
constexpr char kHexDigits[] = "0123456789abcdef";

std::string Hex(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; number >>= 4) {
    text[i] = kHexDigits[number & 15];
  }
  return text;
}

Json Sections(std::span<const std::uint8_t> bytes) {
  Json sections = Json::array();
  ByteReader table(bytes.subspan(kHeaderBytes));
  std::uint32_t offset = kHeaderBytes + kRulesSections * kSectionEntryBytes;
  for (const std::string_view name : kSectionNames) {
    const std::uint32_t id = table.U32();
    const std::uint32_t size = table.U32();
    sections.push_back(
        {{"id", id}, {"name", name}, {"offset", offset}, {"size", size}});
    offset += size;
  }
  return sections;
}

Json Counts(const Program& program) {
  return {{"strings", program.strings.size()},
          {"symbols", program.symbols.size()},
          {"numbers", program.numbers.size()},
          {"attributes", program.attributes.size()},
          {"reads", program.reads.size()},
          {"properties", program.properties.size()},
          {"zones", program.zones.size()},
          {"experiments", program.experiments.size()},
          {"automata", program.automata.size()},
          {"inputs", program.inputs.size()},
          {"counters", program.counters.size()},
          {"leaves", program.conditions.leaves.size()},
          {"gates", program.conditions.gates.size()},
          {"itemLeaves", program.item_conditions.leaves.size()},
          {"itemGates", program.item_conditions.gates.size()},
          {"elementLeaves", program.elements.leaves.size()},
          {"elementGates", program.elements.gates.size()},
          {"segments", program.segments.size()},
          {"slots", program.slots.size()},
          {"rules", program.rules.size()},
          {"recommendations", program.recommendations.size()},
          {"contents", program.contents.size()}};
}

Json OrNull(std::uint32_t index) {
  return index == kNone ? Json() : Json(index);
}

/// The ids of a curated list.
Json Items(const Program& program, const Source& source) {
  if (source.items == kNone) return {};
  Json items = Json::array();
  const List& list = program.symbol_lists[source.items];
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const Symbol& symbol =
        program.symbols[program.symbol_elements[list.first + i]];
    items.push_back(Shortened(program.strings[symbol.string], kMaxShownBytes));
  }
  return items;
}

Json Recommendations(const Program& program) {
  Json recommendations = Json::array();
  for (const Recommendation& recommendation : program.recommendations) {
    Json sources = Json::array();
    for (std::uint32_t i = 0; i < recommendation.source_count; ++i) {
      const Source& source = program.sources[recommendation.first_source + i];
      sources.push_back({{"strategy", StrategyName(source.strategy)},
                         {"take", source.take > 0 ? Json(source.take) : Json()},
                         {"items", Items(program, source)}});
    }
    Json boosts = Json::array();
    for (std::uint32_t i = 0; i < recommendation.boost_count; ++i) {
      const Boost& boost = program.boosts[recommendation.first_boost + i];
      boosts.push_back({{"node", boost.node}, {"percent", boost.percent}});
    }
    Json caps = Json::array();
    for (std::uint32_t i = 0; i < recommendation.cap_count; ++i) {
      const ItemCap& cap = program.item_caps[recommendation.first_cap + i];
      caps.push_back({{"field", cap.field}, {"most", cap.most}});
    }
    recommendations.push_back({{"sources", std::move(sources)},
                               {"filter", OrNull(recommendation.filter)},
                               {"boosts", std::move(boosts)},
                               {"caps", std::move(caps)},
                               {"diversity", recommendation.diversity},
                               {"bought", recommendation.bought}});
  }
  return recommendations;
}

/// What the page has to tell, and how much of each value.
Json Reads(const Program& program) {
  constexpr std::pair<std::uint32_t, std::string_view> kNeeds[] = {
      {kNeedsTree, "tree"},
      {kNeedsLower, "lower"},
      {kNeedsVersion, "version"},
      {kNeedsJson, "json"}};
  Json reads = Json::array();
  for (const Read& read : program.reads) {
    Json needs = Json::array();
    for (const auto& [bit, name] : kNeeds) {
      if ((read.needs & bit) != 0) needs.push_back(name);
    }
    reads.push_back(
        {{"path", Shortened(program.strings[read.path], kMaxShownBytes)},
         {"attribute", OrNull(read.attribute)},
         {"needs", std::move(needs)}});
  }
  return reads;
}

Json Experiments(const Program& program) {
  constexpr std::string_view kSources[kHashSources] = {"visitor", "read",
                                                       "time"};
  const auto string = [&program](std::uint32_t index) {
    return Shortened(program.strings[index], kMaxShownBytes);
  };
  Json experiments = Json::array();
  for (const Experiment& experiment : program.experiments) {
    Json arms = Json::array();
    for (std::uint32_t i = 0; i < experiment.arm_count; ++i) {
      const Arm& arm = program.arms[experiment.first_arm + i];
      arms.push_back({{"name", string(arm.name)},
                      {"from", arm.from},
                      {"until", arm.until}});
    }
    experiments.push_back(
        {{"name", string(experiment.name)},
         {"by", kSources[static_cast<std::size_t>(experiment.source)]},
         {"argument", experiment.argument},
         {"seed", string(experiment.seed)},
         {"version", experiment.version},
         {"sticky", experiment.sticky},
         {"arms", std::move(arms)}});
  }
  return experiments;
}

Json Describe(std::span<const std::uint8_t> bytes, const Program& program) {
  const auto string = [&program](std::uint32_t index) {
    return Shortened(program.strings[index], kMaxShownBytes);
  };
  Json json = {{"format", kFormatVersion},
               {"id", Hex(BundleChecksum(bytes))},
               {"size", bytes.size()},
               {"sections", Sections(bytes)},
               {"counts", Counts(program)}};
  Json symbols = Json::array();
  for (const Symbol& symbol : program.symbols) {
    symbols.push_back({{"kind", SymbolKindName(symbol.kind)},
                       {"text", string(symbol.string)}});
  }
  Json attributes = Json::array();
  for (const Attribute& attribute : program.attributes) {
    attributes.push_back(
        {{"name", string(attribute.name)}, {"type", TypeName(attribute.type)}});
    if (attribute.ttl_ms > 0) {
      attributes.back()["ttl"] = static_cast<std::int64_t>(attribute.ttl_ms);
    }
  }
  Json slots = Json::array();
  Json rules = Json::array();
  for (const Slot& slot : program.slots) {
    slots.push_back({{"name", string(slot.name)},
                     {"type", TypeName(slot.type)},
                     {"limit", slot.limit > 0 ? Json(slot.limit) : Json()},
                     {"rules", slot.rule_count}});
    for (std::uint32_t i = 0; i < slot.rule_count; ++i) {
      const Rule& rule = program.rules[slot.first_rule + i];
      rules.push_back({{"id", string(rule.id)},
                       {"slot", string(slot.name)},
                       {"priority", rule.priority},
                       {"node", rule.node},
                       {"content", OrNull(rule.content)},
                       {"recommendation", OrNull(rule.recommendation)},
                       {"experiment", OrNull(rule.experiment)},
                       {"arm", rule.arm},
                       {"group", rule.group}});
    }
  }
  Json segments = Json::array();
  for (const Segment& segment : program.segments) {
    segments.push_back(
        {{"name", string(segment.name)}, {"node", segment.node}});
  }
  Json contents = Json::array();
  for (std::uint32_t i = 0; i < program.contents.size(); ++i) {
    contents.push_back(program.contents[i]);
  }
  json["symbols"] = std::move(symbols);
  json["attributes"] = std::move(attributes);
  json["reads"] = Reads(program);
  json["experiments"] = Experiments(program);
  json["slots"] = std::move(slots);
  json["rules"] = std::move(rules);
  json["recommendations"] = Recommendations(program);
  json["segments"] = std::move(segments);
  json["contents"] = std::move(contents);
  json["program"] = Disassemble(program);
  return json;
}

}  // namespace

std::string_view ReadErrorMessage(ReadError error) {
  switch (error) {
    case ReadError::kNone:
      return "the file is fine";
    case ReadError::kTooShort:
      return "the file is shorter than a header";
    case ReadError::kNotABundle:
      return "this is not a Vitrine bundle";
    case ReadError::kTooNew:
      return "the bundle was made by a newer version of Vitrine";
    case ReadError::kTooOld:
      return "the bundle was made by a version of Vitrine that is too old";
    case ReadError::kWrongKind:
      return "the file is a Vitrine container, but holds no rules";
    case ReadError::kWrongSize:
      return "the file is truncated or has bytes after its end";
    case ReadError::kChecksum:
      return "the file is damaged: its checksum is wrong";
    case ReadError::kSections:
      return "the section table is wrong";
    case ReadError::kLimit:
      return "the bundle exceeds a limit";
    case ReadError::kEncoding:
      return "a section does not decode";
    case ReadError::kText:
      return "a text is not UTF-8";
    case ReadError::kReference:
      return "an index points to nothing";
    case ReadError::kValue:
      return "a number is out of its range";
    case ReadError::kOrder:
      return "a list is not in its order";
    case ReadError::kWrongModel:
      return "the file belongs to another model";
  }
  return "the file was refused";
}

std::string InspectJson(std::span<const std::uint8_t> bytes) {
  Program program;
  const ReadError error = ReadProgram(bytes, program);
  Json json;
  if (error == ReadError::kNone) {
    json = Describe(bytes, program);
  } else {
    json = {{"error", static_cast<std::uint32_t>(error)},
            {"message", ReadErrorMessage(error)}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace vitrine::rules
