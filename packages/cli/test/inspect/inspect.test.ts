import { encode } from "fast-png";
import { expect, it } from "vitest";
import type { DataSet } from "../../src/data/data-set.ts";
import { openFolder } from "../../src/data/folder.ts";
import type { ImageSource } from "../../src/data/image-source.ts";
import { problemsOf } from "../../src/data/listed-error.ts";
import { memorySource } from "../../src/data/memory-source.ts";
import { simulateNuclei } from "../../src/data/named/nuclei.ts";
import { openSource } from "../../src/data/open-source.ts";
import { imageTwins } from "../../src/inspect/image-twins.ts";
import { inspect } from "../../src/inspect/inspect.ts";
import { inspectTruth } from "../../src/inspect/inspect-truth.ts";
import type { Inspection } from "../../src/inspect/inspection.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";

/** A gray image of 6x4 pixels that differs with its seed. */
function picture(seed: number): Uint8Array {
  return grayPng(
    Array.from({ length: 4 }, (_, y) =>
      Array.from({ length: 6 }, (_, x) => (seed * 31 + 7 * x + 13 * y) % 200),
    ),
  );
}

function mask(...rows: string[]): Uint8Array {
  return grayPng(rows.map((row) => [...row].map((sign) => (sign === "#" ? 255 : 0))));
}

const BAR = ["......", ".####.", ".####.", "......"] as const;
const DOT = ["......", ".#....", "......", "....#."] as const;
const NONE = ["......", "......", "......", "......"] as const;

it("knows a small folder", async () => {
  const folder = await scratchFolder({
    ...{ "images/p1_slice1.png": picture(1), "masks/p1_slice1.png": mask(...BAR) },
    ...{ "images/p1_slice2.png": picture(2), "masks/p1_slice2.png": mask(...DOT) },
    ...{ "images/p2_slice1.png": picture(3), "masks/p2_slice1.png": mask(...NONE) },
  });
  const found = await inspect(folder);
  expect(found).toMatchObject({
    ...{ version: 1, classes: ["background", "foreground"], channels: 1, ignore: null, files: 3 },
    sizes: [{ width: 6, height: 4, images: 3 }],
    grouping: { rule: "parts", count: 2, largest: 2 },
    pixels: { total: 72, ignored: 0, foreground: 10 },
    ...{ empty: ["p2_slice1"], tiles: { size: 128, count: 3, empty: 1 }, problems: [] },
  });
  expect(found.perClass[1]).toMatchObject({
    ...{ name: "foreground", images: 2, groups: 1, pixels: 10, share: 10 / 72, shareWhereItIs: 10 / 48 },
    ...{ within1: 1, within2: 1, objects: 3, depth: 0.5, width: 2 },
  });
  expect(found.objects).toMatchObject({
    ...{ kind: "parts", count: 3, touching: 0, near: 2 },
    perImage: { least: 0, lower: 0.5, median: 1, upper: 1.5, most: 2 },
    sizes: { least: 1, median: 1, most: 8 },
  });
  expect(found.objects.nearest!.median).toBeCloseTo(Math.hypot(3, 2), 6);
  expect(found.images[1]).toEqual({
    ...{ name: "p1_slice2", group: "p1", width: 6, height: 4, pixels: [22, 2], ignored: 0 },
    ...{ objects: 2, touching: 0 },
  });
});

it("takes the grays of palettes for labels where other masks are gray, as compare does, and says so", async () => {
  const saved = encode({
    ...{ width: 6, height: 4, channels: 1, depth: 8, data: Uint8Array.from({ length: 24 }, (_, k) => k % 2) },
    palette: [
      [0, 0, 0],
      [2, 2, 2],
    ],
  });
  const plain = grayPng(Array.from({ length: 4 }, () => [0, 0, 1, 1, 2, 2]));
  const folder = await scratchFolder({
    ...{ "images/a.png": picture(1), "masks/a.png": saved },
    ...{ "images/b.png": picture(2), "masks/b.png": plain },
  });
  const found = await inspect(folder);
  expect(found.images.map(({ pixels }) => pixels)).toEqual([
    [12, 0, 12],
    [8, 8, 8],
  ]);
  expect(found.notes).toContain("a: labels are the grays of the palette");
});

