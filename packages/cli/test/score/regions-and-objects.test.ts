import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { writeNifti } from "../../../io/test/formats/nifti-writer.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { call, mistake } from "../commands/fake-io.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { expectSameOfGiven } from "./expect-same-of-given.ts";

async function scored(files: Record<string, Uint8Array | string>, ...options: string[]) {
  const folder = await scratchFolder(files);
  const typed = options.map((option) => option.replaceAll("FOLDER/", `${folder}/`));
  const called = await call("score", join(folder, "p"), join(folder, "t"), ...typed, "--json");
  const said = called.said.map((line) => line.replaceAll(`${folder}/`, ""));
  const printed = called.out.replaceAll(`${folder}/`, "") || said[0];
  const own = options.map((option) => option.replaceAll("FOLDER/", ""));
  await expectSameOfGiven(files, ["p", "t"], own, printed);
  return { folder, code: called.code, said, result: called.out === "" ? undefined : JSON.parse(called.out) };
}

interface Class {
  readonly label: number | string;
  readonly dataset: number | null;
  readonly overImages: number | null;
}
const byLabel = ({ classes }: { classes: readonly Class[] }) =>
  Object.fromEntries(classes.map(({ label, dataset, overImages }) => [label, dataset ?? overImages]));

describe("one label of several", () => {
  // Case 29 of the field's collection: label 2 is 36 pixels of the truth and 196 of the prediction around them.
  const truth = Array.from({ length: 40 }, (_, y) =>
    Array.from({ length: 40 }, (_, x) => (y < 18 ? 0 : x >= 17 && x < 23 && y >= 26 && y < 32 ? 2 : 1)),
  );
  const predicted = truth.map((row, y) =>
    row.map((label, x) => (x >= 13 && x < 27 && y >= 22 && y < 36 ? 2 : label)),
  );

  it("is scored against everything else, which is said", async () => {
    const files = { "p/a.png": grayPng(predicted), "t/a.png": grayPng(truth) };
    const { code, said, result } = await scored(files, "--classes", "2", "--metrics", "dice,aji,hd");
    expect(code).toBe(0);
    expect(said).toEqual([
      "note: label 1 was found and counts as everything else; --ignore leaves pixels out",
    ]);
    expect(result.metrics[0].dataset).toBeCloseTo((2 * 36) / (36 + 196), 15);
    expect(result.metrics[1].dataset).toBeCloseTo(36 / 196, 15);
    expect(result.metrics[2].overImages.mean).toBeCloseTo(Math.hypot(4, 4), 12);
    expect(result.strangers).toEqual([1]);
  });
});

describe("regions", () => {
  const volume = (voxels: number[]) =>
    writeNifti({ dims: [4, 2, 2], type: [2, 8], voxels: Uint8Array.from(voxels), spacing: [1, 1, 2] });
  const files = {
    "p/BraTS1.nii": volume([1, 2, 3, 0, 0, 2, 3, 0, 1, 2, 3, 0, 0, 0, 0, 0]),
    "t/BraTS1.nii": volume([1, 3, 3, 0, 0, 2, 2, 0, 1, 2, 3, 0, 0, 0, 0, 1]),
  };
  const brats = ["--regions", "WT=1+2+3,TC=2+3,ET=3"];

  it("overlap, each a mask of its own, in counts, surfaces and objects", async () => {
    const { code, said, result } = await scored(files, ...brats, "--metrics", "dice,hd,lesion");
    expect({ code, said }).toEqual({ code: 0, said: [] });
    const [dice, hd, lesion] = result.metrics.map(byLabel);
    expect(dice).toEqual({ WT: 16 / 17, TC: 1, ET: 2 / 3 });
    expect(hd.TC).toBe(0);
    expect(lesion.WT).toBe((2 * ((1 / 2) * 1)) / (1 / 2 + 1));
    expect(result.rows[0].classes[0]).toEqual([16 / 17, 1, 2 / 3]);
  });

  it("have their names in tables and CSV, and their place in lists of parameters", async () => {
    const folder = await scratchFolder(files);
    const csv = join(folder, "a.csv");
    const { out } = await call(
      "score",
      join(folder, "p"),
      join(folder, "t"),
      ...brats,
      "--metrics",
      "dice",
      "--csv",
      csv,
    );
    expect(out).toMatch(/^region {2}images {2}diceScore\nWT +1 +0\.9412\nTC +1 +1\.0000\nET +1 +0\.6667$/m);
    expect((await readFile(csv, "utf8")).split("\n")[0]).toBe(
      "image,diceScore,diceScore WT,diceScore TC,diceScore ET",
    );
    const { result } = await scored(files, ...brats, "--metrics", "nsd(tolerance=[0,0,9])");
    expect(byLabel(result.metrics[0])).toMatchObject({ TC: 1, ET: 1 });
  });

  it("of labels that no mask has are said", async () => {
    const { said } = await scored(files, "--regions", "WT=1+2+3,necrosis=4+5", "--metrics", "dice");
    expect(said).toEqual(["note: labels 4, 5 occur in no mask"]);
  });

  it("are refused with what contradicts them", async () => {
    const folder = await scratchFolder(files);
    const asked = (...options: string[]) =>
      mistake("score", join(folder, "p"), join(folder, "t"), ...options);
    expect(await asked("--regions", "WT")).toMatch(/expected regions such as WT=1\+2\+3,TC=2\+3, got "WT"/);
    expect(await asked(...brats, "--classes", "1")).toMatch(
      /--regions and --classes both say what is scored/,
    );
    expect(await asked(...brats, "--labels", "instances")).toMatch(
      /--regions are sets of classes; leave --labels out/,
    );
    expect(await asked(...brats, "--metrics", "kappa")).toMatch(
      /cohenKappa is of all classes at once, and regions may/,
    );
  });
});

