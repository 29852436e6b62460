// Memory beyond the model. The weights are the file's, whether mapped or, on our side a moment after the load, copied to huge pages in its place;
// KV cache and compute buffers depend on the settings. What is left is the program's own.
import { setTimeout as sleep } from 'node:timers/promises';
import { generate, requireOk } from '../load/generate.mjs';
import { freshName, words } from '../load/prompts.mjs';
import { SHAPES } from '../models/shapes.mjs';
import { modelResident, residentBytes } from '../servers/proc.mjs';
import { below } from './goals.mjs';

const MEGABYTE = 1e6;

// llama.cpp keeps room for the logits of every token of a batch of embeddings, computed or not; our batches have so many tokens
const EMBEDDING_BATCH = 192;

// what is only needed for the load is given back by then, on both sides
const SETTLE_MILLISECONDS = 3000;

const server = {
  id: 'memory-server', title: 'memory of the server process (the peer\'s: its router)', unit: 'MB', models: ['135m'],
  goal: () => below(150, 'MB'),
  measure: async (side, { routerBytes }) => (side.server.requestsInFlight ? residentBytes(side.server.serverPid()) : routerBytes) / MEGABYTE,
};

const runner = {
  id: 'memory-runner', title: 'memory of a runner beyond model file and buffers', unit: 'MB', models: ['15m', '135m', '1b', 'minilm'],
  goal: () => below(80, 'MB'),
  async measure(side, { model, modelPath, peerBuffers }) {
    await useBuffers(side, model);
    await sleep(SETTLE_MILLISECONDS);
    const pid = await side.server.runnerPid();
    const results = model === 'minilm' ? EMBEDDING_BATCH * SHAPES.minilm.vocabulary * 4 : 0;
    const context = side.server.contextBytes ? (await side.server.contextBytes()) + results : peerBuffers.context;
    return (residentBytes(pid) - modelResident(pid, modelPath) - context - peerBuffers.repacked) / MEGABYTE;
  },
};

/** Buffers that were never written are not in memory yet. */
async function useBuffers(side, model) {
  if (model === 'minilm') {
    const input = Array.from({ length: 64 }, () => words(8, freshName()));
    requireOk([await side.client.send('embeddings', { model: side.model, input })]);
  } else {
    await generate(side.client, { model: side.model, promptWords: 100, maxTokens: 16, requests: 8, concurrency: 8 });
  }
}

export const MEMORY_ROWS = [server, runner];