it("knows intensities: 12 bits in 16, what is saturated, images of one value", async () => {
  const plain = { width: 2, height: 1, channels: 1, depth: 16 as const };
  const folder = await scratchFolder({
    "images/a.png": encode({ ...plain, data: Uint16Array.of(0, 4095) }),
    "images/b.png": encode({ ...plain, data: Uint16Array.of(7, 7) }),
    ...{ "masks/a.png": mask(".#"), "masks/b.png": mask("#.") },
  });
  const { intensity } = await inspect(folder);
  expect(intensity).toMatchObject({ white: 65535, stored: [0, 4095], constant: ["b"], largest: null });
  expect(intensity.channels[0]).toMatchObject({ least: 0, black: 0.25, saturated: 0 });
  expect(intensity.channels[0].mean).toBeCloseTo((4095 + 14) / 4 / 65535, 7);
});

it("finds the same pixels under two names, whatever the bits, and the same mask under two images", async () => {
  const [eight, sixteen] = [
    encode({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(1, 200) }),
    encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(257, 51400) }),
  ];
  const folder = await scratchFolder({
    ...{ "images/a.png": eight, "masks/a.png": mask(".#") },
    ...{ "images/b.png": sixteen, "masks/b.png": mask("#.") },
    ...{ "images/c.png": grayPng([[3, 4]]), "masks/c.png": mask("#.") },
    // Images of one value and masks without foreground are alike without being copies.
    ...{ "images/d.png": grayPng([[5, 5]]), "masks/d.png": mask("..") },
    ...{ "images/e.png": grayPng([[5, 5]]), "masks/e.png": mask("..") },
  });
  expect((await inspect(folder)).duplicates).toEqual({
    images: [{ names: ["a", "b"], masks: "different", groups: "several" }],
    masks: [["b", "c"]],
  });
});

it("names every file that cannot be used, and inspects the others", async () => {
  const folder = await scratchFolder({
    ...{ "images/good.png": picture(1), "masks/good.png": mask(...BAR) },
    ...{ "images/broken.png": picture(1).subarray(0, 40), "masks/broken.png": "nothing" },
    ...{ "images/nothing.png": "", "masks/nothing.png": mask(...BAR) },
    ...{ "images/small.png": picture(1), "masks/small.png": mask("#.", ".#") },
    ...{ "images/alone.png": picture(4), "masks/left.png": mask(...BAR), "images/notes.txt": "no image" },
  });
  const { problems, images, notes } = await inspect(folder);
  expect(images.map(({ name }) => name)).toEqual(["good"]);
  expect(problems.map((problem) => problem.replaceAll(`${folder}/`, "").replace(folder, "DATA"))).toEqual([
    expect.stringMatching(/^images\/broken\.png: cannot be read as PNG/),
    "images/nothing.png: the file is empty; expected PNG",
    expect.stringMatching(/^masks\/broken\.png: cannot be read as PNG/),
    "masks/small.png: it is 2x2 and its image 6x4; a mask has the pixels of its own image: export it again at its size",
    "DATA: image alone has no mask",
    "DATA: mask left has no image",
  ]);
  expect(notes.join()).toMatch(/1 file is of a format that is not read: notes\.txt/);
});

it("a mask of gray levels among others is that mask's problem", async () => {
  const good = Object.fromEntries(
    Array.from({ length: 11 }, (_, k) => [
      [`images/${k}.png`, picture(k)],
      [`masks/${k}.png`, mask(...BAR)],
    ]).flat(),
  );
  const grays = grayPng(
    Array.from({ length: 4 }, (_, y) => Array.from({ length: 6 }, (_, x) => 40 * y + 3 * x)),
  );
  const folder = await scratchFolder({ ...good, "images/x.png": picture(50), "masks/x.png": grays });
  const { problems, images, classes } = await inspect(folder);
  expect([images.length, classes]).toEqual([11, ["background", "foreground"]]);
  expect(problems).toEqual([
    expect.stringMatching(
      /masks\/x\.png: its values 0, 3, 6, 9, 12, 15 and 18 more are not those of the other masks; save it/,
    ),
  ]);
});

