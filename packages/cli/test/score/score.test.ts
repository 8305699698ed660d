import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { writeNifti } from "../../../io/test/formats/nifti-writer.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { call, callWith, mistake } from "../commands/fake-io.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";

const npy = (rows: number[][]) =>
  encodeNpy({ data: Uint8Array.from(rows.flat()), shape: [rows.length, rows[0].length] });

async function scored(files: Record<string, Uint8Array | string>, ...options: string[]) {
  const folder = await scratchFolder(files);
  const called = await call("score", join(folder, "p"), join(folder, "t"), ...options, "--json");
  const said = called.said.map((line) => line.replaceAll(`${folder}/`, ""));
  return { folder, code: called.code, said, result: called.out === "" ? undefined : JSON.parse(called.out) };
}

const wrong = grayPng([[0, 1, 1, 2]]);
const right = grayPng([[0, 1, 2, 2]]);

describe("values", () => {
  it("are those of the data set, its images and its classes, worst image first", async () => {
    const files = { "p/a.png": right, "t/a.png": right, "p/b.png": wrong, "t/b.npy": npy([[0, 1, 2, 2]]) };
    const { code, said, result } = await scored(files, "--metrics", "dice,pa");
    expect({ code, said }).toEqual({ code: 0, said: [] });
    const [dice, accuracy] = result.metrics;
    // Class 1: tp 2, fp 1. Class 2: tp 3, fn 1.
    expect(dice.dataset).toBeCloseTo((4 / 5 + 6 / 7) / 2, 15);
    expect(dice.overImages.mean).toBeCloseTo((1 + 2 / 3) / 2, 15);
    expect(dice.classes.map((c: { overImages: number }) => c.overImages)).toEqual([
      (2 / 3 + 1) / 2,
      (2 / 3 + 1) / 2,
    ]);
    expect(accuracy.dataset).toBe(7 / 8);
    expect(result.rows.map((row: { name: string }) => row.name)).toEqual(["b", "a"]);
    expect(result).toMatchObject({ images: 2, pixels: 8, labels: [0, 1, 2] });
    expect(result.confusion).toEqual([
      [2, 0, 0],
      [0, 2, 0],
      [0, 1, 3],
    ]);
  });

  it("leave out ignored pixels; 255 beside other labels is ignored, and said, unless it is named", async () => {
    const files = { "p/a.png": wrong, "t/a.png": grayPng([[0, 1, 255, 2]]) };
    const { result } = await scored(files, "--ignore", "255", "--metrics", "dice");
    expect(result).toMatchObject({ pixels: 3, labels: [0, 1, 2] });
    expect(result.metrics[0].dataset).toBe(1);
    for (const options of [[], ["--classes", "1,2"]]) {
      const { said, result: same } = await scored(files, "--metrics", "dice", ...options);
      expect(same.metrics[0].dataset).toBe(1);
      expect(said).toEqual([expect.stringMatching(/^note: mask value 255 stands beside other labels/)]);
    }
    const { result: named } = await scored(files, "--classes", "1,2,255", "--metrics", "dice");
    expect(named).toMatchObject({ pixels: 4, labels: [0, 1, 2, 255] });
  });

  it("of more labels than a confusion matrix is written for are there all the same", async () => {
    const data = Int32Array.from({ length: 2500 }, (_, i) => i);
    const many = encodeNpy({ data, shape: [50, 50] });
    const { code, result } = await scored({ "p/a.npy": many, "t/a.npy": many }, "--metrics", "dice");
    expect([code, result.confusion, result.metrics[0].dataset]).toEqual([0, [], 1]);
  });

  it("of parameters in a list go with the labels, from 1 on", async () => {
    // Each label's only pixel is off by two.
    const [p, t] = [grayPng([[1, 0, 0, 2, 0, 0]]), grayPng([[0, 0, 1, 0, 0, 2]])];
    const files = { "p/a.png": p, "t/a.png": t };
    const nsd = async (list: string) => {
      const { code, said, result } = await scored(files, "--metrics", `nsd(tolerance=${list})`);
      const values = result?.metrics[0].classes.map((c: { overImages: number }) => c.overImages);
      return { code, said, values, title: result?.metrics[0].metric };
    };
    const title = "normalizedSurfaceDice(tolerance=[1,2])";
    expect(await nsd("[1,2]")).toEqual({ code: 0, said: [], values: [0, 1], title });
    expect((await nsd("[2, 1]")).values).toEqual([1, 0]);
    expect((await nsd("2")).values).toEqual([1, 1]);
    const short = await nsd("[2]");
    expect(short.code).toBe(1);
    expect(short.said[0]).toBe(
      "t/a.png: label 2 has no number in --metrics normalizedSurfaceDice(tolerance=[2]); lengthen the list",
    );
  });

  it("of distances take the spacing, and a missed object costs the diagonal", async () => {
    const files = { "p/a.png": grayPng([[0, 0, 1]]), "t/a.png": grayPng([[1, 0, 0]]) };
    const hd = async (...options: string[]) =>
      (await scored(files, "--metrics", "hd95,nsd(tolerance=4)", ...options)).result.metrics.map(
        (m: { overImages: { mean: number } }) => m.overImages.mean,
      );
    expect(await hd()).toEqual([2, 1]);
    expect(await hd("--spacing", "4,3")).toEqual([6, 0]);
    const missed = { "p/a.png": grayPng([[0, 0, 0]]), "t/a.png": grayPng([[1, 0, 0]]) };
    const of = async (...options: string[]) =>
      (await scored(missed, "--metrics", "hd", ...options)).result.metrics[0];
    expect((await of("--spacing", "4,1")).overImages.mean).toBe(5);
    expect((await of("--penalty", "Infinity")).overImages.mean).toBe("Infinity");
  });

  it("take labels as one foreground, or as objects", async () => {
    const files = { "p/a.png": grayPng([[7, 7, 0, 9]]), "t/a.png": grayPng([[1, 1, 0, 1]]) };
    const of = async (labels: string) =>
      (await scored(files, "--labels", labels, "--metrics", "dice,pq")).result.metrics.map(
        (m: { overImages: { mean: number } }) => m.overImages.mean,
      );
    expect(await of("foreground")).toEqual([1, 1]);
    // Objects 7 and 9 against one object 1: IoU 2/3 and 1/3.
    const [dice, pq] = await of("instances");
    expect(dice).toBe(1);
    expect(pq).toBeCloseTo(2 / 3 / 1.5, 15);
  });

  it("of images without a class are skipped, or what --empty says", async () => {
    const files = { "p/a.png": grayPng([[0]]), "t/a.png": grayPng([[0]]) };
    const of = async (...options: string[]) =>
      (await scored(files, "--metrics", "dice,hd", ...options)).result.rows[0].values;
    expect(await of()).toEqual([null, null]);
    expect(await of("--classes", "1", "--empty", "perfect")).toEqual([1, 0]);
    expect(await of("--labels", "foreground", "--empty", "worst")).toEqual([0, Math.SQRT2]);
  });
});

