import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeNifti, png, type Raster } from "@segloss/io";
import { loadModel, nodeRuntime, trainer, unet } from "@segloss/train";
import { beforeAll, describe, expect, it } from "vitest";
import { readClassFile } from "../../src/data/class-names.ts";
import { DISK } from "../../src/data/files/disk.ts";
import { decodeNpy, encodeNpy, imageValues, readRaster, simulateNuclei } from "../../src/data/index.ts";
import { classProbabilities } from "../../src/inference/class-probabilities.ts";
import { likeliestClasses } from "../../src/inference/likeliest-classes.ts";
import { measureImage } from "../../src/inference/measure-image.ts";
import { predictImage } from "../../src/inference/predict-image.ts";
import { classColours } from "../../src/page/palette.ts";
import type { Io } from "../../src/terminal/io.ts";
import { smallSet } from "../compare/small-set.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { smallModel } from "../inference/small-model.ts";
import { call, callWith, mistake } from "./fake-io.ts";

/** Networks of a second's training: nuclei, the same with another seed, and squares of three classes. */
const models: Record<"nuclei" | "again" | "squares" | "other", Uint8Array> = {
  ...{ nuclei: new Uint8Array(), again: new Uint8Array() },
  ...{ squares: new Uint8Array(), other: new Uint8Array() },
};

const NUCLEI = simulateNuclei({ count: 3, size: 48, seed: 2 });

beforeAll(async () => {
  const train = simulateNuclei({ count: 6, size: 32, seed: 1 });
  models.nuclei = await smallModel(train);
  models.again = await smallModel(train, { steps: 20, seed: 2 });
  models.squares = await smallModel(smallSet({ classes: 3, count: 4 }), { steps: 30 });
  models.other = await smallModel(train, { steps: 1, loss: "tversky" });
});

function gray16(values: ArrayLike<number>, width: number, height: number): Uint8Array {
  const data = Uint16Array.from(values);
  return png.encode!({ data, width, height, depth: 1, channels: 1, bitDepth: 16, fullScale: 65535 });
}

/** A chunk of a PNG that holds numbers of 16 bits. */
function chunk(type: string, words: readonly number[]): Buffer {
  const content = Buffer.concat([
    Buffer.from(type),
    Buffer.from(words.flatMap((word) => [word >> 8, word & 255])),
  ]);
  const bytes = Buffer.alloc(content.length + 8);
  bytes.writeUInt32BE(content.length - 4, 0);
  content.copy(bytes, 4);
  let crc = -1;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  bytes.writeUInt32BE(~crc >>> 0, content.length + 4);
  return bytes;
}

/** What the files of a folder hold. */
async function folderBytes(folder: string): Promise<Record<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return Object.fromEntries(names.map((name, k) => [name, contents[k]]));
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

const SMALL = encodeNpy({ data: Float32Array.from({ length: 64 }, (_, i) => (i % 9) / 9), shape: [8, 8] });

/** A network of two regions that was not trained. */
async function regionModel(seed: number): Promise<Uint8Array> {
  const made = await trainer({
    ...{ runtime: nodeRuntime(), network: unet({ depth: 2, width: 2, classes: 2 }), seed },
    ...{ loss: "dice", link: "sigmoid", targets: "values", batchShape: [1, 8, 8] as const },
    classNames: ["whole", "core"],
  });
  const bytes = await made.save();
  await made.dispose();
  return bytes;
}

const shade = (image: Float32Array) => image.map((value) => Math.round(65535 * value));

/** A folder with the models, images of nuclei and their truth, object by object. */
async function nucleiFolder(more: Record<string, Uint8Array | string> = {}): Promise<string> {
  const files = NUCLEI.images.flatMap(({ name, image, instances, width, height }) => [
    [`images/${name}.png`, gray16(shade(image), width, height)],
    [`truth/${name}.png`, gray16(instances!, width, height)],
  ]);
  return scratchFolder({
    ...Object.fromEntries(files),
    ...{ "nuclei.onnx": models.nuclei, "again.onnx": models.again, "squares.onnx": models.squares },
    ...more,
  });
}

async function predicted(...args: string[]) {
  const { code, out, said } = await call("predict", ...args, "--threads", "1", "--json");
  return { code, said, result: code === 2 ? undefined : JSON.parse(out) };
}

