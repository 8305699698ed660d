import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { writeNifti } from "../../../io/test/formats/nifti-writer.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { shortestDecimal } from "../../src/score/shortest-decimal.ts";
import { call } from "../commands/fake-io.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";

/** Cases beside the checkout: the same values as the inputs made here, of files that other tools wrote. */
const CASES =
  process.env.SEGLOSS_CASES ?? fileURLToPath(new URL("../../../../../shared/cases", import.meta.url));

async function scored(predicted: string, truth: string, ...options: string[]) {
  const { code, said, out } = await call("score", predicted, truth, ...options, "--json");
  return { code, said, result: out === "" ? undefined : JSON.parse(out) };
}

/** The mean over the images of each metric, of inputs made here and of the case's own where it is there. */
async function means(
  files: Record<string, Uint8Array>,
  [number, p, t]: readonly [number, string, string],
  ...options: string[]
): Promise<readonly (number | null)[][]> {
  const folder = await scratchFolder(files);
  const made = Object.keys(files).length === 2 ? Object.keys(files) : ["p", "t"];
  const places = [
    made.map((name) => join(folder, name)),
    [p, t].map((name) => join(CASES, String(number), name)),
  ];
  const there = existsSync(CASES) ? places : places.slice(0, 1);
  return Promise.all(
    there.map(async ([a, b]) => {
      const { code, said, result } = await scored(a, b, ...options);
      expect({ code, said }).toEqual({ code: 0, said: [] });
      return result.metrics.map((m: { overImages: { mean: number } | null }) => m.overImages?.mean ?? null);
    }),
  );
}

const npy = (shape: number[], inside: (...at: number[]) => number, Type: Kind = Uint8Array) =>
  encodeNpy({ data: Type.from(mapOf(shape, inside)), shape });
type Kind = typeof Uint8Array | typeof Int16Array | typeof Uint32Array;

function mapOf(shape: number[], inside: (...at: number[]) => number): number[] {
  const place = (i: number) =>
    shape.map((size, k) => Math.floor(i / shape.slice(k + 1).reduce((a, b) => a * b, 1)) % size);
  return Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => inside(...place(i)));
}

const within = (at: number, low: number, high: number) => at >= low && at <= high;

