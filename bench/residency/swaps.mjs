// What one swap costs: one model at a time is held, another one is asked for.
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../side-by-side/load/statistics.mjs';
import { COLD_ROWS, firstTokenOf } from '../side-by-side/rows/cold.mjs';

const SETTLE_MILLISECONDS = 300;
const row = COLD_ROWS.find(row => row.id === 'swap');

export const SWAP_GOAL = 0.7;

/** The sides take turns. Milliseconds from a request to its first token, a list of rounds for each side. */
export async function measureSwaps(servers, name, other, rounds) {
  const sides = Object.keys(servers);
  const milliseconds = Object.fromEntries(sides.map(side => [side, []]));
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 ? [...sides].reverse() : sides) {
      await firstTokenOf(servers[side], other);
      await sleep(SETTLE_MILLISECONDS);
      milliseconds[side].push(await row.measure(servers[side], name));
    }
  }
  const [ours, peer] = [median(milliseconds.ours ?? []), median(milliseconds.peer ?? [])];
  const ratio = ours !== null && peer ? ours / peer : null;
  return { model: name, ours, peer, ratio, met: ratio === null ? null : ratio <= SWAP_GOAL, milliseconds };
}
