// What is asked for, and when: lists of { at: seconds from the start, model: index }. The same seed gives the same trace on every machine.
import { createRandom } from '../side-by-side/models/random-weights.mjs';

/** A pattern like "ABA", a request every `gap` seconds, over and over. */
export function inTurn(pattern, gap, seconds) {
  const count = Math.floor(seconds / gap);
  return Array.from({ length: count }, (_, i) => ({ at: i * gap, model: pattern.charCodeAt(i % pattern.length) - 'A'.charCodeAt(0) }));
}

/** Requests of many callers who know nothing of each other. With skew 1 the n-th model is asked for 1/n as often as the first, with 0 all alike. */
export function poisson({ models, perSecond, skew, seed }, seconds) {
  const random = createRandom(seed);
  const share = () => (random() >>> 0) / 2 ** 32;
  for (let i = 0; i < 16; i++) share(); // the first numbers still resemble the seed
  const weights = Array.from({ length: models }, (_, n) => (n + 1) ** -skew);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const trace = [];
  for (let at = next(0); at < seconds; at = next(at)) trace.push({ at, model: pick(share() * all) });
  return trace;

  function next(at) {
    return at - Math.log(1 - share()) / perSecond;
  }

  function pick(place) {
    const model = weights.findIndex(weight => (place -= weight) < 0);
    return model < 0 ? models - 1 : model;
  }
}
