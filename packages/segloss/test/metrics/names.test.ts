import { expect, test } from "vitest";
import { METRIC_KINDS } from "../../src/metrics/index.ts";

test("every name and alias of any metric is there once, however it is written", () => {
  const all = METRIC_KINDS.flatMap(
    ({ metrics }): readonly { name: string; aliases: readonly string[] }[] => metrics,
  );
  const names = all.flatMap(({ name, aliases }) => [name, ...aliases].map((each) => each.toLowerCase()));
  expect(names.filter((name, k) => names.indexOf(name) !== k)).toEqual([]);
});
