#!/usr/bin/env node
// How long a conversation waits for its next answer when its model was evicted meanwhile: with its keys and values on disk, and without.
//   node bench/returning/run.mjs --models FOLDER [--model llama-135m-q8_0] [--other llama-15m-q8_0] [--rounds 5] [--server FILE] [--threads 2]
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { requireOk } from '../side-by-side/load/generate.mjs';
import { DEFAULT_MODELS, DEFAULT_OURS } from '../side-by-side/paths.mjs';
import { Ours } from '../side-by-side/servers/ours.mjs';

const PROMPT_WORDS = 165; // about 400 tokens with the synthetic models' vocabulary
const ANSWER_TOKENS = 24;

const { values: options } = parseArgs({
  options: {
    models: { type: 'string', default: DEFAULT_MODELS }, model: { type: 'string', default: 'llama-135m-q8_0' },
    other: { type: 'string', default: 'llama-15m-q8_0' }, rounds: { type: 'string', default: '5' },
    server: { type: 'string', default: DEFAULT_OURS }, threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const words = 'the service keeps several models in memory and gives each request to the one that suits it while others wait for room'.split(' ');
const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Rounds of: talk, lose the model to another one, come back. Times in milliseconds. */
async function measure(savedBytes) {
  const files = [options.model, options.other].map(name => resolve(join(options.models, `${name}.gguf`)));
  const ours = await Ours.start(
    { server: resolve(options.server), threads: Number(options.threads), environment: { MULTILLM__SAVEDPREFIXBYTES: String(savedBytes) } }, files);
  const ask = async (prompt, model = options.model) => requireOk([await ours.client.send('completions',
    { model, prompt, max_tokens: ANSWER_TOKENS, temperature: 0, ignore_eos: true, stream: true, stream_options: { include_usage: true } })])[0];
  try {
    const rounds = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      const history = Array.from({ length: PROMPT_WORDS }, (_, i) => words[(i * 7 + round * 3 + i * i) % words.length]).join(' ');
      const first = await ask(`${round} ${history}`);
      const next = `${round} ${history}${first.text} and then`;
      const evicting = performance.now();
      await ask('short', options.other);
      const away = performance.now() - evicting;
      await ours.spareReady();
      await ours.load(options.model); // so that what follows is the conversation's own time
      await sleep(1000);
      const back = await ask(next);
      rounds.push({ first: first.firstTokenMilliseconds, away, back: back.firstTokenMilliseconds, prompt: back.usage.prompt_tokens,
        cached: back.usage.prompt_tokens_details?.cached_tokens ?? 0, text: back.text });
      await ours.spareReady();
    }
    return rounds;
  } finally {
    await ours.stop();
  }
}

const without = await measure(0);
const saved = await measure(2 ** 31);
for (const [name, rounds] of [['computed anew', without], ['saved', saved]]) {
  const middle = key => median(rounds.map(round => round[key])).toFixed(1);
  console.log(`${name.padEnd(14)} first token ${middle('back').padStart(7)} ms   prompt ${middle('prompt')} tokens, ${middle('cached')} of them cached   `
    + `the other model's answer, its load and the eviction included ${middle('away')} ms   (first turn ${middle('first')} ms)`);
}
console.log(`same answers: ${without.every((round, i) => round.text === saved[i].text)}`);
