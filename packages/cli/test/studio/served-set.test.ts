import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterAll, beforeAll, expect, test } from "vitest";
import "../../src/compare/run/prepare-data.ts";
import { openFolder } from "../../src/data/folder.ts";
import { arrayOf, sourceFromArrays } from "../../src/data/store/source-from-arrays.ts";
import { servedData } from "../../src/studio/served-data.ts";
import { studioServer } from "../../src/studio/studio-server.ts";
import type { SetHead } from "../../src/training/set-head.ts";

const folder = mkdtempSync(join(tmpdir(), "segloss-served-set-"));
const [width, height] = [12, 10];

/** Grey images beside object numbers of 16 bits, in one colour image three channels. */
beforeAll(() => {
  for (const name of ["images", "masks"]) mkdirSync(join(folder, name));
  for (const [k, name] of ["p1_a", "p1_b", "p2_a"].entries()) {
    const channels = k === 2 ? 3 : 1;
    const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (37 * i + k) % 251);
    writeFileSync(join(folder, `images/${name}.png`), encode({ width, height, channels, depth: 8, data }));
    const objects = Uint16Array.from({ length: width * height }, (_, i) => (i % 7 === k ? 1 + (i % 300) : 0));
    writeFileSync(
      join(folder, `masks/${name}.png`),
      encode({ width, height, channels: 1, depth: 16, data: objects }),
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what is served decoded is what compare reads", async () => {
  const data = await servedData(folder, () => {});
  const server = studioServer({ site: folder, token: "t", data });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/t/data/`;
  const { set, scored, groups } = (await (await fetch(`${base}set.json`)).json()) as SetHead;
  const bytes = async (path: string) => (await fetch(base + path)).arrayBuffer();
  const arrays = await Promise.all(
    set.images.map(async ({ pixels, mask, instances }, k) => ({
      pixels: arrayOf(pixels.place.type, await bytes(`pixels/${k}`)),
      mask: arrayOf(mask.type, await bytes(`mask/${k}`)),
      instances: arrayOf(instances!.type, await bytes(`instances/${k}`)),
    })),
  );
  const source = sourceFromArrays(set, arrays);
  const expected = await openFolder(folder);
  expect(source.images.map((_, k) => source.sample(k))).toEqual(expected.images);
  expect(source.classes).toEqual(["background", "object"]);
  expect({ scored, groups }).toEqual({ scored: [1], groups: ["p1_a", "p1_b", "p2_a"] });
  expect((await fetch(`${base}mask/3`)).status).toBe(404);
  expect((await fetch(`${base}mask/-1`)).status).toBe(404);
  server.close();
  server.closeAllConnections();
  await data.close();
});

test("masks whose numbers nobody can tell are said in words", async () => {
  const odd = mkdtempSync(join(tmpdir(), "segloss-served-odd-"));
  for (const name of ["images", "masks"]) mkdirSync(join(odd, name));
  const png = { width, height, channels: 1, depth: 8 as const };
  const grey = Uint8Array.from({ length: width * height }, (_, i) => (i * 50) % 200);
  for (const name of ["images/a.png", "masks/a.png"])
    writeFileSync(join(odd, name), encode({ ...png, data: grey }));
  const openSet = (await servedData(odd, () => {}).catch(() => undefined))?.openSet;
  const server = studioServer({
    site: odd,
    token: "",
    data: { folder: odd, index: {}, ...(openSet && { openSet }) },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/data/set.json`);
  expect(await answer.text()).toMatch(/look like gray levels, not class indices/);
  expect(answer.status).toBe(422);
  server.close();
  server.closeAllConnections();
  rmSync(odd, { recursive: true });
});
