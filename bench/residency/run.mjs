#!/usr/bin/env node
// Replays traces of requests for more models than fit, on MultiLLM and on llama-server's router, and counts swaps, waits and memory.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { choose, fail, pairs, positive } from '../side-by-side/options.mjs';
import { DEFAULT_MODELS, DEFAULT_OURS, DEFAULT_PEER, RESULTS } from '../side-by-side/paths.mjs';
import { writeResults } from '../side-by-side/report.mjs';
import { Ours } from '../side-by-side/servers/ours.mjs';
import { Peer } from '../side-by-side/servers/peer.mjs';
import { stopAll } from '../side-by-side/servers/process.mjs';
import { CASES } from './cases.mjs';
import { ModelSet } from './model-set.mjs';
import { replay } from './replay.mjs';
import { judge, markdown } from './report.mjs';
import { measureSwaps } from './swaps.mjs';

const IDS = [...CASES.map(each => each.id), 'swap'];
const HELP = `node run.mjs [options]
  --cases a,b      cases to replay (all): ${IDS.join(' ')}
  --sides a,b      ours,peer
  --seconds N      length of a trace, 60
  --seed N         of the traces, 1
  --rounds N       of the case swap, 5
  --threads N      threads of a model, on both sides; half the cores, so that two models can work at once
  --folder DIR     the model files, ${DEFAULT_MODELS}
  --peer DIR       folder of llama-server
  --server FILE    MultiLLM.Server.dll, .build/app/server
  --env NAME=VALUE for our server, may be repeated
  --max-wait N     seconds, our MaxWaitForRoom, 10
  --results DIR    bench/results
The exit code is 0 when every case was measured and our side kept its promises: no request failed, none waited beyond the bound, models never
took more than the budget. Goals against the peer do not change it.`;

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string' }, sides: { type: 'string', default: 'ours,peer' }, seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' }, threads: { type: 'string', default: String(Math.ceil(availableParallelism() / 2)) },
    folder: { type: 'string', default: DEFAULT_MODELS }, peer: { type: 'string', default: DEFAULT_PEER }, server: { type: 'string', default: DEFAULT_OURS },
    env: { type: 'string', multiple: true, default: [] }, 'max-wait': { type: 'string', default: '10' },
    results: { type: 'string', default: RESULTS }, help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const sides = choose(options, 'sides', ['ours', 'peer']);
const ids = choose(options, 'cases', IDS);
const [traceSeconds, seed, rounds, threads, maxWait] = ['seconds', 'seed', 'rounds', 'threads', 'max-wait'].map(name => positive(options, name));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopAll().then(() => process.exit(130)));
const models = openModels();
const starters = {
  ours: (names, places, budgetBytes) => Ours.start({
    server: options.server, threads, environment: {
      MULTILLM__MAXWAITFORROOM: new Date(maxWait * 1000).toISOString().slice(11, 19),
      ...(budgetBytes && { MULTILLM__MEMORYBUDGETBYTES: String(budgetBytes) }), ...pairs(options.env),
    },
  }, names.map(name => models.path(name)), places),
  peer: (names, places) => Peer.startRouter({ folder: options.peer, threads }, models.folder, places),
};

const cases = [];
const swaps = [];
try {
  for (const testCase of CASES.filter(each => ids.includes(each.id))) cases.push(await run(testCase));
  if (ids.includes('swap')) await measureAllSwaps();
} finally {
  await stopAll();
}
const tables = markdown(cases, swaps);
const settings = { seconds: traceSeconds, seed, rounds, threads, maxWaitSeconds: maxWait, environment: options.env };
console.log(`\n${tables}\n\n${writeResults(options.results, { settings, cases, swaps }, tables)}`);
process.exit(cases.every(result => !result.error && result.verdict.promisesKept !== false) ? 0 : 1);

/** One server after the other, so that neither takes the other's time. */
async function run(testCase) {
  const names = models.names.slice(0, testCase.models);
  const trace = testCase.trace(traceSeconds, seed);
  const { id, title, places, budgetBytes, swapGoal } = testCase;
  const result = { id, title, models: names, places, budgetBytes, swapGoal, sides: {} };
  try {
    for (const side of sides) {
      const server = await starters[side](names, places, budgetBytes);
      try {
        result.sides[side] = await replay(server, trace, names, models.folder, budgetBytes);
      } finally {
        await server.stop();
      }
      const { swaps: count, failed, errors, waitSeconds: wait } = result.sides[side];
      console.error(`${id} ${side}: ${count} swaps, waits ${JSON.stringify(wait)}, ${failed} failed${errors.length ? `: ${errors.join('; ')}` : ''}`);
    }
  } catch (error) {
    console.error(`${id} failed: ${error.message}`);
    return { ...result, error: error.message };
  }
  return { ...result, verdict: judge(testCase, result.sides, maxWait) };
}

async function measureAllSwaps() {
  const names = models.names.slice(0, 2);
  const servers = {};
  try {
    for (const side of sides) servers[side] = await starters[side](names, 1);
    for (const name of names) swaps.push(await measureSwaps(servers, name, names.find(other => other !== name), rounds));
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
}

function openModels() {
  try {
    return new ModelSet(options.folder);
  } catch (error) {
    return fail(error.message);
  }
}