describe("objects", () => {
  const truth = grayPng([
    [1, 1, 0, 2, 2, 0, 3, 3],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 4, 0, 0, 0, 0, 5, 5],
  ]);
  const predicted = grayPng([
    [7, 7, 7, 7, 7, 0, 8, 9],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 6, 0, 0, 5, 5],
  ]);
  const files = { "p/a.png": predicted, "t/a.png": truth };

  it("are listed as matched, missed, extra, merged and split", async () => {
    const { result } = await scored(files, "--labels", "instances", "--metrics", "pq", "--objects");
    const [{ objects }] = result.rows;
    expect(objects[0].matched).toContainEqual({ predicted: 5, truth: 5, iou: 1 });
    expect(objects[0].merged).toEqual([
      {
        predicted: { label: 7, pixels: 5, at: [0, 0] },
        truth: [
          { label: 1, pixels: 2, at: [0, 0] },
          { label: 2, pixels: 2, at: [0, 3] },
        ],
      },
    ]);
    expect(objects[0].split.map((one: { truth: { label: number } }) => one.truth.label)).toEqual([3]);
    expect(objects[0].missed).toContainEqual({ label: 4, pixels: 1, at: [2, 1] });
    expect(objects[0].extra).toContainEqual({ label: 6, pixels: 1, at: [2, 3] });
  });

  it("stand in the CSV by their labels, and in the table as numbers", async () => {
    const folder = await scratchFolder(files);
    const csv = join(folder, "a.csv");
    const options = ["--labels", "instances", "--metrics", "pq", "--objects", "--csv", csv];
    const { out } = await call("score", join(folder, "p"), join(folder, "t"), ...options);
    const [head, line] = (await readFile(csv, "utf8")).split("\n");
    expect(head).toBe("image,panopticQuality,matched,missed,extra,merged,split");
    expect(line).toMatch(/,8=3 5=5,1 2 4,7 9 6,7=1\+2,3=8\+9$/);
    expect(out).toMatch(/^class {2}matched {2}missed {2}extra {2}merged {2}split\n1 +2 +3 +3 +1 +1$/m);
  });

  it("of a data set are counted together", async () => {
    const [one, none] = [grayPng([[1, 0, 2, 0]]), grayPng([[1, 0, 0, 0]])];
    const all = { "p/a.png": one, "t/a.png": one, "p/b.png": none, "t/b.png": one };
    const { result } = await scored(
      all,
      "--labels",
      "instances",
      "--metrics",
      "pq,rq,objectRecall,ap(threshold=0.5)",
    );
    expect(result.metrics.map((m: { dataset: number }) => m.dataset)).toEqual([6 / 7, 6 / 7, 3 / 4, 3 / 4]);
    expect(result.metrics[0].overImages.mean).toBeCloseTo((1 + 2 / 3) / 2, 15);
  });

  it("are found by the connectivity, size and dilation asked for", async () => {
    const [p, t] = [
      grayPng([
        [1, 0, 0, 0, 1],
        [0, 1, 0, 0, 0],
      ]),
      grayPng([
        [1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0],
      ]),
    ];
    const of = async (...options: string[]) => {
      const { result } = await scored(
        { "p/a.png": p, "t/a.png": t },
        "--metrics",
        "objectPrecision",
        ...options,
      );
      return result.metrics[0].dataset;
    };
    expect(await of()).toBe(2 / 3);
    expect(await of("--connectivity", "8")).toBe(1 / 2);
    expect(await of("--connectivity", "full", "--min-size", "2")).toBe(1);
    // One object of three pixels against one of two.
    expect(await of("--dilation", "2")).toBe(1);
    const { said } = await scored({ "p/a.png": p, "t/a.png": t }, "--connectivity", "26");
    expect(said[0]).toBe(
      "p/a.png: --connectivity 26 is for 3 axes and this image has 2; 4 or 8, or face or full",
    );
  });
});