describe("ignored pixels", () => {
  it("case 28: a predicted ignore label is a wrong prediction where the truth is known, and no class", async () => {
    const picture = (value: (y: number, x: number) => number) =>
      grayPng(Array.from({ length: 20 }, (_, y) => Array.from({ length: 20 }, (__, x) => value(y, x))));
    const object = (y: number, x: number) => within(y, 5, 14) && within(x, 5, 14);
    const rim = (y: number, x: number) => (y === 4 || y === 15) && within(x, 4, 15);
    const truth = picture((y, x) => (object(y, x) ? 1 : rim(y, x) ? 255 : 0));
    const bare = picture((y, x) => (object(y, x) && x < 14 ? 1 : 0));
    // On the rim, on what the object has at its right, and on background.
    const marked = picture((y, x) => (object(y, x) ? (x < 14 ? 1 : 255) : rim(y, x) || y === 0 ? 255 : 0));
    const files = { "p/a.png": marked, "p/b.png": bare, "t/a.png": truth, "t/b.png": truth };
    for (const [dice, of] of await means(files, [28, "p", "t"], "--ignore", "255", "--metrics", "dice,pq"))
      expect([dice, of]).toEqual([180 / 190, 0.9]);
    const folder = await scratchFolder(files);
    for (const labels of ["classes", "foreground"]) {
      const options = ["--ignore", "255", "--metrics", "dice", "--labels", labels];
      const { result } = await scored(join(folder, "p"), join(folder, "t"), ...options);
      expect(result.metrics[0].classes).toEqual([
        { label: 1, dataset: 180 / 190, overImages: 180 / 190, images: 2 },
      ]);
      expect(result.pixels).toBe(800 - 48);
    }
    const one = ["--ignore", "255", "--metrics", "dice", "--classes", "1"];
    expect((await scored(join(folder, "p"), join(folder, "t"), ...one)).result.metrics[0].dataset).toBe(
      180 / 190,
    );
  });

  it("case 32: no edge runs along them", async () => {
    const square = (y: number, x: number, left: number) =>
      Number(within(y, 10, 49) && within(x, left, left + 39));
    const files = {
      "p.npy": npy([60, 60], (y, x) => square(y, x, 14)),
      "t.npy": npy([60, 60], (y, x) => (y % 4 === 0 ? 255 : square(y, x, 10))),
    };
    const options = ["--ignore", "255", "--metrics", "nsd(tolerance=1),assd"];
    for (const [nsd, assd] of await means(files, [32, "p.npy", "t_sparse.npy"], ...options)) {
      // 136 edge pixels each; scipy's distance transform of edges between known pixels: 75 within 1 pixel in each direction.
      expect(nsd).toBe(150 / 272);
      expect(assd).toBeCloseTo(1.7426470588235294, 12);
    }
  });

  it("may be negative or beyond 2^31, in the truth and in the prediction", async () => {
    const row = (values: number[], Type: Kind) => npy([1, values.length], (_, x) => values[x], Type);
    for (const [label, Type] of [
      [-1, Int16Array],
      [4294967295, Uint32Array],
    ] as const) {
      const files = { "p.npy": row([1, label, 1, 0, label], Type), "t.npy": row([1, 1, label, 0, 0], Type) };
      const folder = await scratchFolder(files);
      const of = (...options: string[]) => scored(join(folder, "p.npy"), join(folder, "t.npy"), ...options);
      const { code, result } = await of("--metrics", "dice", "--ignore", String(label));
      expect({ code, pixels: result.pixels }).toEqual({ code: 0, pixels: 4 });
      expect(result.metrics[0].dataset).toBe(2 / 3);
      expect((await of("--metrics", "dice")).said[0]).toMatch(new RegExp(`value ${label} .*is no label`));
    }
  });

  it("that are all there is leave no value, whatever an empty class scores", async () => {
    const files = { "p.npy": npy([2, 2], () => 1), "t.npy": npy([2, 2], () => 9) };
    const folder = await scratchFolder(files);
    const { result } = await scored(
      ...([join(folder, "p.npy"), join(folder, "t.npy"), "--ignore", "9", "--classes", "1"] as const),
      ...["--empty", "perfect", "--metrics", "dice,pa,hd,cldice,pq"],
    );
    expect(result.rows[0].values).toEqual([null, null, null, null, null]);
  });

  it("with the foreground's own number stay out of it", async () => {
    const files = {
      "p.npy": npy([1, 4], (_, x) => [7, 7, 0, 7][x]),
      "t.npy": npy([1, 4], (_, x) => [7, 1, 0, 7][x]),
    };
    const folder = await scratchFolder(files);
    const options = ["--ignore", "1", "--labels", "foreground", "--metrics", "dice"];
    const { result } = await scored(join(folder, "p.npy"), join(folder, "t.npy"), ...options);
    expect([result.metrics[0].dataset, result.pixels]).toEqual([1, 3]);
  });
});

describe("ties with a spacing of single precision", () => {
  it.each([
    [30, 1.1],
    [31, 0.3],
  ])(
    "case %i: a tolerance of one step of %s holds, and the step is written as it is meant",
    async (number, step) => {
      const slab = (z: number) => {
        const voxels = mapOf([12, 12, 12], (k) => Number(within(k, z, z + 3)));
        const type = [2, 8] as const;
        return writeNifti({
          dims: [12, 12, 12],
          type,
          voxels: Uint8Array.from(voxels),
          spacing: [4, 4, step],
        });
      };
      const files = { "p.nii": slab(4), "t.nii": slab(3) };
      const names = [number, `p_${step}.nii.gz`, `t_${step}.nii.gz`] as const;
      for (const values of await means(files, names, "--metrics", `nsd(tolerance=${step}),hd`))
        expect(values).toEqual([1, step]);
    },
  );

  it("numbers of single precision become the shortest decimal that they stand for, others stay", () => {
    for (const step of [1.1, 0.3, 0.7, 0.9375, 3, 0.048828125, 1e-5, 123.456])
      expect(shortestDecimal(Math.fround(step))).toBe(step);
    expect([0.1 + 0.2, Math.PI, 1 / 3].map(shortestDecimal)).toEqual([0.1 + 0.2, Math.PI, 1 / 3]);
  });
});

