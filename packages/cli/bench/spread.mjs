/** @param {readonly number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Median and range as text. @param {readonly number[]} values */
export function spread(values) {
  const text = (/** @type {number} */ value) => (value < 10 ? value.toPrecision(3) : value.toFixed(0));
  return `${text(median(values))} (${text(Math.min(...values))} to ${text(Math.max(...values))})`;
}