it("compare refuses the same files with the same words", async () => {
  const good = Object.fromEntries(
    Array.from({ length: 11 }, (_, k) => [
      [`images/${k}.png`, picture(k)],
      [`masks/${k}_mask.png`, mask(...BAR)],
    ]).flat(),
  );
  const folder = await scratchFolder({
    ...good,
    ...{ "images/broken.png": "no picture", "masks/broken_mask.png": "no mask either" },
    ...{ "images/small.png": picture(1), "masks/small_mask.png": mask("#.", ".#") },
    ...{ "images/odd.png": picture(2), "masks/odd_mask.png": grayPng(Array(4).fill([0, 3, 7, 90, 91, 92])) },
    ...{ "images/alone.png": picture(4), "masks/left_mask.png": mask(...BAR), "masks/broken.txt": "" },
  });
  const { problems, images } = await inspect(folder);
  expect([images.length, problems.length]).toEqual([11, 6]);
  const error = await openSource(folder).catch((caught: unknown) => caught);
  expect([...problemsOf(error)].sort()).toEqual([...problems].sort());
  expect((error as Error).message).toBe(`${folder}: 6 of its files are not right, see above`);
  const rest = await openSource(folder, { skipUnreadable: true });
  expect(rest.images.map(({ name }) => name).sort()).toEqual(images.map(({ name }) => name).sort());
  rest.close();
});

it("where labels make no sense at all, it says so and takes values for classes", async () => {
  const folder = await scratchFolder({
    "images/a.png": picture(1),
    "masks/a.png": grayPng([...BAR].map((row) => [...row].map((s) => (s === "#" ? 128 : 0)))),
  });
  const found = await inspect(folder);
  expect(found.problems).toEqual([expect.stringMatching(/mask values 0, 128 look like gray levels/)]);
  expect([found.classes, found.pixels.foreground]).toEqual([["background", "value 128"], 8]);
  expect((await inspect(folder, { labels: "instances" })).problems).toEqual([]);
});

it("says the same of a folder and of the same folder that was opened", async () => {
  const folder = await scratchFolder({
    ...{ "images/a.png": picture(1), "masks/a.png": grayPng([[0, 1, 1, 0, 300, 300]], 16) },
    ...{ "images/b.png": picture(2), "masks/b.png": grayPng([[0, 2, 3, 0, 0, 0]], 16) },
  });
  const rows = await scratchFolder({
    ...{ "images/a.png": grayPng([[9, 8, 7, 6, 5, 4]]), "images/b.png": grayPng([[1, 2, 3, 4, 5, 6]]) },
    ...{
      "masks/a.png": grayPng([[0, 1, 1, 0, 300, 300]], 16),
      "masks/b.png": grayPng([[0, 2, 3, 0, 0, 0]], 16),
    },
  });
  expect((await inspect(folder)).problems).toHaveLength(2);
  const [stored, opened] = [await inspect(rows), await inspect(await openFolder(rows))];
  expect(stored.objects).toMatchObject({ kind: "numbered", count: 4, touching: 1 });
  const { intensity: _, ...rest } = stored;
  expect(opened).toMatchObject(rest);
});

it("does not look at the order of images, nor at their names", async () => {
  const set = simulateNuclei({ count: 6, size: 32 });
  const turned: DataSet = { ...set, images: set.images.toReversed() };
  const [a, b] = [await inspect(set), await inspect(turned)];
  expect(b.images.toReversed()).toEqual(a.images);
  expect(unordered(b)).toEqual(unordered(a));
  const renamed: DataSet = {
    ...set,
    images: set.images.map((one, k) => ({ ...one, name: `other${k}`, group: `other${k}` })),
  };
  expect(unordered(await inspect(renamed))).toEqual(unordered(a));
});

