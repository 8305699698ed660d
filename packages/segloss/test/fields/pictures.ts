import fc from "fast-check";
import type { Picture } from "./brute-force.ts";

const shapes: fc.Arbitrary<number[]> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 40 })),
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
);

/**
 * Small random label images in 1-D to 3-D, from empty to full.
 *
 * @param labels highest label
 * @param unit one spacing of 1 along each axis, otherwise 0.25 to 4 per axis
 */
export function pictures(labels: number, unit: "pixels" | "spacing"): fc.Arbitrary<Picture> {
  const step = unit === "pixels" ? fc.constant(1) : fc.integer({ min: 5, max: 80 }).map((n) => n / 20);
  const sparsity = fc.constantFrom(0, 1, 4, 20);
  return fc.tuple(shapes, sparsity).chain(([shape, zeros]) => {
    const pixels = shape.reduce((a, b) => a * b, 1);
    const value = fc.integer({ min: -zeros * labels, max: labels }).map((n) => Math.max(0, n));
    return fc.record({
      shape: fc.constant(shape),
      spacing: fc.array(step, { minLength: shape.length, maxLength: shape.length }),
      values: fc.array(value, { minLength: pixels, maxLength: pixels }).map((v) => Int32Array.from(v)),
    });
  });
}

/** A label image drawn as text: one row a line, digits are labels, anything else is background. */
export function drawn(...rows: string[]): { shape: [number, number]; labels: Uint8Array } {
  const labels = Uint8Array.from(rows.join(""), (c) => (c >= "1" && c <= "9" ? Number(c) : 0));
  return { shape: [rows.length, rows[0].length], labels };
}
