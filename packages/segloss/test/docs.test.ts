import { describe, expect, it } from "vitest";
import { lossPages, writtenPage } from "../../../scripts/loss-pages.mjs";

describe("docs/losses is what the loss files say (npm run docs)", () => {
  for (const [name, page] of Object.entries(lossPages())) {
    it(name, () => expect(writtenPage(name)).toBe(page));
  }
});
