const BLOCK = 64;

/** The first 32 bits behind the point of a root of each of the first primes. */
function rootBits(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Uint32Array.from(primes, (prime) => (root(prime) % 1) * 2 ** 32);
}

/** `sha256` for hosts without Node's crypto, whose own digest is none of a function that returns. FIPS 180-4, section 6.2. */
export function sha256Anywhere(parts: readonly (Uint8Array | string)[]): string {
  const [state, constants] = [rootBits(8, Math.sqrt), rootBits(64, Math.cbrt)];
  const words = new Uint32Array(64);
  const block = new Uint8Array(BLOCK);
  let [filled, length] = [0, 0];
  const add = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) {
      const taken = Math.min(BLOCK - filled, bytes.length - at);
      block.set(bytes.subarray(at, at + taken), filled);
      [filled, at] = [filled + taken, at + taken];
      if (filled < BLOCK) return;
      compress(state, block, words, constants);
      filled = 0;
    }
  };
  for (const part of parts) {
    const bytes = typeof part === "string" ? new TextEncoder().encode(part) : part;
    length += bytes.length;
    add(bytes);
  }
  add(padding(length));
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** A 1, zeros to the end of a block, and the length in bits. */
function padding(length: number): Uint8Array {
  const bytes = new Uint8Array(((BLOCK + 55 - (length % BLOCK)) % BLOCK) + 9);
  bytes[0] = 0x80;
  new DataView(bytes.buffer).setBigUint64(bytes.length - 8, 8n * BigInt(length));
  return bytes;
}

function compress(state: Uint32Array, block: Uint8Array, w: Uint32Array, constants: Uint32Array): void {
  const view = new DataView(block.buffer);
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(4 * t);
  for (let t = 16; t < 64; t++) {
    const [early, late] = [w[t - 15], w[t - 2]];
    const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t]) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e] = [g, f, e, (d + one) | 0];
    [d, c, b, a] = [c, b, a, (one + two) | 0];
  }
  for (const [k, value] of [a, b, c, d, e, f, g, h].entries()) state[k] += value;
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
