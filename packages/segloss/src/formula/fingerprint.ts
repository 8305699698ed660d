/**
 * A 120-bit fingerprint of a text as a short string, so that the key of a deep expression stays short. Short texts are
 * their own. Four lanes of multiply and xor, mixed at the end (after cyrb53 by bryc, public domain, and MurmurHash3's
 * finalizer by A. Appleby).
 */
export function fingerprint(text: string): string {
  if (text.length <= 24) return text;
  let [a, b, c, d] = [0xdeadbeef, 0x41c6ce57, 0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
    c = Math.imul(c ^ code, 2246822507);
    d = Math.imul(d ^ code, 3266489909);
  }
  return `~${mixed(a, b)}${mixed(c, d)}`;
}

/** Two lanes mixed, 15 bits a character: text of 8 characters hashes faster than digits. */
function mixed(low: number, high: number): string {
  const x = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  const y = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(x ^ (x >>> 13), 3266489909);
  return String.fromCharCode(FIRST + (x & BITS), FIRST + (x >>> 17), FIRST + (y & BITS), FIRST + (y >>> 17));
}

/** Of the characters: above those of formulas, and below the surrogates with all bits set. */
const FIRST = 0x100;
const BITS = 0x7fff;
