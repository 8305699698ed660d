/** Says a line again only after some time, with how often it was meant to be said: a Redis with a full disk gives thousands of errors a second. */
export function limited(say: (line: string) => void, every = 10_000, now: () => number = Date.now) {
  const lines = new Map<string, { at: number; left: number }>();
  return (line: string): void => {
    const last = lines.get(line);
    if (last && now() - last.at < every) {
      last.left++;
      return;
    }
    say(last && last.left > 0 ? `${line} (${last.left} times more)` : line);
    lines.set(line, { at: now(), left: 0 });
    if (lines.size > MOST_LINES) lines.delete(lines.keys().next().value!);
  };
}

const MOST_LINES = 100;
