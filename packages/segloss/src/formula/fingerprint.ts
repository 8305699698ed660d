/**
 * A 106-bit fingerprint of a text as a short string, so that the key of a deep expression stays short.
 * Two rounds of cyrb53 with different seeds (bryc, public domain: a 53-bit multiply-xor hash).
 */
export function fingerprint(text: string): string {
  return hash53(text, 0x9e3779b9).toString(36) + hash53(text, 0x85ebca6b).toString(36);
}

function hash53(text: string, seed: number): number {
  let h1 = 0xdeadbeef ^ seed;
  let h2 = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ code, 2654435761);
    h2 = Math.imul(h2 ^ code, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return 4294967296 * (2097151 & h2) + (h1 >>> 0);
}
