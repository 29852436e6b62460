#!/usr/bin/env node
// Measures MultiLLM and llama-server side by side: same machine, same files, taking turns round by round, medians of the rounds.
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SHAPES, measuredFile } from './models/shapes.mjs';
import { choose, fail, pairs, positive } from './options.mjs';
import { DEFAULT_MODELS, DEFAULT_OURS, DEFAULT_PEER, RESULTS } from './paths.mjs';
import { Report } from './report.mjs';
import { ABANDONED_ROWS } from './rows/abandoned.mjs';
import { COLD_ROWS, firstTokenOf } from './rows/cold.mjs';
import { LOADED_ROWS, LoadedSide } from './rows/loaded.mjs';
import { MEMORY_ROWS } from './rows/memory.mjs';
import { Ours } from './servers/ours.mjs';
import { Peer } from './servers/peer.mjs';
import { residentBytes } from './servers/proc.mjs';
import { stopAll } from './servers/process.mjs';

const HELP = `node run.mjs [options]
  --rows a,b       rows to measure (all): ${[...LOADED_ROWS, ...ABANDONED_ROWS, ...MEMORY_ROWS, ...COLD_ROWS].map(row => row.id).join(' ')}
  --models a,b     models to measure (all): ${Object.keys(SHAPES).join(' ')}
  --sides a,b      ours,peer
  --rounds N       5
  --threads N      threads of the engine, on both sides; the number of cores
  --folder DIR     the model files, ${DEFAULT_MODELS}
  --peer DIR       folder of llama-server
  --server FILE    MultiLLM.Server.dll, .build/app/server
  --env NAME=VALUE for our server, may be repeated
  --results DIR    bench/results`;

// between the two sides, so that spinning threads of the one are asleep
const SETTLE_MILLISECONDS = 300;

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' }, models: { type: 'string' }, sides: { type: 'string', default: 'ours,peer' }, rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: String(availableParallelism()) }, folder: { type: 'string', default: DEFAULT_MODELS },
    peer: { type: 'string', default: DEFAULT_PEER }, server: { type: 'string', default: DEFAULT_OURS },
    env: { type: 'string', multiple: true, default: [] }, results: { type: 'string', default: RESULTS }, help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const sides = choose(options, 'sides', ['ours', 'peer']);
const models = choose(options, 'models', Object.keys(SHAPES));
const rowIds = choose(options, 'rows', [...LOADED_ROWS, ...ABANDONED_ROWS, ...MEMORY_ROWS, ...COLD_ROWS].map(row => row.id));
const rounds = positive(options, 'rounds');
const threads = positive(options, 'threads');
const settings = {
  ours: { server: options.server, threads, environment: pairs(options.env) },
  peer: { folder: options.peer, threads },
};
const pathOf = model => join(options.folder, measuredFile(SHAPES[model]));
const missing = models.filter(model => !existsSync(pathOf(model)));
if (missing.length) fail(`no file for ${missing.join(', ')} in ${options.folder}: run make-models.mjs`);

const report = new Report({ rounds, threads, sides, environment: options.env });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopAll().then(() => process.exit(130)));
try {
  for (const model of models) await measureLoaded(model);
  for (const model of models) await measureMemory(model);
  for (const model of models) await measureCold(model);
} finally {
  await stopAll();
}
console.log(`\n${report.markdown()}\n\n${report.write(options.results)}`);
process.exit(report.failed ? 1 : 0);

/** Rows on a model that stays loaded: both servers are up, one idles while the other is measured. */
async function measureLoaded(model) {
  const chosen = rowsOf([...LOADED_ROWS, ...ABANDONED_ROWS], model);
  if (chosen.length === 0) return;
  await withLoaded(model, async loaded => {
    for (const row of chosen) {
      await guarded(row, model, async () => {
        for (const side of sides) await row.measure(loaded[side]); // warm-up
        return alternate(side => row.measure(loaded[side]));
      });
    }
  });
}

/** Rows on processes that have just been started: what a server keeps of earlier prompts is no part of them. */
async function measureMemory(model) {
  const chosen = rowsOf(MEMORY_ROWS, model);
  if (chosen.length === 0) return;
  const peerBuffers = await Peer.printedBuffers(settings.peer, pathOf(model), model === 'minilm');
  const router = await Peer.startRouter(settings.peer, options.folder);
  const routerBytes = residentBytes(router.serverPid());
  await router.stop();
  await withLoaded(model, async loaded => {
    const context = { model, modelPath: pathOf(model), peerBuffers, routerBytes };
    for (const row of chosen) {
      await guarded(row, model, async () => {
        const values = {};
        for (const side of sides) values[side] = [await row.measure(loaded[side], context)];
        return values;
      });
    }
  });
}

async function withLoaded(model, use) {
  const name = basename(pathOf(model), '.gguf');
  await withServers({
    peer: () => Peer.startWithModel(settings.peer, pathOf(model), model === 'minilm'),
    ours: async () => {
      const ours = await Ours.start(settings.ours, [pathOf(model)]);
      await ours.load(name);
      return ours;
    },
  }, servers => use(Object.fromEntries(sides.map(side => [side, new LoadedSide(servers[side], name)]))));
}

/** Rows in which one model at a time is held and another one is asked for. */
async function measureCold(model) {
  const chosen = rowsOf(COLD_ROWS, model);
  if (chosen.length === 0) return;
  const other = model === '15m' ? '135m' : '15m';
  if (!existsSync(pathOf(other))) fail(`the swap needs ${pathOf(other)} too: run make-models.mjs`);
  const [name, otherName] = [model, other].map(shape => basename(pathOf(shape), '.gguf'));
  const links = mkdtempSync(join(tmpdir(), 'multillm-bench-router-'));
  process.once('exit', () => rmSync(links, { recursive: true, force: true }));
  for (const path of [pathOf(model), pathOf(other)]) symlinkSync(path, join(links, basename(path)));
  try {
    await withServers({
      peer: () => Peer.startRouter(settings.peer, links),
      ours: () => Ours.start(settings.ours, [pathOf(model), pathOf(other)]),
    }, async servers => {
      for (const row of chosen) {
        await guarded(row, model, () => alternate(async side => {
          await firstTokenOf(servers[side], otherName);
          return row.measure(servers[side], name, otherName);
        }));
      }
    });
  } finally {
    rmSync(links, { recursive: true, force: true });
  }
}

async function withServers(starters, use) {
  const servers = {};
  try {
    for (const side of sides) servers[side] = await starters[side]();
    await use(servers);
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
}

/** Each round measures both sides; who goes first changes with every round. */
async function alternate(measure) {
  const values = Object.fromEntries(sides.map(side => [side, []]));
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 ? [...sides].reverse() : sides) {
      await sleep(SETTLE_MILLISECONDS);
      values[side].push(await measure(side));
    }
  }
  return values;
}

/** A row that fails is reported as failed; the others go on. */
async function guarded(row, model, measure) {
  try {
    const { ours, peer, ratio, unit } = report.add(row, model, await measure());
    const show = value => value?.toFixed(2) ?? '–';
    console.error(`${row.id} ${model}: ours ${show(ours)} ${unit}, peer ${show(peer)} ${unit}, ratio ${show(ratio)}`);
  } catch (error) {
    console.error(`${row.id} ${model} failed: ${error.message}`);
    report.addFailure(row, model, error);
  }
}

function rowsOf(rows, model) {
  return rows.filter(row => rowIds.includes(row.id) && row.models.includes(model));
}
