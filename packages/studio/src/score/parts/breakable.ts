/** The name of a metric that may go on in a second line at its parameters. */
export function breakable(metric: string): string {
  return metric.replace("(", "\u200b(");
}
