import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeNpy, encodeNpy } from "../../src/data/index.ts";
import { scratchFolder } from "../data/scratch-folder.ts";
import { call, mistake } from "./fake-io.ts";

const logits = encodeNpy({ data: Float32Array.of(0, 2), shape: [1, 2, 1] });
const labels = encodeNpy({ data: Uint8Array.of(1, 1), shape: [1, 2] });

/** Two pixels, logits 0 and 2, both positive. */
async function files(more: Record<string, Uint8Array> = {}): Promise<(name: string) => string> {
  const folder = await scratchFolder({ "z.npy": logits, "y.npy": labels, ...more });
  return (name) => join(folder, name);
}

async function json(...args: string[]) {
  const { code, out, said } = await call("eval", ...args, "--json");
  expect({ code, said }).toEqual({ code: 0, said: [] });
  return JSON.parse(out);
}

/** In float64. */
const exact = (...args: string[]) => json(...args, "--engine", "reference");

describe("the value", () => {
  it("of cross entropy is the mean of log(1 + exp(-z))", async () => {
    const path = await files();
    const result = await exact("crossEntropy", "--logits", path("z.npy"), "--targets", path("y.npy"));
    expect(Object.keys(result)).toEqual(["loss", "value", "engine", "link", "pixels", "gradientNorm", "ms"]);
    expect(result.value).toBeCloseTo((Math.log(2) + Math.log1p(Math.exp(-2))) / 2, 14);
    expect(result).toMatchObject({ loss: "crossEntropy", engine: "reference", link: "sigmoid", pixels: 2 });
    // The gradient is (p - 1)/2 for each pixel; it is kept in float32, like the logits.
    expect(result.gradientNorm).toBeCloseTo(Math.hypot(-0.25, (1 / (1 + Math.exp(-2)) - 1) / 2), 7);
  });

  it("of a loss of probabilities is composed with --link", async () => {
    const path = await files();
    const args = ["--logits", path("z.npy"), "--targets", path("y.npy")];
    const composed = await exact("keras.BinaryCrossentropy()", ...args, "--link", "sigmoid");
    expect(composed).toMatchObject({ link: "sigmoid" });
    expect(composed.value).toBeCloseTo((await exact("crossEntropy", ...args)).value, 14);
  });

  it("leaves ignored labels out", async () => {
    const path = await files({ "i.npy": encodeNpy({ data: Uint8Array.of(1, 255), shape: [1, 2] }) });
    const args = ["crossEntropy", "--logits", path("z.npy"), "--targets", path("i.npy"), "--ignore", "255"];
    const result = await exact(...args);
    expect(result.value).toBeCloseTo(Math.log(2), 14);
    expect(result.pixels).toBe(1);
  });

  it("takes weights, one per pixel", async () => {
    const path = await files({ "w.npy": encodeNpy({ data: Float32Array.of(0, 3), shape: [1, 2] }) });
    const args = [
      "crossEntropy",
      "--logits",
      path("z.npy"),
      "--targets",
      path("y.npy"),
      "--weights",
      path("w.npy"),
    ];
    expect((await exact(...args)).value).toBeCloseTo((3 * Math.log1p(Math.exp(-2))) / 2, 14);
  });

  it("takes soft targets of the logits' shape, and one-hot whole numbers", async () => {
    const soft = encodeNpy({ data: Float32Array.of(0.5, 1), shape: [1, 2, 1] });
    const z = encodeNpy({ data: Float64Array.of(0, 1, 2, 0), shape: [1, 2, 2] });
    const hot = encodeNpy({ data: Uint8Array.of(0, 1, 1, 0), shape: [1, 2, 2] });
    const index = encodeNpy({ data: Int32Array.of(1, 0), shape: [1, 2] });
    const path = await files({ "s.npy": soft, "z2.npy": z, "h.npy": hot, "k.npy": index });
    const one = await exact("crossEntropy", "--logits", path("z.npy"), "--targets", path("s.npy"));
    expect(one.value).toBeCloseTo((Math.log(2) + Math.log1p(Math.exp(-2))) / 2, 14);
    const asHot = await json("dice", "--logits", path("z2.npy"), "--targets", path("h.npy"));
    const asIndex = await json("dice", "--logits", path("z2.npy"), "--targets", path("k.npy"));
    expect(asHot.value).toBe(asIndex.value);
    expect(asHot.link).toBe("softmax");
  });

  it("sums over the region asked for", async () => {
    const z = encodeNpy({ data: Float32Array.of(3, -3, -1, 1), shape: [2, 2, 1] });
    const y = encodeNpy({ data: Uint8Array.of(1, 0, 0, 1), shape: [2, 2] });
    const path = await files({ "z4.npy": z, "y4.npy": y });
    const args = ["dice", "--logits", path("z4.npy"), "--targets", path("y4.npy")];
    const image = await json(...args, "--over", "image");
    const batch = await json(...args, "--over", "batch");
    expect((await json(...args)).value).toBe(image.value);
    expect(batch.value).not.toBeCloseTo(image.value, 3);
    expect(batch.loss).toBe('dice(over="batch")');
  });

  it("reads channels-first", async () => {
    const last = encodeNpy({ data: Float64Array.of(0, 1, 2, 0), shape: [1, 2, 2] });
    const first = encodeNpy({ data: Float64Array.of(0, 2, 1, 0), shape: [1, 2, 2] });
    const k = encodeNpy({ data: Int32Array.of(1, 0), shape: [1, 2] });
    const path = await files({ "l.npy": last, "f.npy": first, "k.npy": k });
    const a = await json("lovasz", "--logits", path("l.npy"), "--targets", path("k.npy"));
    const b = await json(
      ...["lovasz", "--logits", path("f.npy"), "--targets", path("k.npy"), "--layout", "channels-first"],
    );
    expect(b.value).toBe(a.value);
  });

  it("uses instances for the distance to the nearest cell", async () => {
    const path = await files({ "i.npy": encodeNpy({ data: Uint16Array.of(1, 2), shape: [1, 2] }) });
    const args = [
      "distanceCrossEntropy(cells=instances, w0=1)",
      "--logits",
      path("z.npy"),
      "--targets",
      path("y.npy"),
    ];
    const result = await exact(...args, "--instances", path("i.npy"));
    // d1 + d2 = 1 at both pixels.
    const entropy = (Math.log(2) + Math.log1p(Math.exp(-2))) / 2;
    expect(result.value).toBeCloseTo(entropy * (1 + Math.exp(-1 / 50)), 12);
    expect(await mistake("eval", ...args)).toMatch(/give --instances FILE/);
  });
});

