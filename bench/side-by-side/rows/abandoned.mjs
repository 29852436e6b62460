// How long the engine works on after a client left.
import { setTimeout as sleep } from 'node:timers/promises';
import { chatBody } from '../load/generate.mjs';
import { freshName, words } from '../load/prompts.mjs';
import { cpuMilliseconds } from '../servers/proc.mjs';
import { below } from './goals.mjs';

const ANSWER_TOKENS = 900;
const QUIET_MILLISECONDS = 80;
const LIMIT_MILLISECONDS = 30_000;
const WORK_MILLISECONDS = 0.5; // less than this in one look is housekeeping

/** From `start` to the last moment at which the process used the CPU. */
async function workedUntil(pid, start) {
  let used = cpuMilliseconds(pid);
  let lastWork = start;
  while (performance.now() - Math.max(lastWork, start) < QUIET_MILLISECONDS && performance.now() - start < LIMIT_MILLISECONDS) {
    await sleep(3);
    const now = cpuMilliseconds(pid);
    if (now - used > WORK_MILLISECONDS) lastWork = performance.now();
    used = now;
  }
  return lastWork - start;
}

const row = (stream, title) => ({
  id: stream ? 'abandoned-stream' : 'abandoned', title, unit: 'ms', models: ['135m'],
  goal: () => below(100, 'ms'),
  async measure(side) {
    const pid = await side.server.runnerPid();
    const body = chatBody(side.model, [{ role: 'user', content: words(40, freshName()) }], ANSWER_TOKENS, stream);
    const left = await side.client.abandon('chat', body, stream ? 300 : 700);
    return workedUntil(pid, left);
  },
});

export const ABANDONED_ROWS = [
  row(true, 'work stops after a client leaves a stream'),
  row(false, 'work stops after a client leaves, no stream'),
];
