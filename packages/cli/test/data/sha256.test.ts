import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../../src/data/store/sha256.ts";
import { sha256Anywhere } from "../../src/data/store/sha256-anywhere.ts";

const expected = (parts: readonly (Uint8Array | string)[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

test("SHA-256 without Node is that of OpenSSL, over every length around a block and over parts", () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 256);
    expect(sha256Anywhere([bytes]), String(length)).toBe(expected([bytes]));
  }
  const part = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      expect(sha256Anywhere(parts)).toBe(expected(parts));
      expect(sha256(parts)).toBe(expected(parts));
    }),
  );
});
