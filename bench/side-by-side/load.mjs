#!/usr/bin/env node
// Puts load on one server that speaks the OpenAI API and prints one JSON object.
import { parseArgs } from 'node:util';
import { Client } from './load/client.mjs';
import { calibrateChat, decodeSpeed, generate, requireOk, runConcurrently } from './load/generate.mjs';
import { freshName, words } from './load/prompts.mjs';
import { summary } from './load/statistics.mjs';

const HELP = `node load.mjs --model NAME [options]
  --url URL            http://127.0.0.1:8007
  --api chat|embeddings  chat
  --concurrency N      requests at once, 1
  --requests N         in all, 5
  --prompt-tokens N    64, reached by asking the server how it counts
  --max-tokens N       64
  --texts N            texts per embeddings request, 64
  --warmup N           requests before the measured ones, 1
  --timeout N          seconds, 300`;

const number = fallback => ({ type: 'string', default: String(fallback) });
const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8007' }, model: { type: 'string' }, api: { type: 'string', default: 'chat' },
    concurrency: number(1), requests: number(5), 'prompt-tokens': number(64), 'max-tokens': number(64), texts: number(64), warmup: number(1),
    timeout: number(300), help: { type: 'boolean' },
  },
});
if (options.help || !options.model || !['chat', 'embeddings'].includes(options.api)) {
  console.error(HELP);
  process.exit(2);
}
for (const name of ['concurrency', 'requests', 'prompt-tokens', 'max-tokens', 'texts', 'warmup', 'timeout']) {
  options[name] = Number(options[name]);
  if (!Number.isInteger(options[name]) || options[name] < 0) {
    console.error(`--${name} must be a whole number of 0 or more`);
    process.exit(2);
  }
}

const client = new Client(options.url, options.timeout);
try {
  console.log(JSON.stringify(await (options.api === 'chat' ? chat() : embeddings()), null, 2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  client.close();
}

async function chat() {
  const promptWords = await calibrateChat(client, options.model, options['prompt-tokens']);
  const plan = { model: options.model, promptWords, maxTokens: options['max-tokens'], concurrency: options.concurrency };
  if (options.warmup) await generate(client, { ...plan, requests: options.warmup });
  const { answers, seconds, tokensPerSecond } = await generate(client, { ...plan, requests: options.requests });
  return {
    seconds, tokens_per_second: tokensPerSecond,
    prompt_tokens: summary(answers.map(answer => answer.usage.prompt_tokens)),
    completion_tokens: summary(answers.map(answer => answer.usage.completion_tokens)),
    first_token_ms: summary(answers.map(answer => answer.firstTokenMilliseconds)),
    decode_tokens_per_second: summary(answers.filter(answer => answer.usage.completion_tokens > 1).map(decodeSpeed)),
    latency_ms: summary(answers.map(answer => answer.milliseconds)),
  };
}

async function embeddings() {
  const texts = () => Array.from({ length: options.texts }, () => words(8, freshName()));
  const request = () => client.send('embeddings', { model: options.model, input: texts() });
  for (let index = 0; index < options.warmup; index++) requireOk([await request()]);
  const start = performance.now();
  const answers = requireOk(await runConcurrently(options.requests, options.concurrency, request));
  const seconds = (performance.now() - start) / 1000;
  return { seconds, texts_per_second: (options.requests * options.texts) / seconds, latency_ms: summary(answers.map(answer => answer.milliseconds)) };
}
