import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatOf } from "../src/formats/index.ts";
import { tiff } from "../src/formats/tiff.ts";
import { splitAlpha } from "../src/raster/split-alpha.ts";
import type { Raster } from "../src/raster.ts";
import { bytesSource } from "../src/source.ts";
import { decoded } from "./decoded.ts";
import { HEIGHT, LABELS, PICTURES, picture, SLICES, WIDTH } from "./fixtures/pictures.ts";

async function read(name: string): Promise<Raster> {
  return decoded(await formatOf(name)!.load(), picture(name).bytes);
}

describe("pictures that tools wrote", () => {
  test("come from six writers", () => {
    expect(new Set(PICTURES.map(({ writer }) => writer)).size).toBe(6);
  });

  test.each(PICTURES.filter(({ stack }) => !stack))(
    "$writer: $name",
    async ({ name, scale, bits, colours }) => {
      const raster = await read(name);
      expect(raster).toMatchObject({ width: WIDTH, height: HEIGHT, depth: 1 });
      const first = raster.data.filter((_, i) => i % raster.channels === 0);
      const shown = colours ? first.map((index) => raster.palette![index][0]) : first;
      const due = LABELS.map((label) => (bits ? Number(label === 1) : label * scale + 0));
      const samples = new (raster.data.constructor as Float32ArrayConstructor)(due);
      expect([...shown]).toEqual([...samples]);
    },
  );

  test("palettes are those of the file", async () => {
    for (const { name } of PICTURES.filter(({ palette }) => palette))
      expect((await read(name)).palette!.slice(0, 4)).toEqual([
        [0, 0, 0],
        [200, 0, 0],
        [0, 200, 0],
        [0, 0, 200],
      ]);
  });

  test("GeoTIFF says its pixel size and no-data value", async () => {
    expect(await read("gdal_geo.tif")).toMatchObject({ spacing: [1, 10, 20], unit: "m", noData: 3 });
  });

  test("overviews are left out, marked or not, and said", async () => {
    expect((await read("overviews.tif")).notes).toEqual([
      "2 pages of lower resolution or transparency left out",
    ]);
  });
});

describe("stacks", () => {
  const flat = (slices: readonly (readonly number[])[]) => slices.flat();

  test("of slices have the spacing and unit of ImageJ and OME", async () => {
    const imageJ = await read("ij_z.tif");
    expect(imageJ).toMatchObject({ depth: 5, channels: 1, spacing: [3, 0.25, 0.5], unit: "um" });
    const ome = await read("ome_z.tif");
    expect(ome).toMatchObject({ depth: 5, channels: 1, spacing: [3, 0.5, 0.5], unit: "um" });
    const pages = await read("pages.tif");
    expect(pages).toMatchObject({ depth: 5, channels: 1 });
    for (const raster of [imageJ, ome, pages]) {
      expect([...raster.data]).toEqual(flat(SLICES));
      expect(raster.frames).toBeUndefined();
    }
  });

  test("of frames in time are no depth; channels are none either", async () => {
    const frames = await read("ij_t.tif");
    expect(frames).toMatchObject({ depth: 5, frames: true });
    expect([...frames.data]).toEqual(flat(SLICES));
    const channels = await read("ij_c.tif");
    expect(channels).toMatchObject({ depth: 1, channels: 5 });
    expect([...channels.data.slice(0, 10)]).toEqual([0, 1].flatMap((i) => SLICES.map((slice) => slice[i])));
  });

  test("of volumes in time come frame by frame, whatever the order in the file", async () => {
    const [a, b, c, d] = SLICES;
    const times = await read("ome_tz.tif");
    expect(times).toMatchObject({ depth: 4, frames: true, frameDepth: 2 });
    expect([...times.data]).toEqual(flat([a, b, c, d]));
    // Depth is slower than time in this file.
    expect([...(await read("shaped_zt.tif")).data]).toEqual(flat([a, c, b, d]));
  });

  test("of three slices that tifffile wrote as colour planes say so", async () => {
    const raster = await read("planar_3.tif");
    expect(raster).toMatchObject({ depth: 1, channels: 3, planes: true });
    expect([...raster.data.slice(0, 3)]).toEqual(SLICES.slice(0, 3).map((slice) => slice[0]));
  });
});

test("every window of a TIFF is that part of the whole", async () => {
  const names = ["im_zip_tiles.tif", "cp_packbits_big.tif", "tf_12bit.tif", "planar_3.tif", "pages.tif"];
  const corner = fc.tuple(fc.nat(WIDTH - 1), fc.nat(HEIGHT - 1));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), corner, corner, async (name, [a, b], [c, d]) => {
      const [x, y, right, bottom] = [Math.min(a, c), Math.min(b, d), Math.max(a, c) + 1, Math.max(b, d) + 1];
      const whole = await read(name);
      const windows = await tiff.openWindows!(bytesSource(name, picture(name).bytes));
      const box = { from: [0, y, x], size: [whole.depth, bottom - y, right - x] } as const;
      const part = splitAlpha(await windows.readBox(box), windows.alphaAt);
      const { channels } = whole;
      const due = Array.from({ length: whole.depth * (bottom - y) }, (_, k) => {
        const row = Math.floor(k / (bottom - y)) * HEIGHT + y + (k % (bottom - y));
        return [...whole.data.slice((row * WIDTH + x) * channels, (row * WIDTH + right) * channels)];
      });
      expect([...part.data]).toEqual(due.flat());
    }),
    { numRuns: 40 },
  );
});

test("a window of a tiled TIFF is read from the tiles that it touches", async () => {
  const { bytes } = picture("im_zip_tiles.tif");
  const asked: number[] = [];
  const whole = bytesSource("a.tif", bytes);
  const source = {
    ...whole,
    read: () => Promise.reject(new Error("the whole file was read")),
    slice: (start: number, end: number) => {
      asked.push(end - start);
      return whole.slice(start, end);
    },
  };
  const windows = await tiff.openWindows!(source);
  expect(windows.head).toMatchObject({ width: WIDTH, height: HEIGHT, depth: 1 });
  expect(windows.block).toEqual([1, 16, 16]);
  asked.length = 0;
  const window = await windows.readBox({ from: [0, 5, 14], size: [1, 4, 6] });
  expect(asked).toHaveLength(2);
  const due = [5, 6, 7, 8].flatMap((y) => LABELS.slice(y * WIDTH + 14, y * WIDTH + 20));
  expect([...window.data]).toEqual(due);
  await expect(async () => windows.readBox({ from: [0, 0, 30], size: [1, 1, 8] })).rejects.toThrow(
    "the box 8x1x1 at (30, 0, 0) does not lie in 37x21x1 samples",
  );
});