/** What is said of the set as a whole, sums to nine digits. */
function unordered({ perClass, objects, pixels, sizes, tiles, intensity, advice }: Inspection) {
  const { each: _, ...counts } = objects;
  const digits = (_: string, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(9)) : value;
  return JSON.parse(JSON.stringify({ perClass, counts, pixels, sizes, tiles, intensity, advice }, digits));
}

it("takes an open source, whose groups are final where they are not its images", async () => {
  const set = simulateNuclei({ count: 4, size: 32 });
  const source = (groups: readonly string[]): ImageSource => {
    const images = set.images.map((image, k) => ({ ...image, group: groups[k] }));
    return memorySource({ ...set, images });
  };
  const names = set.images.map(({ name }) => name);
  expect(await inspect(source(names))).toEqual(await inspect(set));
  const grouped = await inspect(source(["a", "a", "b", "c"]));
  expect(grouped.grouping).toEqual({
    rule: "set",
    count: 3,
    largest: 2,
    note: "3 groups, as the set states",
  });
});

it("slices of a volume are images of one file", async () => {
  const set = simulateNuclei({ count: 4, size: 32 });
  const images = set.images.map((one, k) => ({ ...one, name: `v${k >> 1}#00${k & 1}`, group: `v${k >> 1}` }));
  const found = await inspect({ ...set, images });
  expect(found).toMatchObject({ files: 2, grouping: { rule: "each", count: 2, largest: 2 } });
});

it("pairs what pairs where other files do not, by a pattern and by nnU-Net's channels too", async () => {
  const named = await scratchFolder({
    ...{ "images/a.png": picture(1), "masks/a_seg2.png": mask(...BAR) },
    ...{ "images/b.png": picture(2), "masks/c_seg2.png": mask(...BAR) },
  });
  const pairs = { first: { before: "", after: "_seg2.png" }, second: { before: "", after: ".png" } };
  const byPattern = await inspect(named, { pairs });
  expect(byPattern.images.map(({ name }) => name)).toEqual(["a"]);
  expect(byPattern.problems).toEqual([`${named}: image b has no mask`, `${named}: mask c has no image`]);
  const numbered = await scratchFolder({
    ...{
      "imagesTr/x_0000.png": picture(1),
      "imagesTr/x_0001.png": picture(2),
      "labelsTr/x.png": mask(...BAR),
    },
    "imagesTr/y_0000.png": picture(3),
  });
  const byNumber = await inspect(numbered);
  expect(byNumber).toMatchObject({
    channels: 2,
    files: 1,
    problems: [`${numbered}: image y_0000 has no mask`],
  });
  const flat = await scratchFolder({
    ...{ "a.png": picture(1), "a_mask.png": mask(...BAR), "b.png": picture(2), "notes.txt": "" },
  });
  expect((await inspect(flat)).problems).toEqual([`${flat}/b.png: it pairs with no other file`]);
});

it("a comparison finds the same twins and hears the same advice without a look at all pixels", async () => {
  const [a, b] = [picture(3), picture(4)];
  const files = Object.entries({ a, b, copy: a, plain: grayPng(Array(4).fill(Array(6).fill(7))) });
  const masks = files.map(([name], k) => [
    `masks/${name}.png`,
    mask(...(k % 2 ? ["#....."] : ["##...."]), ...BAR.slice(1)),
  ]);
  const images = files.map(([name, bytes]) => [`images/${name}.png`, bytes]);
  const plain = [`images/plain2.png`, files[3][1]];
  const folder = await scratchFolder(
    Object.fromEntries([...images, ...masks, plain, ["masks/plain2.png", mask(...BAR)]]),
  );
  const source = await openSource(folder);
  const inspection = await inspect(source);
  const twins = imageTwins(source).map((twin) => twin.map((k) => source.images[k].name));
  expect(twins).toEqual(inspection.duplicates.images.map(({ names }) => names));
  expect(twins).toEqual([["a", "copy"]]);
  expect(await inspectTruth(source)).toEqual(inspection.advice);
  source.close();
});
