import { crc32 } from "node:zlib";
import { encode, type IndexedColors } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, it, test } from "vitest";
import { LABELS, picture, SLICES, WIDTH } from "../../../io/test/fixtures/pictures.ts";
import { writeTiff } from "../../../io/test/formats/tiff-writer.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { call } from "../commands/fake-io.ts";
import { exifPhoto } from "../data/exif-photo.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";

/** `segloss score p t` in a folder of these files: the first metric of the data set, and what was said. */
async function scored(files: Record<string, Uint8Array | string>, ...options: string[]) {
  const folder = await scratchFolder(files);
  return scoredAt(`${folder}/p`, `${folder}/t`, folder, options);
}

async function scoredAt(p: string, t: string, folder: string, options: readonly string[]) {
  const { code, out, said } = await call("score", p, t, "--metrics", "dice", ...options, "--json");
  const result = out === "" ? undefined : JSON.parse(out);
  const lines = said.map((line) => line.replaceAll(`${folder}/`, ""));
  const [metric] = result?.metrics ?? [];
  return { code, lines, result, dice: metric?.dataset ?? metric?.overImages?.mean };
}

/** Rows of labels as an RGB or palette PNG. */
function coloured(rows: number[][], colours: number[][], as: "rgb" | "palette"): Uint8Array {
  const size = { width: rows[0].length, height: rows.length, depth: 8 } as const;
  const flat = rows.flat();
  if (as === "rgb")
    return encode({ ...size, channels: 3, data: Uint8Array.from(flat.flatMap((k) => colours[k])) });
  return encode({ ...size, channels: 1, data: Uint8Array.from(flat), palette: colours as IndexedColors });
}

/** A PNG with a long text before its palette. */
function withText(png: Uint8Array, length: number): Uint8Array {
  const text = Buffer.concat([Buffer.from("tEXtnote\0"), Buffer.alloc(length, 32)]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(text.length - 4);
  sum.writeUInt32BE(crc32(text));
  return Buffer.concat([png.subarray(0, 33), size, text, sum, png.subarray(33)]);
}

const ROWS = [
  [0, 1, 1, 2],
  [0, 0, 2, 2],
];
const BLACK = [0, 0, 0];
const RED = [128, 0, 0];
const GREEN = [0, 128, 0];
const COLOURS = [BLACK, RED, GREEN];
const npy = (values: readonly number[], ...shape: number[]) =>
  encodeNpy({ data: Uint8Array.from(values), shape });

describe("TIFF as tools write it is the mask that it shows", () => {
  test.each([
    "im_zip_tiles.tif",
    "cp_lzw2_tiles.tif",
    "cp_packbits_big.tif",
    "cp_lsb_lzw.tif",
    "cp_zstd.tif",
    "tf_big_zstd.tif",
    "tf_4bit.tif",
    "gdal_half.tif",
    "overviews.tif",
  ])("%s", async (name) => {
    const truth = npy(LABELS, LABELS.length / WIDTH, WIDTH);
    const { code, dice } = await scored({ "p/a.tif": picture(name).bytes, "t/a.npy": truth });
    expect({ code, dice }).toEqual({ code: 0, dice: 1 });
  });

  it("as Booleans, which tifffile marks as white is zero, and with bits in the other order", async () => {
    const truth = npy(
      LABELS.map((label) => Number(label === 1)),
      LABELS.length / WIDTH,
      WIDTH,
    );
    for (const name of ["tf_bool.tif", "cp_1bit_lsb.tif", "pil_1bit.tif"])
      expect((await scored({ "p/a.tif": picture(name).bytes, "t/a.npy": truth })).dice).toBe(1);
  });

  it("as three slices that tifffile stored like colours", async () => {
    const truth = npy(SLICES.slice(0, 3).flat(), 3, LABELS.length / WIDTH, WIDTH);
    const files = { "p/a.tif": picture("planar_3.tif").bytes, "t/a.npy": truth };
    expect(await scored(files)).toMatchObject({ code: 0, dice: 1 });
    const both = { "p/a.tif": picture("planar_3.tif").bytes, "t/a.tif": picture("planar_3.tif").bytes };
    expect((await scored(both)).result.pixels).toBe(3 * LABELS.length);
  });

  it("with frames in time scored frame by frame", async () => {
    const truth = npy(SLICES.flat(), 5, LABELS.length / WIDTH, WIDTH);
    const { result } = await scored({ "p/a.tif": picture("ij_t.tif").bytes, "t/a.npy": truth });
    expect(result.images).toBe(5);
    expect(result.rows.map(({ name }: { name: string }) => name)).toEqual(
      [0, 1, 2, 3, 4].map((k) => `a#00${k}`),
    );
  });

  it("with pixels of its no-data value left out", async () => {
    const truth = picture("gdal_geo.tif").bytes;
    const p = npy(
      LABELS.map((label) => (label === 3 ? 1 : label)),
      LABELS.length / WIDTH,
      WIDTH,
    );
    const { dice, lines, result } = await scored({ "p/a.npy": p, "t/a.tif": truth });
    expect(dice).toBe(1);
    expect(result.labels).toEqual([0, 1, 2]);
    expect(lines).toEqual(["note: t/a.tif: pixels of its no-data value 3 are left out"]);
  });

  it("but with -1 is refused", async () => {
    const bytes = Uint8Array.of(0, 255, 1, 1);
    const tif = writeTiff([{ width: 2, height: 2, bits: 8, format: 2, bytes }]);
    const { code, lines } = await scored({ "p/a.tif": tif, "t/a.tif": tif });
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/value -1 \(pixel 1\) is no label/);
  });
});