describe("mistakes in some files", () => {
  const good = { "p/a.png": right, "t/a.png": right };
  it.each([
    [
      "sizes",
      { "p/b.png": grayPng([[1]]), "t/b.png": right },
      /^p\/b.png: it is 1x1 and t\/b.png 4x1; expected the same size/,
    ],
    ["a missing truth", { "p/b.png": right }, /^p\/b.png: there is no truth named b in t$/],
    ["a missing prediction", { "t/b.png": right }, /^t\/b.png: there is no prediction named b in p$/],
    ["a broken file", { "p/b.png": "no image", "t/b.png": right }, /^p\/b.png: cannot be read as PNG/],
    [
      "colours",
      {
        "p/b.png": encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }),
        "t/b.png": right,
      },
      /^p\/b.png: it is 1x1 and t\/b.png 4x1; expected the same size/,
    ],
    [
      "colours of the right size",
      {
        "p/b.png": encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }),
        "t/b.png": grayPng([[1]]),
      },
      /^p\/b.png: it holds colours where class indices are expected/,
    ],
    [
      "two of one name",
      { "p/a.npy": npy([[0, 1, 2, 2]]) },
      /^p\/a.png: p\/a.npy has the same name and was taken/,
    ],
  ] as const)("%s: one line, the rest is scored, exit code 1", async (_, files, line) => {
    const { code, said, result } = await scored({ ...good, ...files } as Record<string, Uint8Array>);
    expect(code).toBe(1);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(line);
    expect(said[1]).toBe("segloss score: 1 problem above; the rest is scored");
    expect(result.images).toBe(1);
  });

  it("spacings that differ, unless the option says which holds", async () => {
    const volume = (spacing: number[]) =>
      writeNifti({ dims: [2, 2, 2], type: [2, 8], voxels: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1), spacing });
    const files = { "p/a.nii": volume([1, 1, 2]), "t/a.nii": volume([1, 1, 3]) };
    const { code, said, result } = await scored(files);
    expect(code).toBe(1);
    expect(said).toEqual([
      "p/a.nii: its spacing is 2 x 1 x 1 and that of t/a.nii 3 x 1 x 1; resample one, or say which holds with --spacing",
      "segloss score: 1 problem above; nothing is left to score",
    ]);
    expect(result.images).toBe(0);
    expect((await scored(files, "--spacing", "3,1,1")).code).toBe(0);
  });

  it("scores where labels are meant", async () => {
    const scores = encodeNpy({ data: Float32Array.of(0.2, 0.8), shape: [1, 2] });
    const { code, said } = await scored({ ...good, "p/b.npy": scores, "t/b.png": grayPng([[0, 1]]) });
    expect(code).toBe(1);
    expect(said[0]).toMatch(/^p\/b.npy: value 0\.2.* \(pixel 0\) is no label; expected whole numbers from 0/);
  });

  it("spacing with the wrong number of axes", async () => {
    const { said } = await scored(good, "--spacing", "1,1,1");
    expect(said[0]).toBe("t/a.png: --spacing has 3 numbers for an image of 2 axes");
  });
});