describe("the engine", () => {
  it("is wasm unless another one is asked for, with the same value to 1e-7", async () => {
    const path = await files();
    const args = ["dice + focal", "--logits", path("z.npy"), "--targets", path("y.npy")];
    const [fast, threaded, precise] = [
      await json(...args),
      await json(...args, "--threads", "2"),
      await exact(...args),
    ];
    expect([fast.engine, threaded.engine, precise.engine]).toEqual(["wasm", "wasm", "reference"]);
    expect(threaded.value).toBe(fast.value);
    expect(Math.abs(fast.value / precise.value - 1)).toBeLessThan(1e-7);
  });

  it("is the reference, with a note, where single precision does not reach", async () => {
    const path = await files({ "big.npy": encodeNpy({ data: Float32Array.of(0, 100), shape: [1, 2, 1] }) });
    const args = ["log(mean(exp(z)))", "--logits", path("big.npy"), "--targets", path("y.npy"), "--json"];
    const { code, out, said } = await call("eval", ...args);
    expect([code, said.length]).toEqual([0, 1]);
    const { value, engine } = JSON.parse(out);
    expect(engine).toBe("reference");
    expect(value).toBeCloseTo(100 - Math.log(2), 12);
    expect(said[0]).toMatch(/range of single precision.*That engine has computed it/);
  });

  it("that was asked for refuses what it cannot compute", async () => {
    const path = await files({ "big.npy": encodeNpy({ data: Float32Array.of(0, 100), shape: [1, 2, 1] }) });
    const rest = ["--logits", path("big.npy"), "--targets", path("y.npy"), "--engine", "wasm"];
    expect(await mistake("eval", "log(mean(exp(z)))", ...rest)).toMatch(
      /one beyond the range of single precision, which the reference engine computes/,
    );
  });
});