/** The logits that the library gives. */
async function logitsOf(model: Uint8Array, path: string, size: number) {
  const raster = await readRaster(path);
  const { values, channels } = imageValues(raster);
  const loaded = await loadModel(model, nodeRuntime());
  const outputs = loaded.metadata.classes.length;
  const { width, height } = raster;
  const options = { channels, outputs, size, multiple: loaded.metadata.input.multiple };
  const logits = await predictImage(loaded.predict, { width, height, image: values }, options);
  await loaded.dispose();
  return { logits, width, height };
}

describe("predict, then score", () => {
  it("gives the numbers that a comparison measures: classes", async () => {
    const folder = await nucleiFolder();
    const [images, masks, truth] = ["images", "masks", "truth"].map((name) => join(folder, name));
    const { code, said, result } = await predicted(join(folder, "nuclei.onnx"), images, "-o", masks);
    expect({ code, said }).toEqual({ code: 0, said: [] });
    expect(result).toMatchObject({
      as: "labels",
      classes: ["background", "nucleus"],
      tile: 32,
      overlap: 0.25,
    });
    expect((await readdir(masks)).sort()).toEqual([
      "classes.json",
      ...NUCLEI.images.map((s) => `${s.name}.png`),
      "predictions.sha256",
    ]);
    const metrics = "dice,hd95,nsd,biou,cldice";
    const { out } = await call(
      "score",
      masks,
      truth,
      "--labels",
      "foreground",
      "--metrics",
      metrics,
      "--json",
    );
    const { rows } = JSON.parse(out);
    for (const [k, sample] of NUCLEI.images.entries()) {
      const { logits } = await logitsOf(models.nuclei, join(images, `${sample.name}.png`), 32);
      const measured = measureImage(logits, sample, { image: k, classes: 2, thin: [1] });
      const [tp, fp, fn] = [measured.tp[1], measured.fp[1], measured.fn[1]];
      expect(2 * tp).toBeGreaterThan(fp + fn);
      const dice = (2 * tp) / (2 * tp + fp + fn);
      const of = rows.find(({ name }: { name: string }) => name === sample.name).values;
      const { hd95, nsd, boundaryIou, clDice } = measured;
      expect(of).toEqual([dice, hd95![1], nsd![1], boundaryIou![1], clDice![1]]);
      expect(result.images[k].pixels).toEqual([0, 1].map((c) => measured.tp[c] + measured.fp[c]));
    }
  });

  it("gives the numbers that a comparison measures: objects", async () => {
    const folder = await nucleiFolder();
    const [images, masks, truth] = ["images", "masks", "truth"].map((name) => join(folder, name));
    await predicted(join(folder, "nuclei.onnx"), images, "-o", masks, "--as", "instances");
    const { out } = await call(
      "score",
      masks,
      truth,
      "--labels",
      "instances",
      "--metrics",
      "pq,ap",
      "--json",
    );
    let found = 0;
    for (const [k, sample] of NUCLEI.images.entries()) {
      const { logits } = await logitsOf(models.nuclei, join(images, `${sample.name}.png`), 32);
      const { pq, ap } = measureImage(logits, sample, { image: k, classes: 2 });
      const { values } = JSON.parse(out).rows.find(({ name }: { name: string }) => name === sample.name);
      expect(values[0]).toBeCloseTo(pq!, 12);
      expect(values[1]).toBeCloseTo(ap!, 12);
      found += pq!;
    }
    expect(found).toBeGreaterThan(0);
  });

  it("gives them class by class", async () => {
    const sample = smallSet({ classes: 3, count: 5 }).images[4];
    const { name, width, height, image, mask } = sample;
    const folder = await scratchFolder({
      "squares.onnx": models.squares,
      // Arrays stay as they are, without a white.
      [`images/${name}.npy`]: encodeNpy({ data: image.map((v) => v / 4 + 0.3), shape: [height, width] }),
      [`truth/${name}.png`]: gray16(mask, width, height),
    });
    const [images, masks, truth] = ["images", "masks", "truth"].map((part) => join(folder, part));
    await predicted(join(folder, "squares.onnx"), images, "-o", masks);
    const path = join(images, `${name}.npy`);
    const { logits } = await logitsOf(models.squares, path, 16);
    const { tp, fp, fn, hd95, nsd } = measureImage(logits, sample, { image: 0, classes: 3 });
    for (const c of [0, 1, 2]) {
      const args = ["--classes", String(c), "--metrics", "dice,hd95,nsd", "--json"];
      const { out } = await call("score", masks, truth, ...args);
      const dice = (2 * tp[c]) / (2 * tp[c] + fp[c] + fn[c]);
      expect(JSON.parse(out).rows[0].values).toEqual([dice, hd95![c], nsd![c]]);
    }
  });
});

