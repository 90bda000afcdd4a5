import { answers } from './answers.js';
import { dataSection } from './data.js';
import { h } from './dom.js';
import { itemsSection } from './items.js';
import { fileName } from './numbers.js';
import { qualitySection } from './quality.js';
import type { Report } from './read.js';
import { costSection, trainingSection } from './training.js';

const place = document.getElementById('report');
const data = document.getElementById('data')?.textContent;
if (place && data) {
  const report = JSON.parse(data) as Report;
  const files = (report.files ?? []).map(({ name }) => fileName(name));
  const period = report.holdout?.from ? `Judged with visits from ${report.holdout.from} to ${report.holdout.to}.` : '';
  const sections = [qualitySection, itemsSection, dataSection, trainingSection, costSection].map((make) => make(report));
  place.append(
    h(
      'header',
      {},
      h('h1', {}, report.model ? 'How good are the recommendations?' : 'What was learned from the log'),
      h('p', 'quiet', [files.length ? `From ${files.join(', ')}.` : 'Of a model that was learned before.', period].join(' ')),
    ),
    answers(report),
    ...sections.filter((one) => one !== null),
    h('footer', 'quiet', h('p', {}, 'Made by Vitrine. Nothing in this file loads anything from anywhere; it may be mailed and printed.')),
  );
}
