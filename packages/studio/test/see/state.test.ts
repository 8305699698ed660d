import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edit } from "../../src/see/paint/edit.ts";
import { fitInAddress, parseEdits, printEdits } from "../../src/see/paint/edits-text.ts";
import { SCENES } from "../../src/see/scenes/index.ts";
import { parseState, printState, type State, stateOf } from "../../src/see/state/state.ts";

const byte = fc.integer({ min: 0, max: 255 });
const layer = fc.constantFrom("truth" as const, "prediction" as const);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant("stroke" as const),
    layer,
    label: fc.constantFrom(0, 1, 2, 255),
    radius: fc.integer({ min: 0, max: 40 }),
    points: fc.array(fc.tuple(byte, byte), { minLength: 1, maxLength: 30 }).map((pairs) => pairs.flat()),
  }),
  fc.record({
    kind: fc.constant("shift" as const),
    layer,
    dx: fc.integer({ min: -128, max: 127 }),
    dy: fc.integer({ min: -128, max: 127 }),
  }),
  fc.record({ kind: fc.constant("blur" as const), sigma: fc.constantFrom(1, 2.5, 10) }),
  fc.record({
    kind: fc.constant("noise" as const),
    seed: fc.integer({ min: 0, max: 65535 }),
    sigma: fc.constantFrom(0.5, 1),
  }),
  fc.record({ kind: fc.constant("clear" as const), layer }),
  fc.constant({ kind: "copy" as const }),
);
const state: fc.Arbitrary<State> = fc.record({
  scene: fc.constantFrom(...SCENES.map(({ name }) => name)),
  seed: fc.integer({ min: 1, max: 9999 }),
  losses: fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 4 }),
  scale: fc.constantFrom("own" as const, "common" as const),
  view: fc.constantFrom("gradient" as const, "leaders" as const),
  focus: fc.integer({ min: 0, max: 3 }),
  label: fc.integer({ min: 0, max: 2 }),
  by: fc.constantFrom("z" as const, "p" as const),
  image: fc.string({ maxLength: 40 }),
  edits: fc.array(edit, { maxLength: 5 }),
});

it("a state goes through an address and back, whatever stands in its formulas", () => {
  fc.assert(
    fc.property(state, (given) => {
      expect(parseState(printState(given), "vessel")).toEqual(given);
    }),
  );
});

it("an address is left alone by decodeURI: no lone percent sign", () => {
  fc.assert(
    fc.property(state, (given) => {
      expect(() => decodeURI(printState(given))).not.toThrow();
    }),
  );
});

it("a scene as it is takes its name alone", () => {
  for (const { name } of SCENES) expect(printState(stateOf(name))).toBe(`s=${name}`);
});

describe("an address that somebody changed", () => {
  it.each([
    "",
    "s=nothing&seed=0&scale=huge&v=&f=9&c=x&e=%%%",
    "seed=1e99&seed=2&l=",
    "e=AAAA",
    "e=zzzz",
    "#",
    "%",
    "l=50%",
  ])("%s gives a state that can be shown", (hash) => {
    const { losses, seed, focus } = parseState(hash, "vessel");
    expect(losses.length).toBeGreaterThan(0);
    expect(seed).toBeGreaterThan(0);
    expect(focus).toBeLessThan(4);
  });

  it("at any byte of its edits gives the edits before that", () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), fc.nat(60), (edits, length) => {
        const read = parseEdits(printEdits(edits).slice(0, length));
        expect(read).toEqual(
          edits.slice(0, read.length).map((each, i) => (i < read.length ? each : read[i])),
        );
      }),
    );
  });
});

it("edits are few bytes: a stroke of 100 points takes 280 letters; what is too long says so", () => {
  const points = Array.from({ length: 200 }, (_, i) => i);
  const stroke: Edit = { kind: "stroke", layer: "truth", label: 1, radius: 3, points };
  expect(printEdits([stroke]).length).toBeLessThan(280);
  expect(fitInAddress([stroke])).toBe(true);
  expect(fitInAddress(Array.from({ length: 40 }, () => stroke))).toBe(false);
});
