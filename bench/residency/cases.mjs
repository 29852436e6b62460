// What is replayed. `places` is MAX_CONCURRENT_MODELS on our side and --models-max on the peer's.
import { inTurn, poisson } from './traces.mjs';

// Requests per second: what the models could easily answer if all of them fitted.
export const RATE = 1.5;

// The 135M models take about 0.43 GB each and the 15M ones 0.15 GB: two large ones and a small one, or one large and three small ones.
const TIGHT_BYTES = 1_050_000_000;

const mix = (id, models, places, skew, more = {}) => ({
  id, models, places, swapGoal: 0.5,
  title: `${models} models, ${places} places, ${skew ? 'some wanted more' : 'all wanted alike'}`,
  trace: (seconds, seed) => poisson({ models, perSecond: RATE, skew, seed: `${id} ${seed}` }, seconds),
  ...more,
});

export const CASES = [
  {
    id: 'abaacabc', title: 'A B A A C A B C, one after the other, 2 places', models: 3, places: 2, swapGoal: null,
    trace: seconds => inTurn('ABAACABC', 2.5, seconds),
  },
  mix('mix-3', 3, 2, 0),
  mix('mix-4-skewed', 4, 2, 1),
  mix('mix-6', 6, 3, 0),
  mix('mix-6-skewed', 6, 3, 1),
  mix('memory-tight', 6, 3, 0, { title: `6 models, 3 places, all wanted alike, ${TIGHT_BYTES / 1e9} GB for models`, swapGoal: null, budgetBytes: TIGHT_BYTES }),
];
