// From a request for a model that is not loaded to its first token.
import { spawnSync } from 'node:child_process';
import { chatBody, requireOk } from '../load/generate.mjs';
import { freshName, words } from '../load/prompts.mjs';
import { atMost } from './goals.mjs';

const PROMPT_WORDS = 16;
const MOST_A_LOAD_ALLOCATES = 1.5e9;

export async function firstTokenOf(server, model) {
  const body = chatBody(model, [{ role: 'user', content: words(PROMPT_WORDS, freshName()) }], 2, true);
  const [answer] = requireOk([await server.client.send('chat', body)]);
  return answer.firstTokenMilliseconds;
}

/**
 * The host of a virtual machine takes back what has been free for some seconds, and whoever allocates next waits for it. Which side that would be is
 * chance, so memory for a load has been in use a moment ago on both.
 */
function warmFreeMemory() {
  spawnSync(process.execPath, ['-e', `Buffer.alloc(${MOST_A_LOAD_ALLOCATES}, 1)`], { stdio: 'ignore' });
}

/** One model at a time; `other` is loaded when `model` is asked for. */
export const COLD_ROWS = [
  {
    id: 'cold-load', title: 'cold load to first token, against the peer\'s swap', unit: 'ms', models: ['15m', '135m', '1b'],
    goal: () => atMost(1.0),
    async measure(server, model, other) {
      if (server.unload) await server.unload(other); // nothing is loaded, a spare runner waits
      warmFreeMemory();
      return firstTokenOf(server, model);
    },
  },
  {
    id: 'swap', title: 'swap of the only model to first token', unit: 'ms', models: ['15m', '135m', '1b'],
    goal: () => atMost(1.0),
    async measure(server, model) {
      await server.spareReady?.();
      warmFreeMemory();
      return firstTokenOf(server, model);
    },
  },
];
