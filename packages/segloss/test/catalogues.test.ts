import { expect, it } from "vitest";
import * as losses from "../src/losses/catalogue.ts";
import { LOSSES } from "../src/losses/index.ts";
import * as metrics from "../src/metrics/catalogue.ts";
import * as lists from "../src/metrics/lists.ts";

const byName = (listed: readonly object[], all: object) =>
  listed.map((one) => Object.entries(all).find(([, value]) => value === one)?.[0]).sort();

it("every loss of the catalogue stands in LOSSES, once", () => {
  expect(byName(LOSSES, losses)).toEqual(Object.keys(losses).sort());
});

it("every metric of the catalogue stands in one of the lists, once", () => {
  expect(byName(Object.values(lists).flat(), metrics)).toEqual(Object.keys(metrics).sort());
});