describe("mistakes in the request", () => {
  it("propose the pattern that pairs the most names", async () => {
    const numbers = [1, 2, 10, 12];
    const folder = await scratchFolder(
      Object.fromEntries(
        numbers.flatMap((n) => [
          [`p/pred_im${n}_final.png`, right],
          [`t/im${n}.png`, right],
        ]),
      ),
    );
    expect(await mistake("score", join(folder, "p"), join(folder, "t"))).toContain(
      '; pair them with --pairs "pred_{id}_final.png={id}.png"',
    );
  });

  it("are said in one line", async () => {
    const folder = await scratchFolder({ "p/a.png": right, "t/b.png": right, "e/x.txt": "" });
    const at = (name: string) => join(folder, name);
    expect(await mistake("score", at("p"), at("t"))).toMatch(
      /no file of one has the name of a file of the other/,
    );
    expect(await mistake("score", at("p"), at("t/b.png"))).toMatch(
      /p is a folder and .*b\.png is one file; give two files or two folders/,
    );
    expect(await mistake("score", at("p"), at("e"))).toMatch(/no readable file; expected PNG \(.png\)/);
    expect(await mistake("score", at("q"), at("t"))).toMatch(/no such file or folder/);
    const asked = (...options: string[]) => mistake("score", at("p/a.png"), at("t/b.png"), ...options);
    expect(await asked("--csv", at("no/a.csv"))).toMatch(
      /--csv .*a\.csv: there is no folder .*no to write it in; make the folder, or choose another place$/,
    );
    expect(await asked("--csv", at("t"))).toMatch(/--csv .*t: expected a file to write, got a folder/);
    expect(await asked("--csv", at("t/b.png/a.csv"))).toMatch(/t\/b\.png is a file, not a folder; choose/);
    expect(await asked("--csv", "")).toMatch(/--csv: expected the name of a file, got an empty one$/);
    expect(await asked("--metrics", "dise")).toMatch(/there is no metric dise\. Did you mean "dice"\?/);
    expect(await asked("--metrics", "hd(percent=95)")).toMatch(
      /hausdorffDistance has no parameter percent; its/,
    );
    expect(await asked("--metrics", "brierScore")).toMatch(
      /brierScore reads probabilities, and score label maps/,
    );
    expect(await asked("--metrics", "nsd(2)")).toMatch(
      /expected name=number or name=\[number, number\] or name=word in the parentheses of "nsd\(2\)"/,
    );
    expect(await asked("--metrics", "hd(percentile=101)")).toMatch(
      /percentile of hausdorffDistance must be 0 to 100, got 101/,
    );
    expect(await asked("--penalty", "-1")).toMatch(
      /Expected "diagonal", "Infinity" or a number of at least 0/,
    );
    expect(await asked("--empty", "perfect")).toMatch(/--empty perfect needs to know .* --classes/);
    expect(await asked("--labels", "instances", "--classes", "1")).toMatch(
      /--classes goes with --labels classes/,
    );
  });
});

it("shows how far it is on a terminal, and clears that away", async () => {
  const folder = await scratchFolder({
    "p/a.png": right,
    "t/a.png": right,
    "p/b.png": right,
    "t/b.png": right,
  });
  const written: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  const terminal = Object.assign(sink, { isTTY: true, columns: 80 }) as unknown as NodeJS.WriteStream;
  const { code } = await callWith({ terminal }, "score", join(folder, "p"), join(folder, "t"));
  expect(code).toBe(0);
  expect(written.join("")).toMatch(/0 of 2 images/);
  expect(written.join("")).toMatch(/2 of 2 images/);
});

it("writes a table, and a CSV with a line per image", async () => {
  const folder = await scratchFolder({
    "p/a.png": right,
    "t/a.png": right,
    "p/b,1.png": wrong,
    "t/b,1.png": right,
  });
  const csv = join(folder, "scores.csv");
  const { code, out, said } = await call(
    "score",
    join(folder, "p"),
    join(folder, "t"),
    "--csv",
    csv,
    "--metrics",
    "dice",
  );
  expect({ code, said }).toEqual({ code: 0, said: [`2 lines written to ${csv}`] });
  expect(await readFile(csv, "utf8")).toBe('image,diceScore\n"b,1",0.6666666666666666\na,1\n');
  expect(out).toMatch(/2 images, 8 pixels/);
  expect(out).toMatch(/diceScore +0\.8286 +0\.8333/);
  expect(out).toMatch(/Pixels by true \(rows\) and predicted label \(columns\)/);
});