describe("lines of even width", () => {
  it("case 33: half of a tube 4 voxels wide is half found, and lost by the skeletons of scikit-image", async () => {
    const tube = (end: number) => (z: number, y: number, x: number) =>
      Number(within(z, 10, 13) && within(y, 10, 13) && within(x, 3, end));
    const files = { "p.npy": npy([40, 40, 41], tube(19)), "t.npy": npy([40, 40, 41], tube(36)) };
    const metrics = "cldice,cldice(skeleton=scikit-image),cldice(skeleton=lee)";
    for (const values of await means(files, [33, "half_p.npy", "half_t.npy"], "--metrics", metrics))
      expect(values).toEqual([2 / 3, null, null]);
  });

  it("case 34: half of a diagonal of two pixels is half found", async () => {
    const line = (rows: number) => (y: number, x: number) => Number(y < rows && (x === y || x === y + 1));
    const files = { "p.npy": npy([48, 48], line(22)), "t.npy": npy([48, 48], line(48)) };
    const metrics = "cldice,cldice(skeleton=lee),cldice(skeleton=scikit-image)";
    for (const values of await means(files, [34, "diag2_half.npy", "diag2.npy"], "--metrics", metrics)) {
      expect(values[0]).toBeCloseTo(22 / 35, 12);
      // scikit-image 0.26: 0.6176 by Lee; its default leaves 13 and 1 pixels.
      expect(values[1]).toBeCloseTo(21 / 34, 12);
      expect(values[2]).toBe(0);
    }
  });
});

describe("words as options of metrics", () => {
  it("name distances, directions and skeletons, of short names too", async () => {
    const files = {
      "p.npy": npy([5, 6], (y, x) => Number(y === 3 && x === 4)),
      "t.npy": npy([5, 6], (y, x) => Number((y === 1 && x === 1) || (y === 3 && x === 4))),
    };
    const folder = await scratchFolder(files);
    const calls = ["hd95(distance=chessboard)", "hd(distance=taxicab)", "hd", "hd(direction=prediction)"];
    const metrics = [...calls, "hd95(direction=truth)", "obj_assd", "com_dist", "pred_in_ref"].join(",");
    const { result } = await scored(join(folder, "p.npy"), join(folder, "t.npy"), "--metrics", metrics);
    const close = (value: number) => expect.closeTo(value, 12);
    expect(result.rows[0].values).toEqual([
      ...[close(2.85), 5, close(Math.sqrt(13)), 0, close(0.95 * Math.sqrt(13))],
      ...[0, close(Math.hypot(1, 1.5)), 1],
    ]);
    expect(result.metrics[0].metric).toBe("hausdorffDistance(percentile=95, distance=chessboard)");
  });

  it.each([
    [
      "hd(distance=manhattan)",
      /distance of hausdorffDistance must be euclidean or chessboard or taxicab, got "manhattan"/,
    ],
    ["cldice(lee=1)", /centrelineDice has no parameter lee; its parameters: skeleton/],
    ["nsd(tolerance=two)", /tolerance of normalizedSurfaceDice must be a number, 0 or more, got "two"/],
  ])("are refused where unknown: %s", async (metric, message) => {
    const folder = await scratchFolder({ "p.npy": npy([1, 1], () => 1) });
    const { code, said } = await scored(join(folder, "p.npy"), join(folder, "p.npy"), "--metrics", metric);
    expect(code).toBe(1);
    expect(said.join()).toMatch(message);
  });
});
