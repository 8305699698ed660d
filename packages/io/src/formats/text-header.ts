/** Bytes: a longer header is no header. */
const LONGEST = 2 ** 24;

/** @throws Error for a header of more bytes than a header may have, whose text would take several times as much memory */
export function checkHeaderLength(length: number): void {
  if (length > LONGEST) throw new Error(`its header goes on beyond ${LONGEST} bytes`);
}

/** Arguments that every engine takes in one call. */
const AT_ONCE = 8192;

/**
 * The text of bytes, one character a byte. A `TextDecoder` of "latin1" decodes windows-1252, in browsers and in Node from 22 on: 0x93,
 * with which NPY begins, is a quotation mark there.
 */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + AT_ONCE));
  return text;
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