describe("palettes", () => {
  const truth = coloured(ROWS, COLOURS, "palette");

  it("are compared by colour, since tools renumber them", async () => {
    const renumbered = coloured(
      ROWS.map((row) => row.map((k) => [1, 2, 0][k])),
      [GREEN, BLACK, RED],
      "palette",
    );
    const { dice, lines } = await scored({ "p/a.png": renumbered, "t/a.png": truth });
    expect(dice).toBe(1);
    expect(lines).toEqual([
      "note: p/a.png: its palette has another order than the truth's: labels go by colour",
    ]);
  });

  it("of truths that number colours differently among themselves go by the one with most colours", async () => {
    const own = (rows: number[][], ...colours: number[][]) => coloured(rows, colours, "palette");
    const files = {
      "p/a.png": own([[0, 1, 1]], BLACK, GREEN),
      "t/a.png": own([[0, 1, 1]], BLACK, GREEN),
      "p/b.png": truth,
      "t/b.png": truth,
    };
    const { result, lines } = await scored(files);
    expect(result.labels).toEqual([0, 1, 2]);
    expect(result.confusion).toEqual([
      [4, 0, 0],
      [0, 2, 0],
      [0, 0, 5],
    ]);
    expect(lines).toEqual([
      "note: 2 files (p/a.png, t/a.png): its labels go by colour, as in the palette of t/b.png",
    ]);
  });

  it("of other colours leave the indices as they are", async () => {
    const other = coloured(ROWS, [BLACK, [9, 9, 200], [200, 200, 9]], "palette");
    expect(await scored({ "p/a.png": other, "t/a.png": truth })).toMatchObject({ dice: 1, lines: [] });
  });

  it("give RGB masks their labels, and colours that they lack are named", async () => {
    const rgb = coloured(ROWS, COLOURS, "rgb");
    expect(await scored({ "p/a.png": rgb, "t/a.png": truth })).toMatchObject({ dice: 1, lines: [] });
    const stranger = coloured(ROWS, [BLACK, RED, [1, 2, 3]], "rgb");
    const { lines } = await scored({ "p/a.png": stranger, "t/a.png": truth });
    expect(lines[0]).toBe(
      "p/a.png: its colour #010203 (3 of 8 pixels) has no label in the palette of t/a.png; add it there, or save the mask as palette or gray PNG",
    );
  });

  it("of black and white are a black and white picture, whichever has which index", async () => {
    const inverted = coloured([[0, 1, 1]], [[255, 255, 255], BLACK], "palette");
    const { dice } = await scored({ "p/a.png": inverted, "t/a.png": grayPng([[255, 0, 0]]) });
    expect(dice).toBe(1);
  });

  it("of grays are numbers in a whole set that was gray before some of it was given palettes", async () => {
    const gray = (...levels: number[]) => levels.map((level) => [level, level, level]);
    const own = (rows: number[][], ...levels: number[]) => coloured(rows, gray(...levels), "palette");
    // The labels 0, 1, 3 and 0, 2, 3, saved anew on both sides, one of them differently; and gray ones beside them.
    const files = {
      "p/a.png": own([[0, 1, 2]], 0, 1, 3),
      "t/a.png": own([[0, 1, 2]], 0, 1, 3),
      "p/b.png": own([[0, 2, 1]], 0, 3, 2),
      "t/b.png": own([[0, 1, 2]], 0, 2, 3),
      "p/c.png": grayPng([[3, 2, 1]]),
      "t/c.png": grayPng([[3, 2, 1]]),
    };
    const { result, lines } = await scored(files);
    expect(result.labels).toEqual([0, 1, 2, 3]);
    expect(result.confusion).toEqual([
      [2, 0, 0, 0],
      [0, 2, 0, 0],
      [0, 0, 2, 0],
      [0, 0, 0, 3],
    ]);
    expect(lines).toEqual([
      "note: 4 files (p/a.png, t/a.png, p/b.png and 1 more): labels are the grays of the palette",
    ]);
  });

  describe("of grays hold the labels of all pairs or of none:", () => {
    const gray = (levels: number[]) => levels.map((level) => [level, level, level]);
    const saved = (rows: number[][], ...levels: number[]) => coloured(rows, gray(levels), "palette");
    const labelsOf = async (files: Record<string, Uint8Array | string>, ...options: string[]) =>
      (await scored(files, ...options)).result.labels;

    it("also where many files come first that have none, and whatever stands before the palette", async () => {
      const plain = grayPng([[0, 64, 128]]);
      const names = Array.from({ length: 10 }, (_, k) => String(k));
      const both = (name: string, bytes: Uint8Array) => ({
        [`p/${name}.png`]: bytes,
        [`t/${name}.png`]: bytes,
      });
      const files = Object.assign({}, ...names.map((name) => both(name, plain)));
      Object.assign(files, both("x", saved([[0, 1, 2]], 0, 64, 128)));
      expect(await labelsOf(files)).toEqual([0, 64, 128]);
      Object.assign(files, both("x", withText(saved([[0, 1, 2]], 0, 64, 128), 5000)));
      expect(await labelsOf(files)).toEqual([0, 64, 128]);
    });

    it("predictions and truths are looked at together, and other files are not", async () => {
      const truth = { "t/a.png": saved([[0, 1, 2]], 0, 64, 128), "t/b.png": saved([[0, 1, 2]], 0, 64, 128) };
      const plain = grayPng([[0, 64, 128]]);
      const mixed = { "p/a.png": plain, "p/b.png": saved([[0, 1, 2]], 0, 64, 128) };
      expect(await labelsOf({ ...truth, ...mixed })).toEqual([0, 64, 128]);
      const same = { "p/a.png": truth["t/a.png"], "p/b.png": truth["t/b.png"] };
      expect(await labelsOf({ ...truth, ...same })).toEqual([0, 1, 2]);
      const hidden = { "t/._a.png": new Uint8Array(64), "t/photo.png": grayPng([[0, 64, 200]]) };
      expect(await labelsOf({ ...truth, ...same, ...hidden })).toEqual([0, 1, 2]);
    });

    it("indices that share a gray stay apart", async () => {
      const black = saved([[0, 1, 1]], 0, 0, 0);
      const files = {
        "p/a.png": black,
        "t/a.png": black,
        "p/b.png": grayPng([[0, 1]]),
        "t/b.png": grayPng([[0, 1]]),
      };
      expect(await labelsOf(files)).toEqual([0, 1]);
    });

    it("masks with colours keep their indices beside them", async () => {
      const colours = Array.from({ length: 129 }, (_, index) => [index, 255 - index, 7]);
      const mask = coloured([[0, 64, 128]], colours, "palette");
      const truth = { "t/a.png": saved([[0, 1, 2]], 0, 64, 128), "t/b.png": saved([[0, 0, 1]], 0, 128) };
      const files = { ...truth, "p/a.png": mask, "p/b.png": coloured([[0, 0, 128]], colours, "palette") };
      expect(await labelsOf(files)).toEqual([0, 64, 128]);
    });

    it("each model is looked at with the truth, whatever other models there are", async () => {
      const files = {
        "t/a.png": grayPng([[0, 1, 2, 3]]),
        "t/b.png": grayPng([[0, 2, 3, 3]]),
        "p/a.png": saved([[0, 0, 1, 2]], 0, 2, 3),
        "p/b.png": saved([[0, 1, 2, 2]], 0, 2, 3),
        "q/a.png": saved([[0, 1, 2, 3]], 0, 100, 150, 200),
        "q/b.png": saved([[0, 2, 3, 3]], 0, 100, 150, 200),
      };
      const folder = await scratchFolder(files);
      const [p, q, t] = ["p", "q", "t"].map((name) => `${folder}/${name}`);
      const classesOf = async (...paths: string[]) => {
        const { out } = await call("score", ...paths, "--truth", t, "--metrics", "dice", "--json");
        const { models, metrics } = JSON.parse(out);
        return (models ?? [{ metrics }]).map((model: typeof models) =>
          model.metrics[0].classes.map(({ dataset }: { dataset: number }) => dataset),
        );
      };
      expect(await classesOf(p, q)).toEqual([
        [0, 1, 1],
        [1, 1, 1],
      ]);
    });

    it("classes.json decides, and what it ignores is left out", async () => {
      const classes = JSON.stringify({ classes: ["none", "a"], values: [0, 128], ignore: 255 });
      const mask = saved([[0, 1, 2]], 0, 128, 255);
      const files = { "p/a.png": mask, "t/a.png": mask, "classes.json": classes };
      const { result, lines } = await scored(files);
      expect(result).toMatchObject({ labels: [0, 128], pixels: 2 });
      const note = /^note: classes\.json says to ignore label 255: .*--classes/;
      expect(lines.filter((line) => note.test(line))).toHaveLength(1);
      expect((await scored(files, "--ignore", "255")).lines.some((line) => note.test(line))).toBe(false);
      expect(await labelsOf(files, "--classes", "128,255")).toEqual([0, 128, 255]);
      const named = { ...files, "t/classes.txt": "none\na\n" };
      expect((await scored(named)).result.pixels).toBe(2);
    });
  });

  it("of grays are numbers beside a gray mask", async () => {
    const saved = coloured([[0, 1, 2]], [[2, 2, 2], BLACK, [1, 1, 1]], "palette");
    expect((await scored({ "p/a.png": saved, "t/a.png": grayPng([[2, 0, 1]]) })).dice).toBe(1);
  });
});

