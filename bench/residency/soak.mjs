#!/usr/bin/env node
// Keeps our server swapping models for minutes and looks whether anything stays behind: memory, processes, open files, temporary files.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fail, pairs, positive } from '../side-by-side/options.mjs';
import { DEFAULT_MODELS, DEFAULT_OURS, RESULTS } from '../side-by-side/paths.mjs';
import { writeResults } from '../side-by-side/report.mjs';
import { Ours } from '../side-by-side/servers/ours.mjs';
import { children } from '../side-by-side/servers/proc.mjs';
import { stopAll } from '../side-by-side/servers/process.mjs';
import { RATE } from './cases.mjs';
import { ModelSet } from './model-set.mjs';
import { replay } from './replay.mjs';
import { poisson } from './traces.mjs';
import { StandingWatch } from './watch/standing.mjs';

const MODELS = 4;
const PLACES = 2;
const SPARES = 1;
const HELP = `node soak.mjs [options]
  --minutes N      10
  --seed N         of the trace, 1
  --threads N      threads of a model; half the cores
  --folder DIR     the model files, ${DEFAULT_MODELS}
  --server FILE    MultiLLM.Server.dll, .build/app/server
  --env NAME=VALUE for our server, may be repeated
  --results DIR    bench/results
${MODELS} models in ${PLACES} places, ${RATE} requests per second. The exit code is 0 when no request failed and nothing grew or stayed.`;

// How far the medians of the last third may lie above those of the second sixth, when everything has been used once.
const LIMITS = { serverBytes: 25e6, largestRunnerBytes: 25e6, processes: 1, serverFiles: 8, temporaryFiles: 1 };
const SETTLE_MILLISECONDS = 8000;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(Math.ceil(availableParallelism() / 2)) }, folder: { type: 'string', default: DEFAULT_MODELS },
    server: { type: 'string', default: DEFAULT_OURS }, env: { type: 'string', multiple: true, default: [] },
    results: { type: 'string', default: RESULTS }, help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const [minutes, seed, threads] = ['minutes', 'seed', 'threads'].map(name => positive(options, name));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopAll().then(() => process.exit(130)));

const result = await soak().catch(async error => {
  await stopAll();
  fail(error.message);
});
const table = markdown(result);
console.log(`\n${table}\n\n${writeResults(options.results, { settings: { minutes, seed, threads, environment: options.env }, ...result }, table)}`);
process.exit(result.faults.length ? 1 : 0);

async function soak() {
  const models = new ModelSet(options.folder);
  const names = models.names.slice(0, MODELS);
  const temporary = join(models.folder, 'temporary');
  mkdirSync(temporary);
  const server = await Ours.start(
    { server: options.server, threads, environment: { TMPDIR: temporary, ...pairs(options.env) } }, names.map(name => models.path(name)), PLACES);
  const standing = new StandingWatch(server, temporary);
  const outcome = await replay(server, poisson({ models: MODELS, perSecond: RATE, skew: 1, seed: `soak ${seed}` }, minutes * 60), names, models.folder);
  standing.stop();
  await sleep(SETTLE_MILLISECONDS); // what is leaving has left, and the spare runner is there again
  standing.look();
  const runners = children(server.serverPid());
  await server.stop();
  const left = runners.filter(pid => isAlive(pid)).length;
  const { waits, events, ...counts } = outcome;
  const [early, late, end] = [standing.between(1 / 6, 1 / 3), standing.between(2 / 3, 1), standing.samples.at(-1)];
  return { ...counts, early, late, end, faults: faults(counts, standing.samples[0], early, late, end, left), samples: standing.samples };
}

function faults({ failed, errors }, first, early, late, end, left) {
  const found = Object.entries(LIMITS).filter(([name, limit]) => late[name] - early[name] > limit).map(([name]) => `${name} grew`);
  if (failed) found.push(`${failed} requests failed: ${errors.join('; ')}`);
  if (end.processes > PLACES + SPARES) found.push(`${end.processes} processes at the end instead of ${PLACES + SPARES}`);
  if (end.temporaryFiles > first.temporaryFiles) found.push(`${end.temporaryFiles} temporary files at the end instead of ${first.temporaryFiles}`);
  if (left) found.push(`${left} runners outlived the server`);
  return found;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function markdown({ requests, failed, swaps, early, late, end, faults: found }) {
  const megabytes = value => `${(value / 1e6).toFixed(1)} MB`;
  const row = (title, name, show = String) => `| ${title} | ${show(early[name])} | ${show(late[name])} | ${show(end[name])} |`;
  return [
    `${minutes} minutes, ${requests} requests, ${failed} failed, ${swaps} swaps. ${found.length ? `Faults: ${found.join('; ')}.` : 'Nothing grew and nothing was left.'}`, '',
    '| median of | second sixth | last third | at the end |', '|---|---:|---:|---:|',
    row('memory of the server', 'serverBytes', megabytes), row('memory of the largest runner', 'largestRunnerBytes', megabytes),
    row('runner processes', 'processes'), row('open files of the server', 'serverFiles'), row('temporary files', 'temporaryFiles'),
  ].join('\n');
}
