/** The value below which `share` of the values lie, between neighbours in proportion; null where there are none. */
export function quantile(values, share) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = values => quantile(values, 0.5);

export const sum = values => values.reduce((all, value) => all + value, 0);

export const summary = values => ({
  count: values.length, min: quantile(values, 0), median: median(values), p95: quantile(values, 0.95), max: quantile(values, 1),
});
