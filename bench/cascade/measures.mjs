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

// As Cascade/Draft.cs has it.
const TOKENS_BETWEEN_LOOKS = 16;
const HOPELESS_SHARE = 0.7;

/** What the service does with a draft: whether it is trusted, and how many of its tokens were made. */
export function judge(tokens, measure, threshold) {
  for (let seen = TOKENS_BETWEEN_LOOKS; seen < tokens.length; seen = Math.max(seen + TOKENS_BETWEEN_LOOKS, Math.floor(seen * 5 / 4))) {
    if (measure(tokens.slice(0, seen)) < threshold * HOPELESS_SHARE) return { trusted: false, tokens: seen };
  }
  return { trusted: measure(tokens) >= threshold, tokens: tokens.length };
}

/** What a threshold does. @param {{tokens: object[], right: boolean}[]} answers */
export function outcome(answers, measure, threshold) {
  const judged = answers.map(answer => ({ ...judge(answer.tokens, measure, threshold), right: answer.right }));
  const escalated = judged.filter(draft => !draft.trusted);
  const share = (part, whole) => (whole.length ? part.length / whole.length : null);
  const of = right => share(escalated.filter(draft => draft.right === right), judged.filter(draft => draft.right === right));
  const trusted = judged.filter(draft => draft.trusted);
  return {
    escalated: share(escalated, judged),
    wrongCaught: of(false),
    rightEscalated: of(true),
    trustedRight: share(trusted.filter(draft => draft.right), trusted),
    wastedTokens: escalated.length ? sum(escalated.map(draft => draft.tokens)) / escalated.length : null,
  };
}

/** The threshold that catches so many of the wrong answers. */
export const thresholdCatching = (answers, measure, share) => quantile(answers.filter(answer => !answer.right).map(answer => measure(answer.tokens)), share);
