import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { HEIGHT, LABELS, PICTURES, WIDTH } from "../../../io/test/fixtures/pictures.ts";
import { type TiffPage, writeTiff } from "../../../io/test/formats/tiff-writer.ts";
import type { FilePair } from "../../src/score/file-pair.ts";
import { pairReader } from "../../src/score/pair-reader.ts";
import { pairScorer } from "../../src/score/pair-scorer.ts";
import type { ScoreSettings } from "../../src/score/score-settings.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const SETTINGS: ScoreSettings = {
  ...{ metrics: "dice,pa,kappa,recall", ignore: [], empty: "skip", labels: "classes" },
  ...{ surface: "pixels", penalty: "diagonal", geometry: "world" },
};

/** The scores of a pair, or why there are none. */
async function scores(pair: FilePair, settings: ScoreSettings): Promise<unknown> {
  try {
    return await pairScorer(settings, pairReader(settings))(pair);
  } catch (error) {
    // Where a value stands and how often is not known of what was counted, nor which of several wrong ones comes first. Sizes
    // are compared before planes show that they are slices.
    return (error as Error).message
      .replace(/(value )\S+( \(pixel \d+\))?| \(\d+ of \d+ pixels\)/, "$1")
      .replace(/(it is \S+ and \S+) \S+ *;/, "$1;");
  }
}

/** Scores by parts, after a look that the whole files give the same. */
async function bothWays(pair: FilePair, more: Partial<ScoreSettings> = {}): Promise<unknown> {
  const settings = { ...SETTINGS, ...more };
  const byParts = await scores(pair, { ...settings, mostPixels: 0 });
  expect(byParts).toEqual(await scores(pair, settings));
  return byParts;
}

const pixels = (page: Omit<TiffPage, "width" | "height" | "bits">, bits = 8) =>
  writeTiff([{ width: WIDTH, height: HEIGHT, bits, ...page }]);

