import { expect, it } from "vitest";
import { loadPeer } from "../src/load-peer.ts";
import { isNotSupported } from "../src/reader-error.ts";

it("a package that is not installed says nothing against the file", async () => {
  const missing = loadPeer("zarrita", () => Promise.reject(new Error("Cannot find package")));
  await expect(missing).rejects.toThrow(/^reading it takes the package zarrita: npm install zarrita$/);
  await expect(missing).rejects.toSatisfy(isNotSupported);
});
