import { expect, it } from "vitest";
import { environment, nodeVersion } from "../../src/host/environment.ts";

const versions = { ...process.versions, node: "26.3.0", deno: undefined, bun: undefined };

it("what stands in for Node is named beside the version that it speaks of", () => {
  expect(nodeVersion(versions as NodeJS.ProcessVersions)).toBe("26.3.0");
  expect(nodeVersion({ ...versions, deno: "2.9.6" } as NodeJS.ProcessVersions)).toBe("26.3.0 (Deno 2.9.6)");
  expect(nodeVersion({ ...versions, bun: "1.4.5" } as NodeJS.ProcessVersions)).toBe("26.3.0 (Bun 1.4.5)");
  expect(environment().node).toBe(nodeVersion(process.versions));
});
