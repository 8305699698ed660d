import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { call } from "../commands/fake-io.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

/** An OME-Zarr 0.5 of one chunk, which has JSON of its own inside. */
async function third(folder: string, pixels: Uint8Array): Promise<string> {
  const axes = ["y", "x"].map((name) => ({ name, type: "space" }));
  const ome = { version: "0.5", multiscales: [{ axes, datasets: [{ path: "0" }] }] };
  const files = {
    "zarr.json": JSON.stringify({ zarr_format: 3, node_type: "group", attributes: { ome } }),
    "0/zarr.json": JSON.stringify({
      ...{ zarr_format: 3, node_type: "array", shape: [2, 2], data_type: "uint8", fill_value: 0 },
      chunk_grid: { name: "regular", configuration: { chunk_shape: [2, 2] } },
      chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
      codecs: [{ name: "bytes" }],
    }),
    "0/c/0/0": pixels,
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

test("an OME-Zarr 0.5 is one mask, given by itself or in a folder of masks", async () => {
  const folder = await scratchFolder();
  const p = await third(join(folder, "p", "a.ome.zarr"), Uint8Array.of(0, 1, 1, 0));
  const t = await third(join(folder, "t", "a.ome.zarr"), Uint8Array.of(0, 1, 0, 0));
  for (const [predicted, truth] of [
    [p, t],
    [dirname(p), dirname(t)],
  ]) {
    const { code, out, said } = await call("score", predicted, truth, "--metrics", "dice", "--json");
    expect({ code, said }).toEqual({ code: 0, said: [] });
    expect(JSON.parse(out).metrics[0].dataset).toBeCloseTo(2 / 3, 12);
  }
});

test("a folder within an OME-Zarr is refused with the path to give", async () => {
  const whole = await third(join(await scratchFolder(), "a.zarr"), Uint8Array.of(0, 1, 1, 0));
  const part = join(whole, "0");
  const text = `segloss score: ${part}: it is part of an OME-Zarr; give ${whole}, and where it has several label images the name of one with --array`;
  for (const [predicted, truth] of [
    [part, whole],
    [whole, part],
    [part, part],
  ])
    expect(await call("score", predicted, truth)).toMatchObject({ code: 1, said: [text] });
});
