// Many requests at once, and what came of them.
import { calibrate, freshName, words } from './prompts.mjs';
import { median, sum } from './statistics.mjs';

/** Runs `job` for each of `count` numbers, `concurrency` at a time, in order of their start. */
export async function runConcurrently(count, concurrency, job) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const number = next++;
      results[number] = await job(number);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
  return results;
}

/** Throws where an answer failed: a measurement with failures in it is none. */
export function requireOk(answers) {
  const failed = answers.filter(answer => !answer.ok);
  if (failed.length) throw new Error(`${failed.length} of ${answers.length} requests failed: ${failed[0].error} (status ${failed[0].status})`);
  return answers;
}

export const chatBody = (model, messages, maxTokens, stream, extra = {}) => ({
  model, messages, max_tokens: maxTokens, temperature: 0, stream, ...(stream && { stream_options: { include_usage: true } }), ...extra,
});

/** Words for a chat prompt of `tokens` tokens, template included. */
export function calibrateChat(client, model, tokens) {
  return calibrate(async text => {
    const [answer] = requireOk([await client.send('chat', chatBody(model, [{ role: 'user', content: text }], 1, false))]);
    return answer.usage.prompt_tokens;
  }, tokens);
}

/** Streamed chats, each with a prompt of its own. */
export async function generate(client, { model, promptWords, maxTokens, requests, concurrency, extra }) {
  const start = performance.now();
  const answers = await runConcurrently(requests, concurrency, () => {
    const messages = [{ role: 'user', content: words(promptWords, freshName()) }];
    return client.send('chat', chatBody(model, messages, maxTokens, true, extra));
  });
  const seconds = (performance.now() - start) / 1000;
  requireOk(answers);
  return { answers, seconds, tokensPerSecond: sum(answers.map(answer => answer.usage.completion_tokens)) / seconds };
}

/** Tokens per second between the first and the last piece of text. */
export const decodeSpeed = answer =>
  ((answer.usage.completion_tokens - 1) / (answer.lastTokenMilliseconds - answer.firstTokenMilliseconds)) * 1000;

export const medianFirstToken = answers => median(answers.map(answer => answer.firstTokenMilliseconds));