describe("RGB masks without a palette beside them", () => {
  const rgb = coloured(ROWS, COLOURS, "rgb");
  const files = { "p/a.png": rgb, "t/a.png": rgb };

  it("are refused with what would say their labels", async () => {
    const { code, lines } = await scored(files);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/p\/a\.png: it holds colours.*labelmap\.txt/);
  });

  it("have those of labelmap.txt or classes.json, beside them or above", async () => {
    const labelmap = "# label:color_rgb:parts:actions\ncell:128,0,0::\nwall:0,128,0::\nbackground:0,0,0::\n";
    for (const place of ["t/labelmap.txt", "labelmap.txt"])
      expect((await scored({ ...files, [place]: labelmap })).result.labels).toEqual([0, 1, 2]);
    const classes = { classes: ["background", "cell", "wall"], colours: ["#000000", "#800000", [0, 128, 0]] };
    expect(await scored({ ...files, "t/classes.json": JSON.stringify(classes) })).toMatchObject({ dice: 1 });
  });

  it("are one class with --labels foreground", async () => {
    const { dice, result } = await scored(files, "--labels", "foreground");
    expect({ dice, labels: result.labels }).toEqual({ dice: 1, labels: [0, 1] });
  });
});

describe("black and white", () => {
  const WHITE_NOTE = "note: mask values 0 and 255 are taken for background and one foreground class";

  it("0/255 and 0/1 are the same mask, and said; --ignore 255 is never advised", async () => {
    const files = { "p/a.png": grayPng([[0, 255, 255]]), "t/a.png": grayPng([[0, 1, 1]]) };
    expect(await scored(files)).toMatchObject({ dice: 1, lines: [WHITE_NOTE] });
  });

  it("is decided by the whole set: files with nothing but 255 and 0 among files with classes", async () => {
    const files = {
      "p/a.png": grayPng([[0, 1, 2]]),
      "t/a.png": grayPng([[255, 1, 2]]),
      "p/b.png": grayPng([[0, 0, 1]]),
      "t/b.png": grayPng([[0, 0, 255]]),
    };
    const { dice, lines, result } = await scored(files);
    expect(dice).toBe(1);
    expect(result.pixels).toBe(4);
    expect(lines).toEqual([expect.stringMatching(/mask value 255 stands beside other labels/)]);
  });

  it("of empty truths is decided by the others", async () => {
    const files = {
      "p/a.png": grayPng([[0, 255]]),
      "t/a.png": grayPng([[0, 0]]),
      "p/b.png": grayPng([[0, 255]]),
      "t/b.png": grayPng([[0, 1]]),
    };
    const { result } = await scored(files);
    expect(result.labels).toEqual([0, 1]);
  });

  it("beside few grays is a class, and said", async () => {
    const trimap = grayPng([[0, 128, 255]]);
    const { result, lines } = await scored({ "p/a.png": trimap, "t/a.png": trimap });
    expect(result.labels).toEqual([0, 128, 255]);
    expect(lines).toEqual([expect.stringMatching(/255 is scored as a class like others; .*--ignore 255/)]);
  });

  it("with smoothed edges is cut at half white, and said", async () => {
    const smooth = Array.from({ length: 12 }, () => [0, 0, 0, 40, 120, 200, 255, 255, 255, 255, 255, 255]);
    const hard = Array.from({ length: 12 }, () => [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    const { dice, lines } = await scored({ "p/a.png": grayPng(smooth), "t/a.png": grayPng(hard) });
    expect(dice).toBe(1);
    expect(lines[0]).toBe("note: p/a.png: its edges are smoothed (antialiased): it is cut at half white");
  });

  it("of JPEG is cut at half white; other JPEG masks are refused for what they are", async () => {
    const jpeg = (gray: (x: number) => number) => {
      const data = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : gray((i >> 2) % 16)));
      return new Uint8Array(encodeJpeg({ data, width: 16, height: 16 }, 90).data);
    };
    const rows = Array.from({ length: 16 }, () => Array.from({ length: 16 }, (_, x) => Number(x >= 8)));
    const truth = grayPng(rows);
    expect((await scored({ "p/a.jpg": jpeg((x) => (x < 8 ? 0 : 255)), "t/a.png": truth })).dice).toBe(1);
    const { lines } = await scored({ "p/a.jpg": jpeg((x) => 16 * x), "t/a.png": truth });
    expect(lines[0]).toMatch(/p\/a\.jpg: JPEG changes labels.*save the mask as PNG/);
  });

  it("in the alpha channel of one colour is the mask", async () => {
    const data = Uint8Array.from([0, 0, 255, 255].flatMap((alpha) => [9, 9, 9, alpha]));
    const cutOut = encode({ width: 4, height: 1, channels: 4, depth: 8, data });
    const { dice, lines } = await scored({ "p/a.png": cutOut, "t/a.png": grayPng([[0, 0, 1, 1]]) });
    expect(dice).toBe(1);
    expect(lines[0]).toBe("note: p/a.png: its colours are the same everywhere: its alpha is the mask");
  });
});