describe("panoptic sets", () => {
  interface Scene {
    readonly images: readonly { readonly predicted: number[]; readonly truth: number[] }[];
    readonly values: Record<"all" | "things" | "stuff", { pq: number; sq: number; rq: number }>;
    readonly classes: Record<string, { pq: number }>;
  }
  const place = new URL("../../../segloss/test/metrics/golden/objects.json", import.meta.url);
  const { images, values, classes } = JSON.parse(readFileSync(place, "utf8")).panoptic as Scene;
  const ids = (labels: number[]) => encodeNpy({ data: Uint16Array.from(labels), shape: [20, 26] });
  const things = ["--things", "24,26", "--metrics", "pq,sq,rq"];
  const numbered = Object.fromEntries(
    images.flatMap(({ predicted, truth }, k) => [
      [`p/${k}.npy`, ids(predicted)],
      [`t/${k}.npy`, ids(truth)],
    ]),
  );

  function expectQualities(result: {
    metrics: { dataset: number; things: number; stuff: number; classes: Class[] }[];
  }) {
    const keys = ["pq", "sq", "rq"] as const;
    result.metrics.forEach((metric, m) => {
      expect(metric.dataset).toBeCloseTo(values.all[keys[m]], 12);
      expect(metric.things).toBeCloseTo(values.things[keys[m]], 12);
      expect(metric.stuff).toBeCloseTo(values.stuff[keys[m]], 12);
    });
    for (const { label, dataset } of result.metrics[0].classes)
      expect(dataset).toBeCloseTo(classes[label].pq, 12);
  }

  it("of Cityscapes ids have panopticapi's qualities, of all, things and stuff", async () => {
    const { code, said, result } = await scored(numbered, "--labels", "panoptic", ...things);
    expect({ code, said }).toEqual({ code: 0, said: [] });
    expectQualities(result);
  });

  it("of COCO's pictures and JSON have the same", async () => {
    const colours = (labels: number[]) =>
      encode({
        ...{ width: 26, height: 20, channels: 3 },
        data: Uint8Array.from(
          labels.flatMap((label) => [label % 256, Math.floor(label / 256) % 256, label >> 16]),
        ),
      });
    const info = (side: "predicted" | "truth") => ({
      categories: [7, 23, 24, 26].map((id) => ({ id, isthing: Number(id > 23) })),
      annotations: images.map((image, k) => ({
        file_name: `${k}.png`,
        segments_info: [...new Set(image[side])].flatMap((id) =>
          id === 0
            ? []
            : [
                {
                  id,
                  category_id: id < 1000 ? id : Math.floor(id / 1000),
                  iscrowd: Number(side === "truth" && id === 26),
                },
              ],
        ),
      })),
    });
    const files = Object.fromEntries(
      images.flatMap(({ predicted, truth }, k) => [
        [`p/${k}.png`, colours(predicted)],
        [`t/${k}.png`, colours(truth)],
      ]),
    );
    const segments = {
      "p.json": JSON.stringify(info("predicted")),
      "t.json": JSON.stringify(info("truth")),
    };
    const json = "FOLDER/p.json,FOLDER/t.json";
    const options = ["--labels", "panoptic", "--segments", json, "--metrics", "pq,sq,rq"];
    expectQualities((await scored({ ...files, ...segments }, ...options)).result);
    const other = { "p/9.png": files["p/0.png"], "t/9.png": files["t/0.png"] };
    const absent = await scored({ ...other, ...segments }, ...options);
    expect(absent.said[0]).toMatch(
      /^p\/9\.png: the JSON of --segments has no annotation with the file name 9$/,
    );
  });

  it("score a wrong class 0, and void as the paper does", async () => {
    const files = {
      "p/a.npy": ids([...new Array(260).fill(24000), ...new Array(260).fill(26001)]),
      "t/a.npy": ids([...new Array(260).fill(26000), ...new Array(260).fill(26001)]),
    };
    const { result } = await scored(files, "--labels", "panoptic", "--metrics", "pq");
    expect(byLabel(result.metrics[0])).toEqual({ 24: 0, 26: 1 / 1.5 });
  });

  it("refuse what contradicts them", async () => {
    const folder = await scratchFolder(numbered);
    await writeFile(join(folder, "x.json"), "{}");
    const asked = (...options: string[]) =>
      mistake("score", join(folder, "p"), join(folder, "t"), ...options);
    const panoptic = (...options: string[]) => asked("--labels", "panoptic", ...options);
    expect(await asked("--things", "24")).toMatch(/--things goes with --labels panoptic/);
    expect(await panoptic("--segments", "a")).toMatch(
      /expected two JSON files, predictions\.json,truth\.json, got "a"/,
    );
    const [bad, none] = [join(folder, "x.json"), join(folder, "no.json")];
    expect(await panoptic("--segments", `${bad},${bad}`)).toMatch(
      /expected annotations with file_name and segments_info/,
    );
    expect(await panoptic("--segments", `${none},${bad}`)).toMatch(/no such file; check the path/);
    expect(await panoptic("--connectivity", "8")).toMatch(
      /--connectivity is for objects that are connected parts/,
    );
    expect(await panoptic("--min-size", "8")).toMatch(/--min-size is not for --labels panoptic/);
  });
});