describe("the gradient", () => {
  it("is written in the logits' shape, and nothing else is left in the folder", async () => {
    const path = await files();
    const args = [
      "crossEntropy",
      "--logits",
      path("z.npy"),
      "--targets",
      path("y.npy"),
      "--gradient",
      path("g.npy"),
    ];
    const { code, out, said } = await call("eval", ...args, "--json");
    expect(code).toBe(0);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(said).toEqual([`gradient written to ${path("g.npy")}`]);
    const { data, shape } = decodeNpy(await readFile(path("g.npy")));
    expect(shape).toEqual([1, 2, 1]);
    expect(data[0]).toBe(-0.25);
    expect((await readdir(path("."))).sort()).toEqual(["g.npy", "y.npy", "z.npy"]);
  });

  it("cannot be written where no folder is", async () => {
    const path = await files();
    const args = [
      "dice",
      "--logits",
      path("z.npy"),
      "--targets",
      path("y.npy"),
      "--gradient",
      path("no/g.npy"),
    ];
    expect(await mistake("eval", ...args)).toMatch(
      /--gradient .*g\.npy: there is no folder .*no to write it in; make the folder, or choose another place$/,
    );
  });

  it("is refused a place before the arrays are read", async () => {
    const path = await files();
    const asked = (gradient: string) =>
      mistake("eval", "dice", "--logits", "none.npy", "--targets", "none.npy", "--gradient", gradient);
    expect(await asked(path("."))).toMatch(/expected a file to write, got a folder; add a name to it/);
    expect(await asked(path("g.txt"))).toMatch(/g\.txt: what is written is \.npy; name the file so/);
  });
});

it("what the loss does not look at is computed without, with a note", async () => {
  const path = await files();
  const args = ["dice", "--logits", path("z.npy"), "--targets", path("y.npy"), "--json"];
  const { code, out, said } = await call("eval", ...args, "--instances", path("y.npy"), "--progress", "0.5");
  expect(code).toBe(0);
  expect(JSON.parse(out).value).toBe(JSON.parse((await call("eval", ...args)).out).value);
  expect(said).toEqual([
    "--instances is not read: this loss measures no distance between instances",
    "--progress changes nothing: this loss has no ramp",
  ]);
});

describe("what is refused", () => {
  const shaped = (shape: number[]) =>
    encodeNpy({ data: new Uint8Array(shape.reduce((a, b) => a * b, 1)), shape });

  it("files that are not there or no arrays", async () => {
    const path = await files({ "text.npy": new TextEncoder().encode("no array at all") });
    const targets = ["--targets", path("y.npy")];
    expect(await mistake("eval", "dice", "--logits", path("a.npy"), ...targets)).toMatch(
      /no such file; check the path/,
    );
    expect(await mistake("eval", "dice", "--logits", path("text.npy"), ...targets)).toMatch(
      /NUMPY signature; write it with numpy.save/,
    );
  });

  it("shapes that do not fit, saying both", async () => {
    const path = await files({ "t.npy": shaped([1, 3]), "flat.npy": shaped([4]) });
    expect(await mistake("eval", "dice", "--logits", path("z.npy"), "--targets", path("t.npy"))).toMatch(
      /has shape \(1, 3\), but the logits \(1, 2, 1\) are channels-last and need \(1, 2\) for labels/,
    );
    expect(await mistake("eval", "dice", "--logits", path("flat.npy"), "--targets", path("y.npy"))).toMatch(
      /has shape \(4,\), expected \(batch, ...space, classes\)/,
    );
    const args = ["--logits", path("z.npy"), "--targets", path("y.npy"), "--weights", path("t.npy")];
    expect(await mistake("eval", "dice", ...args)).toMatch(/--weights .* need one value per pixel, \(1, 2\)/);
  });

  it("labels out of range, with the remedy", async () => {
    const path = await files({ "t.npy": encodeNpy({ data: Uint8Array.of(1, 255), shape: [1, 2] }) });
    expect(await mistake("eval", "dice", "--logits", path("z.npy"), "--targets", path("t.npy"))).toMatch(
      /got 255 at index 1: leave such pixels out with --ignore 255, or give the network more channels/,
    );
    const rest = ["--logits", path("z.npy"), "--targets", path("t.npy"), "--ignore", "8,9"];
    expect(await mistake("eval", "dice", ...rest)).toMatch(/leave such pixels out with --ignore 8,9,255,/);
  });

  it("what the loss lacks, named by the option that brings it", async () => {
    const path = await files({ "s.npy": encodeNpy({ data: Float32Array.of(0.5, 1), shape: [1, 2, 1] }) });
    const asked = (loss: string, ...options: string[]) =>
      mistake("eval", loss, "--logits", path("z.npy"), "--targets", path("y.npy"), ...options);
    expect(await asked("distanceCrossEntropy(cells=instances)")).toMatch(
      /give --instances FILE\.npy, or use cells="components"\.$/,
    );
    expect(await asked("ramp(1, 0.1)*dice")).toMatch(/give --progress, 0 at the start/);
    expect(await asked("dice", "--link", "none")).toMatch(
      /probabilities must be in \[0, 1\], got 2 at index 1: .*choose another link: --link sigmoid or softmax/,
    );
    expect(await asked("dice", "--ignore", "255", "--targets", path("s.npy"))).toMatch(
      /--ignore names labels, but the targets are soft.*give --targets of labels$/,
    );
  });

  it("threads for an engine that has one", async () => {
    const path = await files();
    const args = ["dice", "--logits", path("z.npy"), "--targets", path("y.npy"), "--engine", "reference"];
    expect(await mistake("eval", ...args, "--threads", "2")).toMatch(
      /--threads 2 goes with --engine wasm; the reference engine has one thread: leave out one of both$/,
    );
    expect((await call("eval", ...args, "--threads", "1")).code).toBe(0);
  });

  it("labels that are no whole numbers", async () => {
    const path = await files({ "t.npy": encodeNpy({ data: Float32Array.of(1, 0.5), shape: [1, 2] }) });
    expect(await mistake("eval", "dice", "--logits", path("z.npy"), "--targets", path("t.npy"))).toMatch(
      /labels must be whole numbers up to 2\^31 - 1, got 0.5 at index 1/,
    );
  });

  it("logits that are not finite", async () => {
    const path = await files({
      "n.npy": encodeNpy({ data: Float32Array.of(1, Number.NaN), shape: [1, 2, 1] }),
    });
    expect(await mistake("eval", "dice", "--logits", path("n.npy"), "--targets", path("y.npy"))).toMatch(
      /logits must be finite, got NaN at index 1/,
    );
  });

  it("losses that do not exist, and options that they lack", async () => {
    const path = await files();
    const rest = ["--logits", path("z.npy"), "--targets", path("y.npy")];
    expect(await mistake("eval", "dise", ...rest)).toMatch(/Did you mean "dice"\?/);
    expect(await mistake("eval", "dice(gama=2)", ...rest)).toMatch(/dice has no option "gama"/);
    expect(await mistake("eval", "1 - summ(p*y)", ...rest)).toMatch(/summ/);
    for (const share of ["1.5", "half"])
      expect(await mistake("eval", "dice", ...rest, "--progress", share)).toMatch(/Expected a number/);
    expect(await mistake("eval", "dice", ...rest, "--ignore", "x")).toMatch(/Expected a number/);
    expect(await mistake("eval", "dice", ...rest, "--engine", "cuda")).toMatch(
      /Allowed choices are wasm, webgpu, reference/,
    );
  });
});

