// Ways to read a model's confidence from the probabilities it gave its own tokens, and how well they tell right from wrong answers.
import { quantile, sum } from '../side-by-side/load/statistics.mjs';

const FLOOR = -20;
const average = values => (values.length ? sum(values) / values.length : FLOOR);
const lowest = (values, share) => values.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.ceil(values.length * share)));

/** Each takes the tokens of an answer as {p: natural logarithm, margin: to the next best in probability}, and gives 0 to 1. */
export const MEASURES = {
  'mean log probability': tokens => Math.exp(average(logs(tokens))),
  'least likely token': tokens => Math.exp(Math.min(...logs(tokens))),
  'lowest tenth': tokens => Math.exp(average(lowest(logs(tokens), 0.1))),
  'lowest fifth': tokens => Math.exp(average(lowest(logs(tokens), 0.2))),
  'share of tokens above 0.5': tokens => logs(tokens).filter(p => p > Math.log(0.5)).length / tokens.length,
  'share of tokens above 0.9': tokens => logs(tokens).filter(p => p > Math.log(0.9)).length / tokens.length,
  'first token': tokens => Math.exp(logs(tokens)[0]),
  'margin of the first token': tokens => tokens[0].margin,
  'mean of the first 8': tokens => Math.exp(average(logs(tokens.slice(0, 8)))),
  'mean of the first 16': tokens => Math.exp(average(logs(tokens.slice(0, 16)))),
  'mean margin': tokens => average(tokens.map(token => token.margin)),
};

const logs = tokens => tokens.map(token => Math.max(token.p, FLOOR));

/** The chance that a right answer is more confident than a wrong one; null where there are not both. */
export function auroc(right, wrong) {
  if (right.length === 0 || wrong.length === 0) return null;
  let wins = 0;
  for (const a of right) for (const b of wrong) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (right.length * wrong.length);
}

/** What a threshold does. @param {{confidence: number, right: boolean}[]} answers */
export function outcome(answers, threshold) {
  const trusted = answers.filter(answer => answer.confidence >= threshold);
  const wrong = answers.filter(answer => !answer.right);
  const right = answers.filter(answer => answer.right);
  const share = (part, whole) => (whole.length ? part.length / whole.length : null);
  return {
    threshold,
    escalated: 1 - trusted.length / answers.length,
    wrongCaught: share(wrong.filter(answer => answer.confidence < threshold), wrong),
    rightEscalated: share(right.filter(answer => answer.confidence < threshold), right),
    trustedRight: share(trusted.filter(answer => answer.right), trusted),
  };
}

/** The threshold that catches so many of the wrong answers and lets as many right ones through as then can be. */
export const thresholdCatching = (answers, share) => quantile(answers.filter(answer => !answer.right).map(answer => answer.confidence), share);
