// Writes letter_case_tables.h from the Unicode data of the Node that runs it: node rules/pattern/letter_case_tables.mjs
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const target = new URL('letter_case_tables.h', import.meta.url);
const characters = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => ({ code, text: String.fromCodePoint(code) }));

/** Runs of code points that move equally far, every one or every second. */
function shifts(pairs) {
  const runs = [];
  for (const { code, by } of pairs) {
    const run = runs.at(-1);
    const gap = code - run?.last;
    if (by !== 0 && run?.by === by && (run.step === gap || (run.first === run.last && gap <= 2))) {
      run.last = code;
      run.step = gap;
    } else if (by !== 0) {
      runs.push({ first: code, last: code, step: 1, by });
    }
  }
  return runs.map(({ first, last, step, by }) => `{${first}, ${last}, ${step}, ${by}}`);
}

function ranges(property) {
  const runs = [];
  for (const { code } of characters.filter(({ text }) => property.test(text))) {
    if (runs.at(-1)?.last === code - 1) runs.at(-1).last = code;
    else runs.push({ first: code, last: code });
  }
  return runs.map(({ first, last }) => `{${first}, ${last}}`);
}

const lower = characters.map(({ code, text }) => {
  const to = [...text.toLowerCase()];
  return { code, by: to.length === 1 ? to[0].codePointAt(0) - code : 0 };
});
const canonical = characters.filter(({ code }) => code < 0x10000).map(({ code, text }) => {
  const to = text.toUpperCase();
  const unit = to.charCodeAt(0);
  return { code, by: to.length === 1 && (code < 128 || unit >= 128) ? unit - code : 0 };
});
const table = (type, name, entries) => `inline constexpr ${type} ${name}[] = {${entries.join(', ')}};\n`;

writeFileSync(target, `#ifndef VITRINE_RULES_PATTERN_LETTER_CASE_TABLES_H_
#define VITRINE_RULES_PATTERN_LETTER_CASE_TABLES_H_

#include <cstdint>

/// Written by letter_case_tables.mjs from Unicode ${process.versions.unicode}. All ascending.
namespace vitrine::rules {

/// Of the code points from \`first\` to \`last\` each \`step\`-th is shifted.
struct CaseShift {
  char32_t first;
  char32_t last;
  std::uint32_t step;
  std::int32_t by;
};
struct CodeRange {
  char32_t first;
  char32_t last;
};

/// To lower case; U+0130 apart, which becomes two.
${table('CaseShift', 'kLowerShifts', shifts(lower))}
/// To CanonicalUnit().
${table('CaseShift', 'kCanonicalShifts', shifts(canonical))}
/// Unicode's Cased and Case_Ignorable: what decides the form of a final sigma.
${table('CodeRange', 'kCased', ranges(/\p{Cased}/u))}
${table('CodeRange', 'kCaseIgnorable', ranges(/\p{Case_Ignorable}/u))}
}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PATTERN_LETTER_CASE_TABLES_H_
`);
execFileSync('clang-format', ['-i', target.pathname]);