describe("what is most often not meant is computed, with a note", () => {
  it("probabilities as logits", async () => {
    const p = Float32Array.from({ length: 16 }, (_, i) => (i + 1) / 20);
    const y = Uint8Array.from(p, (x) => Number(x > 0.4));
    const path = await files({
      "p.npy": encodeNpy({ data: p, shape: [1, 4, 4, 1] }),
      "y.npy": encodeNpy({ data: y, shape: [1, 4, 4] }),
    });
    const args = ["eval", "dice", "--logits", path("p.npy"), "--targets", path("y.npy"), "--json"];
    expect((await call(...args)).said).toEqual([
      'The logits look like probabilities: all lie in [0, 1]. The link "sigmoid" is applied to them; for probabilities say --link none.',
    ]);
    expect((await call(...args, "--link", "none")).said).toEqual([]);
  });

  it("channels first without --layout; with one-hot targets it is refused", async () => {
    const z = Float32Array.from({ length: 48 }, (_, i) => Math.sin(i));
    const hot = Float32Array.from({ length: 48 }, (_, i) => Number(Math.floor(i / 16) === (i % 16) % 3));
    const path = await files({
      "z.npy": encodeNpy({ data: z, shape: [1, 3, 4, 4] }),
      "y.npy": encodeNpy({ data: new Uint8Array(12), shape: [1, 3, 4] }),
      "h.npy": encodeNpy({ data: hot, shape: [1, 3, 4, 4] }),
    });
    const args = ["--logits", path("z.npy"), "--targets"];
    expect((await call("eval", "dice", ...args, path("y.npy"), "--json")).said).toEqual([
      expect.stringMatching(
        /^The shape \[1, 3, 4, 4\] is read as 4 channels .*: if the second number counts the channels, say --layout channels-first\.$/,
      ),
    ]);
    expect(await mistake("eval", "dice", ...args, path("h.npy"))).toMatch(
      /they do with --layout channels-first, so say that/,
    );
  });
});
