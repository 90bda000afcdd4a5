#include "bindings/ingest/file_report.h"

#include "bindings/ingest/text.h"
#include "runtime/base/text.h"

namespace vitrine::ingest {

void Oddity::Add(std::string_view text) {
  if (++count == 1) first = Quoted(text);
}

std::string Oddity::Text(std::string_view one, std::string_view many) const {
  if (count == 0) return {};
  return std::to_string(count) + " " + std::string(count == 1 ? one : many) +
         ", the first is " + first;
}

void FileReport::AddBroken(std::uint64_t line, std::string_view reason) {
  ++broken;
  if (messages.size() == kMaxMessages) return;
  messages.push_back("line " + std::to_string(line) + ": " +
                     std::string(reason));
}

void FileReport::AddOtherEvent(std::string_view event) {
  const bool shown = IsValidUtf8(event) && event.size() <= kMaxTextBytes;
  auto known = other_events.find(event);
  if (known == other_events.end()) {
    const bool room = shown && other_events.size() < kMaxEventNames;
    known = other_events.emplace(room ? event : "(others)", 0).first;
  }
  ++known->second;
}

std::string FileReport::NoUsableLine() const {
  std::string text = name + " has no usable line";
  if (broken > 0) {
    text += ": " + std::to_string(broken) + " broken, the first at " +
            messages.front();
  } else if (!other_events.empty()) {
    text += ": none of its events is a view, a cart or a purchase, the first " +
            Quoted(other_events.begin()->first);
  } else if (returns > 0) {
    text += ": all quantities are negative";
  } else {
    text += " after its header";
  }
  return text;
}

}  // namespace vitrine::ingest
