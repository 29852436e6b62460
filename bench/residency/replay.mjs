// One trace on one server, by the trace's clock: a request is sent when its time has come, whatever became of those before it.
import { setTimeout as sleep } from 'node:timers/promises';
import { chatBody } from '../side-by-side/load/generate.mjs';
import { freshName, words } from '../side-by-side/load/prompts.mjs';
import { median, quantile } from '../side-by-side/load/statistics.mjs';
import { EventWatch } from './watch/events.mjs';
import { ProcessWatch } from './watch/processes.mjs';

const PROMPT_WORDS = 16;
const ANSWER_TOKENS = 24;

/**
 * @param {object} server     Ours or Peer, nothing loaded.
 * @param {{at: number, model: number}[]} trace
 * @param {string[]} names    Of the models.
 * @param {string} folder     Of their files.
 * @param {number} [budgetBytes]  What the models may hold together.
 */
export async function replay(server, trace, names, folder, budgetBytes) {
  await server.spareReady?.();
  const events = server.spareReady && await EventWatch.start(server.client);
  const processes = new ProcessWatch(server.serverPid(), folder);
  const start = performance.now();
  const answers = await Promise.all(trace.map(async ({ at, model }) => {
    await sleep(Math.max(0, at * 1000 - (performance.now() - start)));
    const body = chatBody(names[model], [{ role: 'user', content: words(PROMPT_WORDS, freshName()) }], ANSWER_TOKENS, true);
    return { at, model, ...await server.client.send('chat', body) };
  }));
  processes.stop();
  await events?.stop();
  return outcome({ answers, trace, processes, events, budgetBytes, seconds: (performance.now() - start) / 1000 });
}

function outcome({ answers, trace, processes, events, budgetBytes, seconds }) {
  const good = answers.filter(answer => answer.ok && answer.firstTokenMilliseconds !== undefined);
  const waits = good.map(answer => answer.firstTokenMilliseconds / 1000);
  const loads = events ? events.of('model.loading').length : processes.loads;
  return {
    requests: trace.length,
    failed: answers.length - good.length,
    errors: [...new Set(answers.filter(answer => !good.includes(answer)).map(answer => answer.error ?? 'an answer without text'))],
    loads,
    processes: processes.loads,
    swaps: loads - new Set(trace.map(request => request.model)).size,
    waitSeconds: { p50: median(waits), p95: quantile(waits, 0.95), longest: quantile(waits, 1) },
    longestAnswerSeconds: quantile(good.map(answer => (answer.milliseconds - answer.firstTokenMilliseconds) / 1000), 1),
    longestLoadSeconds: events ? quantile(events.of('model.loaded').map(event => event.seconds), 1) : null,
    mostBytes: processes.mostBytes,
    bytesOverBudget: budgetBytes === undefined ? null : Math.max(0, processes.mostBytes - budgetBytes),
    seconds,
    waits: answers.map(({ at, model, ok, firstTokenMilliseconds: first }) => ({ at, model, ok, seconds: first === undefined ? null : first / 1000 })),
    events: events?.events.filter(event => event.kind !== 'model.load_progress').map(({ time, kind, model_id: model, message }) => ({ time, kind, model, message })),
  };
}
