// What a row is held to. `limit` is of the ratio ours / peer, or of our value itself where `absolute` is set.
const compare = { atLeast: (value, limit) => value >= limit, atMost: (value, limit) => value <= limit, below: (value, limit) => value < limit };
const sign = { atLeast: '≥', atMost: '≤', below: '<' };

const goal = (kind, absolute) => (limit, unit = absolute ? '' : 'x') => ({
  met: (ours, peer) => {
    const value = absolute ? ours : ours / peer;
    return Number.isFinite(value) ? compare[kind](value, limit) : null;
  },
  text: absolute ? `${sign[kind]} ${limit} ${unit}` : `${sign[kind]} ${limit.toFixed(2)}x`,
});

export const atLeast = goal('atLeast', false);
export const atMost = goal('atMost', false);
export const below = goal('below', true);