describe("a pair that is read by parts scores as the whole one", () => {
  const tiffs = PICTURES.filter(({ name }) => name.endsWith(".tif"));

  it("whatever wrote the TIFFs", async () => {
    const files = Object.fromEntries(tiffs.map(({ name, bytes }) => [name, bytes]));
    const folder = await scratchFolder(files);
    const kinds = new Set<string>();
    for (const [k, { name, stack }] of tiffs.entries()) {
      // Stacks are of many sizes.
      const alike = stack ? [tiffs[k]] : tiffs.filter((one) => !one.stack);
      const { name: other } = alike[(7 * k + 3) % alike.length];
      for (const labels of ["classes", "foreground"] as const) {
        const pair = { name, predicted: join(folder, name), truth: join(folder, other) };
        kinds.add(typeof (await bothWays(pair, { labels })));
      }
    }
    expect(kinds).toContain("object");
  });

  const rest = { predicted: "p.tif", truth: "t.tif" };
  const wrong = LABELS.map((label, i) => (i % 11 === 0 ? 0 : label));
  const bytes = (labels: readonly number[]) => Uint8Array.from(labels);
  const scored = async (p: Uint8Array, t: Uint8Array, more?: Partial<ScoreSettings>) => {
    const folder = await scratchFolder({ "p.tif": p, "t.tif": t });
    return bothWays(
      { name: "a", predicted: join(folder, rest.predicted), truth: join(folder, rest.truth) },
      more,
    );
  };

  it("with labels left out, named classes, regions and 255 in all its meanings", async () => {
    const [p, t] = [bytes(wrong), bytes(LABELS)];
    const white = t.map((label) => (label === 2 ? 255 : label));
    const two = t.map((label) => (label > 0 ? 255 : 0));
    const [a, b] = [pixels({ bytes: p }), pixels({ bytes: t, strips: HEIGHT })];
    await scored(a, b, { ignore: [2] });
    await scored(a, b, { classes: [1, 9], empty: "worst" });
    await scored(a, b, { regions: [{ name: "all", labels: [1, 2, 3] }] });
    await scored(a, pixels({ bytes: white, deflate: true }));
    await scored(pixels({ bytes: p.map((label) => Number(label > 0)) }), pixels({ bytes: two }));
    await scored(a, pixels({ bytes: white }), { white: "label" });
    await scored(a, b, { labels: "instances", metrics: "dice" });
  });

  it("with palettes in another order, colours, and alpha", async () => {
    const palette = Array.from({ length: 768 }, (_, k) => ((k * (37 + 4 * Math.floor(k / 256))) % 256) * 257);
    const turned = Array.from({ length: 768 }, (_, k) => palette[k - (k % 256) + (255 - (k % 256))]);
    const indices = bytes(LABELS);
    const p = pixels({ bytes: indices.map((index) => 255 - index), kind: 3, palette: turned });
    const t = pixels({ bytes: indices, kind: 3, palette });
    expect(await scored(p, t)).toMatchObject([{ values: [1, 1, 1, 1] }]);
    const colours = Uint8Array.from(
      [...LABELS].flatMap((i) => [0, 1, 2].map((c) => palette[c * 256 + i] >> 8)),
    );
    const rgb = pixels({ bytes: colours, kind: 2, samples: 3, deflate: true });
    expect(await scored(rgb, t)).toMatchObject([{ values: [1, 1, 1, 1] }]);
    await scored(rgb, rgb, { labels: "foreground" });
    expect(await scored(rgb, rgb)).toMatch(/holds colours/);
    const grayAlpha = Uint8Array.from([...LABELS].flatMap((label) => [7, label]));
    await scored(pixels({ bytes: grayAlpha, samples: 2 }), t);
  });

  it("with smoothed edges, which are looked for where pixels are", async () => {
    const size = { width: 96, height: 96, bits: 8 };
    const disc = (blur: number) =>
      Uint8Array.from({ length: 96 * 96 }, (_, i) => {
        const far = Math.hypot((i % 96) - 40, Math.floor(i / 96) - 50) - 24;
        return blur === 0 ? Number(far < 0) * 255 : Math.round(255 / (1 + Math.exp(far / blur)));
      });
    const t = writeTiff([{ ...size, bytes: disc(0) }]);
    for (const blur of [0.5, 1, 3]) {
      const p = { ...size, bytes: disc(blur), deflate: true };
      const all = await scored(writeTiff([p]), t);
      expect(all).toMatchObject([{ notes: [{ text: expect.stringMatching(/cut at half white/) }] }]);
      expect((all as { values: number[] }[])[0].values[0]).toBeGreaterThan(0.98);
    }
    expect(await scored(writeTiff([{ ...size, bytes: disc(6) }]), t)).toMatch(/run on smoothly/);
  });

  it("where there is nothing to score: sizes, values, missing files", async () => {
    const t = pixels({ bytes: bytes(LABELS) });
    const small = writeTiff([{ width: 3, height: 2, bits: 8, bytes: new Uint8Array(6) }]);
    expect(await scored(small, t)).toMatch(/it is 3x2 and .*t\.tif;/);
    const halves = new Uint8Array(new Float32Array(WIDTH * HEIGHT).fill(0.5).buffer);
    expect(await scored(pixels({ bytes: halves, format: 3 }, 32), t)).toMatch(/value {2}is no label/);
    expect(await scored(t.subarray(0, 300), t)).toMatch(/cannot be read as TIFF/);
  });
});

