import { webRuntime } from "@segloss/train";
import { expect, it } from "vitest";
import { doubled } from "./doubled.ts";

it("where there is no adapter that is said, and what to do", async () => {
  await expect(doubled(webRuntime({ provider: "webgpu" }))).rejects.toThrow(
    /^The provider "webgpu" cannot be used: .*got no adapter\. .*on the CPU: webRuntime\(\)\.$/,
  );
});
