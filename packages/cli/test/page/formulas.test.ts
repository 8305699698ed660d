import { explain, LOSSES, parseLoss } from "segloss";
import { expect, it } from "vitest";
import { drawnFormula } from "../../src/page/formulas.ts";

const drawn = (loss: string, channels = 1) =>
  drawnFormula(explain(parseLoss(loss), { channels }).latex, loss).markup;
const linesIn = (markup: string) => markup.split("<math").length - 1;

it("gives each definition a line of its own", () => {
  expect(linesIn(drawn("dice"))).toBe(1);
  expect(linesIn(drawn("tversky"))).toBe(4);
  expect(linesIn(drawn("balancedCrossEntropy"))).toBe(3);
});

it("keeps definitions inside the brackets of a weighted loss", () => {
  expect(linesIn(drawn("dice + 0.5*softClDice"))).toBe(1);
  expect(drawn("dice + 0.5*softClDice")).not.toContain("temml-error");
});

it("draws every loss", () => {
  for (const { definition } of LOSSES) expect(drawn(definition.name, 3)).not.toContain("temml-error");
});
