#!/usr/bin/env node
// How well a small model's confidence in its own words tells right from wrong answers, and what a cascade built on it costs.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { requireOk } from '../side-by-side/load/generate.mjs';
import { median } from '../side-by-side/load/statistics.mjs';
import { fail, positive } from '../side-by-side/options.mjs';
import { DEFAULT_OURS, RESULTS } from '../side-by-side/paths.mjs';
import { writeResults } from '../side-by-side/report.mjs';
import { Ours } from '../side-by-side/servers/ours.mjs';
import { stopAll } from '../side-by-side/servers/process.mjs';
import { MEASURES, auroc, outcome, thresholdCatching } from './measures.mjs';
import { questions } from './questions.mjs';

const MODEL = 'starter-chat';
const ANSWER_TOKENS = 200;
const HELP = `node run.mjs [options]
  --count N       questions of each set, 400 (strangers' questions: as many as there are)
  --measure NAME  the one that thresholds are tried on, "lowest tenth"; there are ${Object.keys(MEASURES).join(', ')}
  --thresholds L  0.5,0.6,...
  --server FILE   MultiLLM.Server.dll, .build/app/server
  --answers FILE  answers of an earlier run instead of asking again
  --results DIR   bench/results`;

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '400' }, measure: { type: 'string', default: 'lowest tenth' },
    thresholds: { type: 'string', default: '0.5,0.6,0.7,0.8,0.85,0.9,0.95' }, server: { type: 'string', default: DEFAULT_OURS },
    answers: { type: 'string' }, results: { type: 'string', default: RESULTS }, help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
if (!MEASURES[options.measure]) fail(`--measure: no ${options.measure}`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopAll().then(() => process.exit(130)));

const answers = options.answers ? JSON.parse(readFileSync(options.answers, 'utf8')).answers : await askAll(questions(positive(options, 'count')));
const tables = [setsTable(answers), measuresTable(answers), thresholdsTable(answers)].join('\n\n');
console.log(`\n${tables}\n\n${writeResults(options.results, { options, answers }, tables)}`);

async function askAll(asked) {
  const ours = await Ours.start({ server: options.server, threads: availableParallelism(), environment: {} }, []);
  try {
    await ours.load(MODEL);
    const done = [];
    for (const { set, question, right } of asked) {
      const [answer] = requireOk([await ours.client.send('chat', {
        model: MODEL, messages: [{ role: 'user', content: question }], max_tokens: ANSWER_TOKENS, temperature: 0, logprobs: true, top_logprobs: 2,
      })]);
      const tokens = answer.body.choices[0].logprobs.content.map(({ logprob, top_logprobs: top }) => ({
        p: logprob, margin: top.length > 1 ? Math.exp(top[0].logprob) - Math.exp(top[1].logprob) : 1,
      }));
      done.push({ set, question, text: answer.text, right: right(answer.text), seconds: answer.milliseconds / 1000, tokens });
      if (done.length % 100 === 0) console.error(`${done.length} of ${asked.length}`);
    }
    return done;
  } finally {
    await stopAll();
  }
}

function setsTable(all) {
  const lines = groups(all).map(([name, some]) => `| ${[
    name, some.length, percent(some.filter(a => a.right).length / some.length), median(some.map(a => a.tokens.length)).toFixed(0), median(some.map(a => a.seconds)).toFixed(2),
  ].join(' | ')} |`);
  return ['| questions | number | right | tokens, median | s an answer, median |', '|---|---:|---:|---:|---:|', ...lines].join('\n');
}

function measuresTable(all) {
  const sets = groups(all);
  const lines = Object.entries(MEASURES).map(([name, measure]) => `| ${[name, ...sets.map(([, some]) => {
    const of = right => some.filter(a => a.right === right).map(a => measure(a.tokens));
    return auroc(of(true), of(false))?.toFixed(3) ?? '–';
  })].join(' | ')} |`);
  return [`| AUROC | ${sets.map(([name]) => name).join(' | ')} |`, `|---|${sets.map(() => '---:|').join('')}`, ...lines].join('\n');
}

/** Each threshold on all answers; the last ones were chosen on half of them and are shown on the other half. */
function thresholdsTable(all) {
  const measure = MEASURES[options.measure];
  const [half, other] = [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)];
  const rows = [
    ...options.thresholds.split(',').map(Number).map(threshold => ['', all, threshold]),
    ...[0.8, 0.9, 0.95].map(share => [`catches ${percent(share)} of one half, seen on the other`, other, thresholdCatching(half, measure, share)]),
  ];
  const lines = rows.map(([name, some, threshold]) => {
    const seen = outcome(some, measure, threshold);
    return `| ${[
      name || options.measure, threshold.toFixed(2), ...[seen.escalated, seen.wrongCaught, seen.rightEscalated, seen.trustedRight].map(percent), seen.wastedTokens?.toFixed(0) ?? '–',
    ].join(' | ')} |`;
  });
  return [
    '| | threshold | escalated | of the wrong ones | of the right ones | right among those kept | tokens of a draft in vain |', '|---|---:|---:|---:|---:|---:|---:|', ...lines,
  ].join('\n');
}

function groups(all) {
  return [['all', all], ...['taught', 'reworded', 'strange'].map(set => [set, all.filter(answer => answer.set === set)])];
}

function percent(share) {
  return share === null ? '–' : `${(share * 100).toFixed(0)} %`;
}