describe("what is written", () => {
  it("is a palette PNG with the classes beside it", async () => {
    const folder = await nucleiFolder();
    const masks = join(folder, "masks");
    await predicted(join(folder, "nuclei.onnx"), join(folder, "images"), "-o", masks);
    const { palette, channels, bitDepth } = await readRaster(join(masks, `${NUCLEI.images[0].name}.png`));
    const colours = classColours(["background", "nucleus"]).map((colour) => [...colour]);
    expect({ channels, bitDepth, palette }).toEqual({ channels: 1, bitDepth: 8, palette: colours });
    expect(await readClassFile(DISK, masks)).toMatchObject({ names: ["background", "nucleus"], colours });
    await predicted(
      join(folder, "nuclei.onnx"),
      join(folder, "images"),
      "-o",
      join(folder, "o"),
      "--as",
      "instances",
    );
    expect(await readClassFile(DISK, join(folder, "o"))).toMatchObject({ labels: "instances" });
  });

  it("is one file where one image is given", async () => {
    const folder = await nucleiFolder();
    const [image, output] = [join(folder, "images", "nuclei-000.png"), join(folder, "one.npy")];
    const { result } = await predicted(join(folder, "nuclei.onnx"), image, "-o", output, "--as", "instances");
    expect(result).toMatchObject({ output, images: [{ image, output, width: 48, height: 48, depth: 1 }] });
    const { data } = decodeNpy(await readFile(output));
    expect(Math.max(...data)).toBe(result.images[0].objects);
    expect(await readdir(folder)).not.toContain("classes.json");
  });

  it("are images of any size, smaller than a tile too, each as the library predicts it", async () => {
    const sizes = [
      [1, 1],
      [7, 61],
      [33, 32],
    ] as const;
    const folder = await scratchFolder({ "nuclei.onnx": models.nuclei });
    for (const [width, height] of sizes) {
      const values = Uint8Array.from({ length: width * height }, (_, i) => 127 + 120 * Math.sin(i / 3));
      const rows = Array.from({ length: height }, (_, y) => [...values.subarray(y * width, (y + 1) * width)]);
      const image = join(folder, `${width}x${height}.png`);
      await writeFile(image, grayPng(rows));
      await predicted(join(folder, "nuclei.onnx"), image, "-o", join(folder, "mask.png"), "--overlap", "0.5");
      const { logits } = await logitsOf(models.nuclei, image, 32);
      expect((await readRaster(join(folder, "mask.png"))).data).toEqual(likeliestClasses(logits, 1));
    }
  });

  it("is a volume slice by slice, at the place of its image", async () => {
    const [width, height, depth] = [20, 12, 3];
    const data = Uint8Array.from({ length: width * height * depth }, (_, i) => (i * 37) % 251);
    const affine = [0, -0.5, 0, 90, -0.75, 0, 0, 40, 0, 0, 2.5, -30];
    const volume: Raster = { data, width, height, depth, channels: 1, bitDepth: 8, geometry: { affine } };
    const folder = await scratchFolder({ "nuclei.onnx": models.nuclei, "images/v.nii": encodeNifti(volume) });
    const { said, result } = await predicted(
      ...[join(folder, "nuclei.onnx"), join(folder, "images"), "-o", join(folder, "masks")],
    );
    expect(said).toEqual(["note: 1 volume is predicted slice by slice"]);
    expect(result.images[0].output).toBe(join(folder, "masks", "v.nii.gz"));
    const mask = await readRaster(join(folder, "masks", "v.nii.gz"));
    expect(mask).toMatchObject({
      width,
      height,
      depth,
      unit: "mm",
      geometry: { affine },
      spacing: [2.5, 0.5, 0.75],
    });
    // Values run from 0 to 250 over the volume.
    const slice = data.slice(width * height, 2 * width * height);
    await writeFile(
      join(folder, "slice.npy"),
      encodeNpy({ data: Float32Array.from(slice, (value) => value * (1 / 250)), shape: [height, width] }),
    );
    const { logits } = await logitsOf(models.nuclei, join(folder, "slice.npy"), 32);
    expect(mask.data.slice(width * height, 2 * width * height)).toEqual(likeliestClasses(logits, 1));
  });

  it("are the probabilities of all classes, which add up to 1", async () => {
    const sample = smallSet({ classes: 3 }).images[0];
    const image = encodeNpy({ data: sample.image.map((v) => v / 4 + 0.3), shape: [16, 16] });
    const folder = await scratchFolder({ "squares.onnx": models.squares, "x.npy": image });
    const output = join(folder, "p.npy");
    await predicted(
      ...[join(folder, "squares.onnx"), join(folder, "x.npy"), "-o", output, "--as", "probabilities"],
    );
    const { data, shape } = decodeNpy(await readFile(output));
    expect(shape).toEqual([3, 16, 16]);
    for (let i = 0; i < 256; i++) expect(data[i] + data[256 + i] + data[512 + i]).toBeCloseTo(1, 6);
    const { logits } = await logitsOf(models.squares, join(folder, "x.npy"), 16);
    const p = classProbabilities(logits, 3);
    for (let i = 0; i < 256; i++)
      expect([0, 1, 2].map((c) => data[256 * c + i])).toEqual([...p.slice(3 * i, 3 * i + 3)]);
  });

  it("of regions are one plane each, and their labels the last region that holds a pixel", async () => {
    const [left, right] = [1, 2].map((seed) => regionModel(seed));
    const folder = await scratchFolder({ "a.onnx": await left, "b.onnx": await right, "x.npy": SMALL });
    const paths = [join(folder, "a.onnx"), join(folder, "b.onnx"), join(folder, "x.npy")];
    const [p, labels] = ["p.npy", "labels.npy"].map((name) => join(folder, name));
    const { result } = await predicted(...paths, "-o", p, "--as", "probabilities");
    expect(result.classes).toEqual(["whole", "core"]);
    const planes = decodeNpy(await readFile(p));
    expect(planes.shape).toEqual([2, 8, 8]);
    const each = await Promise.all(
      [left, right].map(async (model) => (await logitsOf(await model, paths[2], 8)).logits),
    );
    const mean = each[0].map((z, i) => (sigmoid(z) + sigmoid(each[1][i])) / 2);
    expect(Math.max(...mean.map((value, i) => Math.abs(value - Number(planes.data[i]))))).toBeLessThan(1e-6);

    expect((await predicted(...paths, "-o", labels)).result.classes).toEqual(["background", "whole", "core"]);
    const drawn = decodeNpy(await readFile(labels)).data;
    for (let i = 0; i < 64; i++) {
      const expected = mean[64 + i] > 0.5 ? 2 : mean[i] > 0.5 ? 1 : 0;
      expect(drawn[i]).toBe(expected);
    }
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it("of several models is the mean of their probabilities", async () => {
    const folder = await nucleiFolder();
    const image = join(folder, "images", "nuclei-001.png");
    const of = async (...names: string[]) => {
      const output = join(folder, "p.npy");
      const paths = names.map((name) => join(folder, name));
      await predicted(...paths, image, "-o", output, "--as", "probabilities");
      return decodeNpy(await readFile(output)).data;
    };
    const [a, b, both] = [
      await of("nuclei.onnx"),
      await of("again.onnx"),
      await of("nuclei.onnx", "again.onnx"),
    ];
    expect(both).toHaveLength(2 * 48 * 48);
    for (let i = 0; i < both.length; i++) expect(both[i]).toBeCloseTo((a[i] + b[i]) / 2, 6);
    await mkdir(join(folder, "models"));
    for (const name of ["nuclei", "again"])
      await writeFile(join(folder, "models", `${name}.onnx`), models[name as "again"]);
    expect(await of("models")).toEqual(both);
  });

  it("takes three equal channels of a gray image, where colour images were trained on", async () => {
    const gray = simulateNuclei({ count: 2, size: 32, seed: 1 });
    const triple = (image: Float32Array) =>
      Float32Array.from({ length: 3 * image.length }, (_, i) => image[Math.floor(i / 3)]);
    const colour = {
      ...gray,
      channels: 3,
      images: gray.images.map((s) => ({ ...s, image: triple(s.image) })),
    };
    const folder = await nucleiFolder({ "colour.onnx": await smallModel(colour, { steps: 2 }) });
    const { code, result } = await predicted(
      ...[join(folder, "colour.onnx"), join(folder, "images"), "-o", join(folder, "masks")],
    );
    expect([code, result.images.length]).toEqual([0, 3]);
  });

  it("is an array of a stack without a place", async () => {
    const data = Float32Array.from({ length: 2 * 20 * 24 }, (_, i) => (i % 7) / 7);
    const stack = encodeNpy({ data, shape: [2, 20, 24] });
    const folder = await scratchFolder({ "nuclei.onnx": models.nuclei, "images/s.npy": stack });
    const { result } = await predicted(
      ...[join(folder, "nuclei.onnx"), join(folder, "images"), "-o", join(folder, "m"), "--as", "instances"],
    );
    expect(result.images[0]).toMatchObject({
      output: join(folder, "m", "s.npy"),
      width: 24,
      height: 20,
      depth: 2,
    });
    const written = decodeNpy(await readFile(result.images[0].output));
    expect([written.shape, written.data.constructor]).toEqual([[2, 20, 24], Uint16Array]);
  });

  it("is of the pixels as they are stored, whatever EXIF says", async () => {
    const plain = gray16(shade(NUCLEI.images[0].image), 48, 48);
    // One entry: tag 0x112, a short, 6: to be turned by 90 degrees.
    const turned = chunk("eXIf", [0x4d4d, 0x2a, 0, 8, 1, 0x112, 3, 0, 1, 6, 0, 0, 0]);
    const folder = await nucleiFolder({
      ...{
        "some/a.png": plain,
        "some/b.png": Buffer.concat([plain.subarray(0, 33), turned, plain.subarray(33)]),
      },
    });
    const masks = join(folder, "masks");
    const { said } = await predicted(join(folder, "nuclei.onnx"), join(folder, "some"), "-o", masks);
    expect(said).toEqual(["note: 1 image states an EXIF orientation and is used as stored"]);
    expect(await readFile(join(masks, "b.png"))).toEqual(await readFile(join(masks, "a.png")));
  });

  it("says how far it is", async () => {
    const folder = await nucleiFolder();
    const written: string[] = [];
    const terminal = {
      write: (text: string) => written.push(text),
      columns: 80,
    } as unknown as NodeJS.WriteStream;
    const args = [join(folder, "nuclei.onnx"), join(folder, "images"), "-o", join(folder, "masks")];
    const { said } = await callWith({ terminal }, "predict", ...args);
    expect(written.join("")).toMatch(/ \d+ % of 3 images, \d+ s left/);
    expect(said).toEqual([`${join(folder, "masks")}: labels of 3 of 3 images; classes background, nucleus`]);
  });
});

describe("into the folder of an earlier prediction", () => {
  it("writes over what is still as predicted, by another kind of file too, and says whose it is", async () => {
    const folder = await nucleiFolder();
    const [images, masks] = ["images", "masks"].map((name) => join(folder, name));
    const again = () => predicted(join(folder, "nuclei.onnx"), images, "-o", masks);
    await again();
    const first = await readFile(join(masks, "predictions.sha256"), "utf8");
    expect((await again()).code).toBe(0);
    expect(await readFile(join(masks, "predictions.sha256"), "utf8")).toBe(first);
    const lines = NUCLEI.images.map(async ({ name }) => {
      const bytes = await readFile(join(masks, `${name}.png`));
      return `${createHash("sha256").update(bytes).digest("hex")}  ${name}.png\n`;
    });
    expect(first).toBe((await Promise.all(lines)).join(""));
  });

  /** A folder with predictions, of which the first was replaced by its truth. */
  async function corrected() {
    const folder = await nucleiFolder();
    const [images, masks, truth] = ["images", "masks", "truth"].map((name) => join(folder, name));
    const model = join(folder, "nuclei.onnx");
    await call("predict", model, images, "-o", masks);
    const first = join(masks, "nuclei-000.png");
    await cp(join(truth, "nuclei-000.png"), first);
    return {
      images,
      masks,
      model,
      first,
      truth: await readFile(first),
      args: ["predict", model, images, "-o", masks],
    };
  }

  it("refuses to write over a mask that was corrected, and changes nothing", async () => {
    const { images, first, truth, args } = await corrected();
    expect(await mistake(...args)).toMatch(
      /-o .*masks: 1 mask of these images is there and is corrected, or somebody else's \(nuclei-000\.png\); move it away, choose another folder, or --overwrite$/,
    );
    expect(await readFile(first)).toEqual(truth);
    // Other images may still go there.
    await rm(join(images, "nuclei-000.png"));
    expect((await call(...args)).code).toBe(0);
    expect(await readFile(first)).toEqual(truth);
  });

  it("by the name of the file, too", async () => {
    const { images, masks, model, first, truth } = await corrected();
    const one = ["predict", model, join(images, "nuclei-000.png"), "-o", first];
    expect(await mistake(...one)).toMatch(/1 mask of these images is there and is corrected/);
    expect(await readFile(first)).toEqual(truth);
    expect((await call(...one, "--overwrite")).code).toBe(0);
    expect((await call("predict", model, images, "-o", masks)).code).toBe(0);
  });

  it("writes over everything when told to, and knows it then", async () => {
    const { first, truth, args } = await corrected();
    expect((await call(...args, "--overwrite")).code).toBe(0);
    expect(await readFile(first)).not.toEqual(truth);
    expect((await call(...args)).code).toBe(0);
  });

  it("takes masks without a list for somebody else's", async () => {
    const { masks, args } = await corrected();
    await rm(join(masks, "predictions.sha256"));
    expect(await mistake(...args)).toMatch(
      /3 masks of these images are there and are not known as predictions, since there is no predictions\.sha256 \(/,
    );
  });

  it("is scored without a word about the list", async () => {
    const { masks } = await corrected();
    expect((await call("score", masks, masks, "--metrics", "dice")).said.join("\n")).not.toMatch(/sha256/);
  });
});

it("keeps what has ended when ctrl-C comes", async () => {
  const folder = await nucleiFolder();
  const onInterrupt: Io["onInterrupt"] = (callback) => {
    callback("SIGINT");
    return () => {};
  };
  const args = [join(folder, "nuclei.onnx"), join(folder, "images"), "-o", join(folder, "masks")];
  const { code, said } = await callWith({ onInterrupt }, "predict", ...args);
  expect(code).toBe(130);
  expect(said[1]).toBe(`${join(folder, "masks")}: labels of 0 of 3 images; classes background, nucleus`);
  expect(await readdir(join(folder, "masks"))).toEqual(["classes.json"]);
});

describe("mistakes", () => {
  it("of one image do not stop the others", async () => {
    const folder = await nucleiFolder({ "images/broken.png": "no picture", "images/rgb.npy": "nor this" });
    const masks = join(folder, "masks");
    const { code, said, result } = await predicted(
      join(folder, "nuclei.onnx"),
      join(folder, "images"),
      "-o",
      masks,
    );
    expect(code).toBe(1);
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/images.broken\.png: /);
    expect(said[1]).toMatch(/images.rgb\.npy: /);
    expect(said[2]).toBe("segloss predict: 2 problems above; the rest is predicted");
    expect(result.problems).toEqual(said.slice(0, 2));
    expect(result.images).toHaveLength(3);
    expect((await readdir(masks)).some((name) => name.includes("broken") || name.includes("tmp"))).toBe(
      false,
    );
  });

  it("of the channels are said with what the model takes", async () => {
    const rgb = png.encode!({
      data: new Uint8Array(48),
      width: 4,
      height: 4,
      depth: 1,
      channels: 3,
      bitDepth: 8,
    });
    const folder = await nucleiFolder({ "rgb.png": rgb });
    const { said } = await predicted(
      join(folder, "nuclei.onnx"),
      join(folder, "rgb.png"),
      "-o",
      join(folder, "m.png"),
    );
    expect(said[0]).toMatch(
      /rgb\.png: it has 3 channels, and the model takes 1; convert it to what the model was trained on$/,
    );
    expect(said[1]).toBe("segloss predict: 1 problem above; nothing is predicted");
  });

  it("of models are one line", async () => {
    const folder = await nucleiFolder({ "junk.onnx": "junk", "other.onnx": models.other, "empty/x.txt": "" });
    const images = join(folder, "images");
    const of = (...names: string[]) =>
      mistake("predict", ...names.map((name) => join(folder, name)), images, "-o", join(folder, "m"));
    await call("export", "dice", "-o", join(folder, "loss.onnx"), "--shape", "1,1,8,8");
    expect(await of("none.onnx")).toMatch(
      /none\.onnx: no such file or folder; expected an \.onnx file that segloss compare wrote$/,
    );
    expect(await of("junk.onnx")).toMatch(
      /junk\.onnx: it is no trained network that segloss wrote \(.+\); expected a file of OUTPUT.models of segloss compare$/,
    );
    expect(await of("loss.onnx")).toMatch(/lacks the metadata "segloss\.network", "segloss\.classes"/);
    expect(await of("empty")).toMatch(/empty: there is no \.onnx file in this folder/);
    expect(await of("nuclei.onnx", "squares.onnx")).toMatch(
      /the models differ in their classes: .*nuclei\.onnx nucleus, .*squares\.onnx background, square, corner; only trainings of one loss on one set are averaged/,
    );
    expect(await of("nuclei.onnx", "other.onnx")).toMatch(
      /the models differ in their loss: .*nuclei\.onnx dice \+ crossEntropy, .*other\.onnx tversky; only/,
    );
    expect(await mistake("predict", images, "-o", "m")).toMatch(
      /there are no images: expected a model and images, got .*images alone$/,
    );
  });

  it("of places are one line", async () => {
    const folder = await nucleiFolder({ "old/classes.json": '["a", "b"]' });
    const images = join(folder, "images");
    const to = (output: string, from = images, ...more: string[]) =>
      mistake("predict", join(folder, "nuclei.onnx"), from, "-o", output, ...more);
    expect(await to(images)).toMatch(/these are the images themselves; choose another place for the masks$/);
    expect(await to(join(images, "masks"))).toMatch(
      /it is inside of the images \(.*images\); choose another place/,
    );
    expect(await to(join(folder, "old"))).toMatch(
      /it holds a classes\.json that says something else; choose another folder/,
    );
    expect(await to(join(folder, "m.png"))).toMatch(
      /m\.png: the masks of a folder go into a folder; choose another name$/,
    );
    expect(await to(join(folder, "m.tif"), join(images, "nuclei-000.png"))).toMatch(
      /m\.tif: a mask is written as \.png, \.nii\.gz, \.nii, \.npy; choose another name$/,
    );
    expect(await to(join(folder, "m"), folder)).toMatch(/its images are in .*images; give that folder$/);
    expect(await to(join(folder, "m"), join(folder, "none"))).toMatch(
      /none: no such file or folder; expected images$/,
    );
    expect(await to(join(folder, "m"), images, "--tile", "15")).toMatch(
      /--tile 15: this network takes multiples of 2, such as 16$/,
    );
    expect(await to(join(folder, "m"), images, "--overlap", "1")).toMatch(
      /Expected a number from 0 to 0\.95/,
    );
    const one = join(images, "nuclei-000.png");
    const probabilities = await predicted(
      join(folder, "nuclei.onnx"),
      one,
      "-o",
      join(folder, "p.png"),
      "--as",
      "probabilities",
    );
    expect(probabilities.said[0]).toMatch(
      /p\.png: probabilities are written as \.npy, not \.png; name the file so$/,
    );
    expect(await to(images, one)).toMatch(
      /it holds images or masks that this command did not write \(nuclei-/,
    );
    expect(await to(one, one)).toMatch(/these are the images themselves; choose another place/);
  });

  it("of the place never cost an annotation, and predictions may be made again", async () => {
    const folder = await nucleiFolder({ "masks/nuclei-000.png": grayPng([[1, 0]]) });
    const [model, images, masks] = ["nuclei.onnx", "images", "masks"].map((name) => join(folder, name));
    const before = await folderBytes(masks);
    expect(await mistake("predict", model, images, "-o", masks)).toMatch(
      /-o .*masks: it holds images or masks that this command did not write \(.*\); choose a new or an empty folder$/,
    );
    expect(await folderBytes(masks)).toEqual(before);
    for (const _ of ["once", "again"])
      expect((await call("predict", model, images, "-o", join(folder, "predicted"))).code).toBe(0);
  });

  it("of a folder of models name those that hold some", async () => {
    const folder = await nucleiFolder();
    const bytes = await readFile(join(folder, "nuclei.onnx"));
    for (const loss of ["dice", "lovasz"]) {
      await mkdir(join(folder, "report/models", loss), { recursive: true });
      await writeFile(join(folder, "report/models", loss, "r1.f1.onnx"), bytes);
    }
    for (const given of ["report", "report/models"])
      expect(await mistake("predict", join(folder, given), join(folder, "images"), "-o", "m")).toMatch(
        /no \.onnx file in this folder; give one of those of a loss: .*models\/dice, .*models\/lovasz$/,
      );
  });
});