/** An OME-Zarr of version 0.4 in chunks, by path. */
function zarr(
  name: string,
  labels: readonly number[],
  shape: readonly number[],
  chunks: readonly number[],
  scale = [1, 1, 1],
) {
  const axes = ["z", "y", "x"].map((axis) => ({ name: axis, type: "space", unit: "micrometer" }));
  const coordinateTransformations = [{ type: "scale", scale }];
  const multiscales = [{ version: "0.4", axes, datasets: [{ path: "0", coordinateTransformations }] }];
  const text = (content: object) => JSON.stringify(content);
  const files: Record<string, Uint8Array | string> = {
    [`${name}/.zgroup`]: text({ zarr_format: 2 }),
    [`${name}/.zattrs`]: text({ multiscales, "image-label": {} }),
    [`${name}/0/.zarray`]: text({
      ...{ zarr_format: 2, shape, chunks, dtype: "<u2", order: "C", fill_value: 0, filters: null },
      compressor: { id: "zlib", level: 1 },
    }),
  };
  const [depth, height, width] = shape;
  const [d, h, w] = chunks;
  for (let z = 0; z < depth; z += d)
    for (let y = 0; y < height; y += h)
      for (let x = 0; x < width; x += w) {
        const chunk = Uint16Array.from({ length: d * h * w }, (_, i) => {
          const [k, j, l] = [z + Math.floor(i / (h * w)), y + (Math.floor(i / w) % h), x + (i % w)];
          return k < depth && j < height && l < width ? labels[(k * height + j) * width + l] : 0;
        });
        // What is empty is left out, as writers do.
        if (chunk.some((label) => label > 0))
          files[`${name}/0/${z / d}.${y / h}.${x / w}`] = new Uint8Array(
            deflateSync(new Uint8Array(chunk.buffer)),
          );
      }
  return files;
}

it("OME-Zarr by chunks, with places and units, also beside a TIFF", async () => {
  const shape = [3, 40, 50];
  const truth = Array.from({ length: 6000 }, (_, i) =>
    i % 50 < 20 ? 0 : 1 + (Math.floor(i / 700) % 4) * 90,
  );
  const predicted = truth.map((label, i) => (i % 13 === 0 ? 1 : label));
  const files = {
    ...zarr("p.zarr", predicted, shape, [1, 16, 16], [2, 0.5, 0.5]),
    ...zarr("t.zarr", truth, shape, [2, 24, 10], [2, 0.5, 0.5]),
    ...zarr("far.zarr", truth, shape, [2, 24, 10], [2, 0.6, 0.5]),
    "t.tif": writeTiff(
      [0, 1, 2].map((z) => ({
        ...{ width: 50, height: 40, bits: 16 },
        bytes: new Uint8Array(Uint16Array.from(truth.slice(z * 2000, (z + 1) * 2000)).buffer),
      })),
    ),
  };
  const folder = await scratchFolder(files);
  const pair = (p: string, t: string) => ({ name: "a", predicted: join(folder, p), truth: join(folder, t) });
  const agreed = truth.filter((label, i) => label === predicted[i]).length / 6000;
  for (const [p, t] of [
    ["p.zarr", "t.zarr"],
    ["p.zarr", "t.tif"],
    ["t.tif", "p.zarr"],
  ])
    expect(await bothWays(pair(p, t), { metrics: "pa,dice" })).toMatchObject([
      { values: [agreed, expect.any(Number)] },
    ]);
  expect(await bothWays(pair("far.zarr", "t.zarr"))).toMatch(/away from/);
});

it("metrics that need the whole picture are refused by name, with what to do", async () => {
  const t = pixels({ bytes: Uint8Array.from(LABELS) });
  const folder = await scratchFolder({ "p.tif": t, "t.tif": t });
  const pair = { name: "a", predicted: join(folder, "p.tif"), truth: join(folder, "t.tif") };
  const refused = (more: Partial<ScoreSettings>) => scores(pair, { ...SETTINGS, ...more, mostPixels: 0 });
  expect(await refused({ metrics: "dice,hd95,pq" })).toMatch(
    /it is 37x21, which is read by parts, and hausdorffDistance\(percentile=95\), panopticQuality need the whole picture; score tiles of it.*or leave them out: metrics of counts/,
  );
  expect(await refused({ metrics: "dice", objects: true })).toMatch(/and --objects needs the whole picture/);
});
