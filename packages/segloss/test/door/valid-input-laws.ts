import fc from "fast-check";
import { evaluate, reference, wasmSync } from "segloss";
import { expect, it } from "vitest";

const ENGINES = [reference(), wasmSync()];

/** Shapes of every layout and number of axes, some of which look like another layout. */
const shapes = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    space: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    channels: fc.integer({ min: 2, max: 6 }),
    layout: fc.constantFrom("channels-last" as const, "channels-first" as const),
  })
  .map(({ batch, space, channels, layout }) => ({
    ...{ batch, channels, layout, pixels: space.reduce((a, b) => a * b, 1) },
    shape: layout === "channels-last" ? [batch, ...space, channels] : [batch, channels, ...space],
  }));
type Shape = typeof shapes extends fc.Arbitrary<infer S> ? S : never;

/** An array of the logits' shape from one row for each pixel. */
function fromRows(
  { batch, channels, pixels, layout }: Shape,
  row: (pixel: number) => readonly number[],
): Float64Array {
  const out = new Float64Array(batch * pixels * channels);
  for (let i = 0; i < batch * pixels; i++) {
    const n = Math.floor(i / pixels);
    row(i).forEach((y, c) => {
      out[layout === "channels-last" ? i * channels + c : (n * channels + c) * pixels + (i % pixels)] = y;
    });
  }
  return out;
}

const halves = (x: number): number => Math.round(x * 1024) / 1024;

/** What is right is never refused: `runs` drawings of each law. */
export function validInputLaws(runs: number): void {
  it("shares of 1 under softmax, one-hot, smoothed, in half precision or 3 decimals, whatever the layout", () => {
    const rounds: readonly ((x: number) => number)[] = [
      (x) => x,
      Math.fround,
      halves,
      (x) => Number(x.toFixed(3)),
    ];
    fc.assert(
      fc.property(
        shapes,
        fc.infiniteStream(fc.double({ min: 0.01, max: 1, noNaN: true })),
        fc.constantFrom(...rounds),
        fc.constantFrom(0, 0.1, 1),
        (shape, stream, round, softness) => {
          const next = (): number => stream.next().value as number;
          const targets = fromRows(shape, (pixel) => {
            const parts = Array.from({ length: shape.channels }, next);
            const sum = parts.reduce((a, b) => a + b, 0);
            return parts.map((part, c) => {
              const hot = pixel % shape.channels === c ? 1 : 0;
              return round((1 - softness) * hot + (softness * part) / sum);
            });
          });
          const logits = fromRows(shape, () => Array.from({ length: shape.channels }, () => 4 * next() - 2));
          for (const engine of ENGINES) {
            const { value } = evaluate("crossEntropy", {
              logits,
              targets,
              shape: shape.shape,
              layout: shape.layout,
              engine,
            });
            expect(value).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: runs },
    );
  });

  it("any values in [0, 1] of channels that do not exclude each other", () => {
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (shape, stream) => {
        const row = (): number[] =>
          Array.from({ length: shape.channels }, () => stream.next().value as number);
        const [logits, targets] = [fromRows(shape, row), fromRows(shape, row)];
        const given = { logits, targets, shape: shape.shape, layout: shape.layout, link: "sigmoid" } as const;
        for (const engine of ENGINES)
          expect(evaluate("dice", { ...given, engine }).value).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: runs },
    );
  });

  it("the same targets are refused, or not, on every engine", () => {
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.constantFrom(0, 0.25, 0.5, 0.75, 1)), (shape, stream) => {
        const row = (): number[] =>
          Array.from({ length: shape.channels }, () => stream.next().value as number);
        const [logits, targets] = [fromRows(shape, row), fromRows(shape, row)];
        const messages = ENGINES.map((engine) => {
          try {
            evaluate("dice", { logits, targets, shape: shape.shape, layout: shape.layout, engine });
            return "none";
          } catch (error) {
            return (error as Error).message;
          }
        });
        expect(messages[1]).toBe(messages[0]);
      }),
      { numRuns: runs },
    );
  });
}