it("void and a predicted object that lies in it: case 35 of the field's collection", async () => {
  const row = (...runs: [number, number][]) =>
    runs.flatMap(([label, count]) => new Array<number>(count).fill(label));
  const files = {
    "p/a.npy": encodeNpy({ data: Uint16Array.from(row([5, 6], [0, 4], [9, 10])), shape: [1, 20] }),
    "t/a.npy": encodeNpy({ data: Uint16Array.from(row([1, 6], [0, 4], [255, 8], [0, 2])), shape: [1, 20] }),
  };
  for (const labels of ["instances", "foreground"]) {
    const { result } = await scored(files, "--labels", labels, "--ignore", "255", "--metrics", "pq,ap,aji");
    expect(result.metrics.map((m: { dataset: number }) => m.dataset)).toEqual([1, 1, 1]);
  }
});

it("says of metrics on probabilities and confidences where they are", async () => {
  const folder = await scratchFolder({ "p/a.png": grayPng([[1]]), "t/a.png": grayPng([[1]]) });
  const asked = (metric: string) =>
    mistake("score", join(folder, "p"), join(folder, "t"), "--metrics", metric);
  for (const name of ["rocAuc", "kce", "ace"])
    expect(await asked(name)).toMatch(/reads probabilities, and score label maps/);
  for (const name of ["mAP", "froc"])
    expect(await asked(name)).toMatch(/reads objects with confidences, and score label/);
});

it("puts what is too wide for the terminal below, with the names again", async () => {
  const { callWith } = await import("../commands/fake-io.ts");
  const folder = await scratchFolder({ "p/a.png": grayPng([[1, 2]]), "t/a.png": grayPng([[1, 2]]) });
  const metrics = "dice,iou,precision,recall,specificity,accuracy,mcc,aji,modifiedPanopticQuality";
  const { out } = await callWith(
    { width: 80 },
    "score",
    join(folder, "p"),
    join(folder, "t"),
    "--metrics",
    metrics,
  );
  expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(out.match(/^class /gm)?.length).toBeGreaterThan(1);
});
