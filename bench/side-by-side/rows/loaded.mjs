// Rows measured on one loaded model of each side.
import { calibrateChat, chatBody, decodeSpeed, generate, medianFirstToken, requireOk } from '../load/generate.mjs';
import { freshName, words } from '../load/prompts.mjs';
import { median } from '../load/statistics.mjs';
import { atLeast, atMost, below } from './goals.mjs';

const TEXT_MODELS = ['15m', '135m', '1b'];
const PROMPT_TOKENS = 64;
const ANSWER_TOKENS = 64;
const PREFIX_TOKENS = 400;
const ONE_TOKEN_REQUESTS = 100;

const decode = {
  id: 'decode', title: 'decode, one stream', unit: 'tokens/s', models: TEXT_MODELS,
  goal: model => atLeast(model === '15m' ? 0.9 : 1.08),
  async measure(side) {
    const promptWords = await side.promptWords(PROMPT_TOKENS);
    const { answers } = await generate(side.client, { model: side.model, promptWords, maxTokens: 128, requests: 3, concurrency: 1 });
    return median(answers.map(decodeSpeed));
  },
};

const aggregate = streams => ({
  id: `aggregate-${streams}`, title: `all together, ${streams} streams`, unit: 'tokens/s', models: TEXT_MODELS,
  goal: () => atLeast(1.05),
  async measure(side) {
    const promptWords = await side.promptWords(PROMPT_TOKENS);
    const plan = { model: side.model, promptWords, maxTokens: ANSWER_TOKENS, requests: 2 * streams, concurrency: streams };
    return (await generate(side.client, plan)).tokensPerSecond;
  },
});

const firstToken = {
  id: 'first-token', title: 'first token, 8 streams at once, 64-token prompts, median', unit: 'ms', models: TEXT_MODELS,
  goal: () => atMost(0.7),
  async measure(side) {
    const promptWords = await side.promptWords(PROMPT_TOKENS);
    const plan = { model: side.model, promptWords, maxTokens: 32, requests: 8, concurrency: 8 };
    return medianFirstToken((await generate(side.client, plan)).answers);
  },
};

const secondTurn = {
  id: 'second-turn', title: 'first token of a second turn, 400 tokens shared', unit: 'ms', models: TEXT_MODELS,
  goal: () => atMost(1.1),
  async measure(side) {
    const promptWords = await side.promptWords(PREFIX_TOKENS);
    const milliseconds = [];
    for (let conversation = 0; conversation < 3; conversation++) {
      const messages = [{ role: 'user', content: words(promptWords, freshName()) }];
      const [first] = requireOk([await side.client.send('chat', chatBody(side.model, messages, 16, true))]);
      messages.push({ role: 'assistant', content: first.text }, { role: 'user', content: words(12, freshName()) });
      const [second] = requireOk([await side.client.send('chat', chatBody(side.model, messages, 4, true))]);
      milliseconds.push(second.firstTokenMilliseconds);
    }
    return median(milliseconds);
  },
};

/** What the client waits beyond what the engine says it worked. */
const addedLatency = {
  id: 'added-latency', title: 'added to a 1-token answer, median', unit: 'ms', models: ['15m'],
  goal: () => below(1, 'ms'),
  async measure(side) {
    const added = [];
    for (let request = 0; request < ONE_TOKEN_REQUESTS; request++) added.push(await side.oneToken(words(8, freshName())));
    return median(added);
  },
};

const embeddings = {
  id: 'embeddings', title: 'embeddings, 64 short texts in one request', unit: 'texts/s', models: ['minilm'],
  goal: () => atLeast(1.0),
  async measure(side) {
    const speeds = [];
    for (let request = 0; request < 5; request++) {
      const input = Array.from({ length: 64 }, () => words(8, freshName()));
      const [answer] = requireOk([await side.client.send('embeddings', { model: side.model, input })]);
      if (answer.body.data.length !== input.length) throw new Error(`${answer.body.data.length} vectors for ${input.length} texts`);
      speeds.push((input.length / answer.milliseconds) * 1000);
    }
    return median(speeds);
  },
};

export const LOADED_ROWS = [decode, aggregate(8), aggregate(16), firstToken, secondTurn, addedLatency, embeddings];

/** One side with one model, as the rows see it. */
export class LoadedSide {
  #words = new Map();

  constructor(server, model) {
    this.server = server;
    this.model = model;
  }

  get name() {
    return this.server.name;
  }

  get client() {
    return this.server.client;
  }

  /** Asked once per length, so that counting is no part of a measurement. */
  async promptWords(tokens) {
    if (!this.#words.has(tokens)) this.#words.set(tokens, await calibrateChat(this.client, this.model, tokens));
    return this.#words.get(tokens);
  }

  /** Milliseconds that one 1-token answer took beyond the engine's own work. */
  async oneToken(prompt) {
    if (!this.server.chatWithTimings) {
      const [answer] = requireOk([await this.client.send('chat', chatBody(this.model, [{ role: 'user', content: prompt }], 1, false))]);
      return answer.milliseconds - answer.timings.prompt_ms - answer.timings.predicted_ms;
    }
    return this.server.chatWithTimings(this.model, prompt);
  }
}
