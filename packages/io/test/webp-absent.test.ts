import { expect, test, vi } from "vitest";

test("WebP without its decoder is an error with the line that installs it", async () => {
  vi.resetModules();
  vi.doMock("@jsquash/webp/decode.js", () => {
    throw new Error("Cannot find package");
  });
  const { loadWebp } = await import("../src/webp/load-webp.ts");
  await expect(loadWebp()).rejects.toThrow(
    "WebP is read by a package of its own: npm install @jsquash/webp; or save it as PNG",
  );
  vi.doUnmock("@jsquash/webp/decode.js");
  vi.resetModules();
});
