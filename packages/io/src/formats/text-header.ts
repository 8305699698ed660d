/** A longer header is no header. */
const LONGEST = 2 ** 24;

/** The text of `bytes` up to `end`, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

/** Where the bytes of `mark` begin in `bytes`, or -1. */
export function findBytes(bytes: Uint8Array, mark: string, from = 0): number {
  const first = mark.charCodeAt(0);
  const last = Math.min(bytes.length, from + LONGEST) - mark.length;
  for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < mark.length && bytes[at + same] === mark.charCodeAt(same)) same++;
    if (same === mark.length) return at;
  }
  return -1;
}

/** The numbers of a text, separated by spaces or commas. */
export function numbersOf(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
}
