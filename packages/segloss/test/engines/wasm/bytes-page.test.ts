import { expect, it } from "vitest";
import { bytesPage } from "./bytes-page.ts";

it("docs/how-a-formula-becomes-bytes.md is what the code prints (npm run docs)", async () => {
  await expect(bytesPage()).toMatchFileSnapshot("../../../../../docs/how-a-formula-becomes-bytes.md");
});
