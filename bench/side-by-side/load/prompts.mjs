// Prompts of a wanted length in tokens. No two are alike unless asked for, so that no server answers from its prompt cache.
import { createRandom } from '../models/random-weights.mjs';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
let counter = 0;

/** A name never used before in this run, nor, most likely, in another. */
export const freshName = () => `${process.pid}-${Date.now()}-${counter++}`;

/** `count` words of three letters; the same name gives the same words. */
export function words(count, name) {
  const random = createRandom(name);
  const letter = () => LETTERS[(random() >>> 0) % LETTERS.length];
  return Array.from({ length: Math.max(0, count) }, () => letter() + letter() + letter()).join(' ');
}

/** How many words make a prompt of `tokens` tokens for this model, by what the server counts. */
export async function calibrate(count, tokens) {
  const [low, high] = [16, 16 + Math.max(32, Math.min(200, tokens))];
  const atLow = await count(words(low, 'calibrate-low'));
  const atHigh = await count(words(high, 'calibrate-high'));
  const tokensPerWord = (atHigh - atLow) / (high - low);
  if (!(tokensPerWord > 0)) throw new Error(`the server counts ${atLow} and ${atHigh} tokens for ${low} and ${high} words`);
  return Math.max(1, Math.round(low + (tokens - atLow) / tokensPerWord));
}
