// The tables that a run leaves.
import { SWAP_GOAL } from './swaps.mjs';

const NAMES = { ours: 'MultiLLM', peer: 'llama-server' };
const seconds = value => (value === null ? '–' : value < 10 ? value.toFixed(2) : value.toFixed(1));
const megabytes = value => (value === null ? '–' : `${Math.round(value / 1e6)} MB`);
const verdict = met => (met === null ? '' : met ? 'met' : 'missed');

/** What must hold on our side whatever the peer does, and the goal on swaps. */
export function judge(testCase, sides, maxWaitSeconds) {
  const { ours, peer } = sides;
  if (!ours) return {};
  // once its time has come a model waits for the requests and the load of every model before it, and for its own load
  const bound = maxWaitSeconds + testCase.models * (ours.longestLoadSeconds + ours.longestAnswerSeconds);
  const ratio = peer?.swaps > 0 ? ours.swaps / peer.swaps : null;
  return {
    boundSeconds: bound,
    promisesKept: ours.failed === 0 && !(ours.bytesOverBudget > 0) && ours.waitSeconds.longest <= bound,
    swapRatio: ratio,
    swapGoalMet: testCase.swapGoal === null || ratio === null ? null : ratio <= testCase.swapGoal,
  };
}

export const markdown = (cases, swaps) => [cases.length ? casesTable(cases) : '', swaps.length ? swapsTable(swaps) : ''].filter(Boolean).join('\n\n');

function casesTable(cases) {
  const lines = cases.flatMap(result => (result.error ? [failure(result)] : Object.entries(result.sides).map(([side, outcome]) => line(result, side, outcome))));
  return [
    '| trace | | requests | failed | swaps | wait p50, s | p95, s | longest, s | bound, s | most memory | over budget | goal: swaps |',
    '|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|', ...lines,
  ].join('\n');
}

function line({ title, swapGoal, verdict: judged }, side, { requests, failed, swaps, waitSeconds: wait, mostBytes, bytesOverBudget }) {
  const ours = side === 'ours';
  const ratio = judged.swapRatio?.toFixed(2); // absent where one side alone was measured
  const goal = ratio === undefined ? '' : swapGoal === null ? `${ratio}x` : `${ratio}x, ≤ ${swapGoal.toFixed(2)}x ${verdict(judged.swapGoalMet)}`;
  return `| ${[
    ours || !judged.boundSeconds ? title : '', NAMES[side], requests, failed, swaps, seconds(wait.p50), seconds(wait.p95), seconds(wait.longest),
    ours ? seconds(judged.boundSeconds) : '', megabytes(mostBytes), megabytes(bytesOverBudget), ours ? goal : '',
  ].join(' | ')} |`;
}

const failure = ({ title, error }) => `| ${title} | | failed: ${error.replaceAll('|', '/').split('\n')[0]} | | | | | | | | | |`;

function swapsTable(swaps) {
  const figure = value => (value === null ? '–' : `${value.toFixed(0)} ms`);
  return [
    '| a swap to first token | MultiLLM | llama-server | ratio | goal | |', '|---|---:|---:|---:|---|---|',
    ...swaps.map(({ model, ours, peer, ratio, met }) =>
      `| ${model} | ${figure(ours)} | ${figure(peer)} | ${ratio === null ? '–' : `${ratio.toFixed(2)}x`} | ≤ ${SWAP_GOAL.toFixed(2)}x | ${verdict(met)} |`),
  ].join('\n');
}
