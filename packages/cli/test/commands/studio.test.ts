import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterAll, expect, test } from "vitest";
import { problemsOf } from "../../src/data/listed-error.ts";
import { servedData } from "../../src/studio/served-data.ts";
import { call, mistake } from "./fake-io.ts";

const folder = mkdtempSync(join(tmpdir(), "segloss-studio-data-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("DATA that is no folder is a mistake in one line", async () => {
  expect(await mistake("studio", join(folder, "none"))).toMatch(
    /none: expected a folder with images and masks$/,
  );
  expect(await mistake("studio", "--port", "70000")).toMatch(/--port 70000: expected at most 65535/);
});

test("broken DATA gives the list that inspect gives", async () => {
  const data = join(folder, "broken");
  for (const name of ["images", "masks"]) mkdirSync(join(data, name), { recursive: true });
  for (const name of ["a", "b"]) {
    writeFileSync(join(data, `images/${name}.png`), "no picture");
    writeFileSync(join(data, `masks/${name}.png`), "no picture");
  }
  const inspected = await call("inspect", data);
  const error = await servedData(data, () => {}).catch((error: unknown) => error);
  expect((error as Error).message).toBe("4 problems above; nothing is left to show");
  expect(problemsOf(error)).toEqual(inspected.said.filter((line) => line.includes(".png: ")));
});

test("where some files can be used they are served, and the others are named", async () => {
  const data = join(folder, "half");
  for (const name of ["images", "masks"]) mkdirSync(join(data, name), { recursive: true });
  const png = encode({ width: 2, height: 2, data: Uint8Array.of(0, 1, 1, 0), channels: 1, depth: 8 });
  for (const name of ["images/a.png", "masks/a.png", "masks/b.png"]) writeFileSync(join(data, name), png);
  writeFileSync(join(data, "images/b.png"), "no picture");
  const { index } = await servedData(data, () => {});
  expect(index.name).toBe("half");
  expect(index.files).toContainEqual({ path: "images/a.png", bytes: png.length });
  expect(index.inspection.problems.join()).toMatch(/b\.png/);
});
