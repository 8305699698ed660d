import fc from "fast-check";
import { allOptions, LOSSES, type Loss, loss, type OptionValue, ramp, scale, sum } from "segloss";

const number = fc.integer({ min: 0, max: 64 }).map((k) => k / 64);
const list = fc.array(number, { minLength: 1, maxLength: 4 });

/** Random options of a named loss that its own specs allow; some left out. */
function optionsOf(factory: (typeof LOSSES)[number]): fc.Arbitrary<Record<string, OptionValue>> {
  const specs = Object.entries(allOptions(factory.definition));
  const values = specs.map(([name, { kind, choices = [], min, max }]) => {
    const inside = number.map((x) => Math.min(max ?? 1e9, (min ?? -2) + 1e-6 + x));
    const words = fc.constantFrom(...(choices.length > 0 ? choices : [""]));
    const indices = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 3 });
    const value: Record<typeof kind, fc.Arbitrary<OptionValue>> = {
      boolean: fc.boolean(),
      choice: words,
      text: words,
      number: choices.length > 0 ? fc.oneof(inside, words) : inside,
      list: name === "classes" ? indices : fc.array(inside, { minLength: 1, maxLength: 4 }),
      numbers: fc.oneof(name === "classes" ? indices : inside, ...(choices.length > 0 ? [words] : [])),
    };
    return fc.option(value[kind], { nil: undefined, freq: 2 }).map((v) => [name, v] as const);
  });
  return fc
    .tuple(...values)
    .map(
      (entries) =>
        Object.fromEntries(entries.filter(([, v]) => v !== undefined)) as Record<string, OptionValue>,
    );
}

const named: fc.Arbitrary<Loss> = fc
  .constantFrom(...LOSSES)
  .chain((factory) => optionsOf(factory).map((options) => attempt(factory, options)))
  .filter((made) => made !== null);

/** Null for options that fit one by one but not together. */
function attempt(factory: (typeof LOSSES)[number], options: object): Loss | null {
  try {
    return (factory as unknown as (o: object) => Loss)(options);
  } catch {
    return null;
  }
}

const formula: fc.Arbitrary<Loss> = fc
  .record({
    k: number,
    per_class: list,
    over: fc.constantFrom("image", "batch"),
    pooled: fc.boolean(),
    map: fc.boolean(),
  })
  .map(({ k, per_class, map, ...region }) =>
    loss(map ? "mean(k*m*p*per_class)" : "1 - sum(k*p*y)/sum(p) + sum(per_class*p)", {
      ...(region as { over: "image" }),
      parameters: { k, per_class },
      maps: map ? ["m"] : [],
    }),
  );

const factor = fc.oneof(
  fc.constantFrom(1, -1, 0.1, 1e-7, 3e21, 1 / 3),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const ramps = fc.option(
  fc.record({ from: factor, to: factor, start: fc.constantFrom(0, 0.25), end: fc.constantFrom(0.5, 1) }),
  { nil: undefined, freq: 2 },
);
const ramped = fc
  .tuple(ramps, fc.oneof({ arbitrary: named, weight: 4 }, formula))
  .map(([line, part]) => (line ? ramp(line, part) : part));

/** A random weighted sum of named losses with random options and of formulas. */
export const randomLoss: fc.Arbitrary<Loss> = fc
  .array(fc.tuple(factor, ramped), { minLength: 1, maxLength: 4 })
  .map((parts) => sum(...parts.map(([k, part]) => (Object.is(k, -0) || k === 1 ? part : scale(k, part)))));
