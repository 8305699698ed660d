/** The calls of a list of metrics; commas in parentheses are theirs. */
export function metricList(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((call) => call.trim())
    .filter(Boolean);
}

/** A list with a metric added at its end, or taken out; the last one stays. */
export function withMetric(text: string, name: string): string {
  const calls = metricList(text);
  if (!calls.includes(name)) return [...calls, name].join(",");
  return calls.length > 1 ? calls.filter((call) => call !== name).join(",") : text;
}
