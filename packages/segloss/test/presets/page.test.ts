import { expect, it } from "vitest";
import { presetPage, writtenPresetPage } from "../../../../scripts/preset-page.mjs";

it("docs/coming-from.md is what the presets say (npm run docs)", () => {
  expect(writtenPresetPage()).toBe(presetPage());
});