describe("pictures that are turned", () => {
  // Bright is the first block of 24x16 stored pixels; upside down it is the last.
  const photo = exifPhoto(
    [
      [255, 0, 0],
      [0, 0, 0],
    ],
    3,
  );
  const rows = (x: number, y: number) =>
    Array.from({ length: 16 }, (_, v) =>
      Array.from({ length: 24 }, (_, u) => Number(u >> 3 === x && v >> 3 === y)),
    );

  it("are asked about where both ways fit, and --exif answers", async () => {
    const files = { "p/a.jpg": photo, "t/a.png": grayPng(rows(2, 1)) };
    const { code, lines } = await scored(files);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(
      /p\/a\.jpg: its EXIF orientation is 3 and that of t\/a\.png 1.*--exif apply.*--exif raw/,
    );
    expect((await scored(files, "--exif", "apply")).dice).toBe(1);
    expect((await scored({ ...files, "t/a.png": grayPng(rows(0, 0)) }, "--exif", "raw")).dice).toBe(1);
  });

  it("are not asked about where all are turned alike", async () => {
    expect((await scored({ "p/a.jpg": photo, "t/a.jpg": photo })).dice).toBe(1);
  });
});

describe("labels that do not meet", () => {
  it("are said, with what to do where each side has its own", async () => {
    const { lines } = await scored({ "p/a.png": grayPng([[0, 2, 2]]), "t/a.png": grayPng([[0, 1, 1]]) });
    expect(lines).toEqual([
      "note: label 1 occurs only in the truth, label 2 occurs only in the predictions; if they are the same class, save both with the same number, or score all labels above 0 as one with --labels foreground",
    ]);
    const remedied = await scored(
      { "p/a.png": grayPng([[0, 2, 2]]), "t/a.png": grayPng([[0, 1, 1]]) },
      "--labels",
      "foreground",
    );
    expect(remedied).toMatchObject({ dice: 1, lines: [] });
  });

  it("brought from 8 bits to 16 as pictures are said to be so, and the remedy holds", async () => {
    const scaled = ROWS.map((row) => row.map((label) => 257 * label));
    const wrong = await scored({ "p/a.png": grayPng(scaled, 16), "t/a.png": grayPng(ROWS) });
    expect([wrong.dice, wrong.lines]).toEqual([
      0,
      [
        "note: labels 1, 2 occur only in the truth, labels 257, 514 occur only in the predictions; those of the predictions are 257 times as large, as when a tool brings a mask from 8 bits to 16 as if it were a picture: divide them by 257, or save the mask with 8 bits",
      ],
    ]);
    const turned = await scored({ "p/a.png": grayPng(ROWS), "t/a.png": grayPng(scaled, 16) });
    expect(turned.lines.join()).toMatch(/those of the truth are 257 times as large/);
    const cured = await scored({ "p/a.png": grayPng(ROWS, 16), "t/a.png": grayPng(ROWS) });
    expect([cured.dice, cured.lines]).toEqual([1, []]);
  });

  it("because objects are numbered are recognised", async () => {
    const files = {
      "p/a.png": grayPng([[4, 4, 3, 3, 1, 1, 2]]),
      "t/a.png": grayPng([[1, 1, 2, 2, 3, 3, 4]]),
    };
    const { lines } = await scored(files);
    expect(lines).toEqual([
      expect.stringMatching(/4 of 4 labels cover .* numbered objects.*--labels instances/),
    ]);
    const { lines: none } = await scored(files, "--labels", "instances");
    expect(none).toEqual([]);
  });

  it("because objects are numbered, and one side has more of them", async () => {
    const counted = (most: number) => grayPng([Array.from({ length: 12 }, (_, i) => Math.min(i + 1, most))]);
    const said = async (most: number) =>
      (await scored({ "p/a.png": counted(most), "t/a.png": counted(12) })).lines;
    expect(await said(10)).toEqual([
      "note: labels 11, 12 occur only in the truth; if they number objects, compare those with --labels instances, or their pixels with --labels foreground",
    ]);
    // Fewer are taken for classes.
    expect(await said(9)).toEqual(["note: labels 10, 11, 12 occur only in the truth"]);
  });
});
