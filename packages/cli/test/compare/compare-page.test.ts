import { readFileSync } from "node:fs";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { defineCompare } from "../../src/commands/compare/compare-options.ts";
import { BUDGETS } from "../../src/compare/plan/budgets.ts";
import { trialStates } from "../../src/compare/protocol/trial.ts";
import type { ComparisonEvent } from "../../src/compare/run/comparison-events.ts";
import { MEASURES } from "../../src/compare/verdict/measures.ts";

const PAGE = readFileSync(new URL("../../../../docs/compare.md", import.meta.url), "utf8");

/** Every event with its fields; one that is added, or a field of one, does not compile before it stands here. */
const EVENTS: {
  readonly [E in ComparisonEvent as E["event"]]: Readonly<Record<Exclude<keyof E, "event">, true>>;
} = {
  start: { losses: true, resumed: true },
  phase: { phase: true, trainings: true },
  "trial-start": { id: true, loss: true, rate: true, steps: true, repeat: true, fold: true, machine: true },
  note: { text: true },
  step: { id: true, step: true, loss: true },
  point: { id: true, step: true, loss: true, dice: true, iou: true },
  "trial-end": { id: true, state: true, reason: true, dice: true, seconds: true },
  end: { complete: true, verdict: true, claim: true, seconds: true },
};

/** Cells of the table below a header, without the row of dashes. */
function table(header: string): string[][] {
  const from = PAGE.indexOf(`\n${header}\n`) + 1;
  expect(from, header).toBeGreaterThan(0);
  const [, , ...rows] = PAGE.slice(from).split("\n\n")[0].trimEnd().split("\n");
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** Words that a cell sets as code. */
const codes = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

describe("docs/compare.md names what the code has:", () => {
  it("every event with every field, and no other", () => {
    const said: Record<string, string[]> = {};
    let event = "";
    for (const [name, fields] of table("| `event` | field | holds |")) {
      event = codes(name)[0] ?? event;
      said[event] = [...(said[event] ?? []), ...codes(fields)];
    }
    const known = Object.entries(EVENTS).map(([name, fields]) => [name, Object.keys(fields)]);
    expect(said).toEqual(Object.fromEntries(known));
  });

  it("budgets", () => {
    const known = Object.entries(BUDGETS).map(([name, { minutes, folds, repeats, finalists, claims }]) => [
      `\`${name}\``,
      ...[minutes, folds, repeats, finalists ?? "all"].map(String),
      claims,
    ]);
    const header = "| `--budget` | minutes | folds | repeats | losses that go on | may say |";
    expect(table(header)).toEqual(known);
  });

  it("states of trainings", () => {
    const said = table("| state | means | in the ranking |").map(([state]) => state);
    expect(said).toEqual([...trialStates]);
  });

  it("measures that rank, in their order", () => {
    const said = table("| measure | of an image | margin in |").flatMap(([names]) => codes(names));
    expect(said).toEqual(MEASURES.map(({ name }) => name));
  });

  it("options", () => {
    const said = table("| group | options |").flatMap(([, cell]) => codes(cell));
    const known = defineCompare(new Command()).options.map(({ long }) => long);
    expect(known.filter((option) => !said.includes(option!))).toEqual([]);
  });
});
