import { expect, it } from "vitest";
import { NO_PICTURES } from "../../src/report/comparison/pictures.ts";
import { renderComparison } from "../../src/report/comparison/render-comparison.ts";
import { TRANSFER, transferText } from "../../src/report/comparison/transfer.ts";
import { threeLosses } from "./made-cases.ts";

it("how often a ranking holds for a larger network is a sentence once it is measured, and nothing before", () => {
  const measured = { pairs: 21, same: 17, larger: "a U-Net with 32 channels", sets: 2 };
  expect(transferText(measured)).toBe(
    "Of 21 pairs of losses that the small network told apart on 2 sets, a U-Net with 32 channels ordered 17 the same way.",
  );
  expect(transferText({ ...measured, sets: 1 })).toContain("told apart on 1 set, ");
  const page = renderComparison({ results: threeLosses(), pictures: NO_PICTURES });
  expect(page.includes("that the small network told apart")).toBe(TRANSFER !== null);
  expect(page).toContain("may order the losses differently.");
});
