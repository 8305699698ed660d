import {
  graph,
  initialise,
  type Network,
  networks,
  nodeRuntime,
  parametersByName,
  parameterVector,
  priorLogits,
  residualUnet,
  seededRandom,
  sizeOf,
  tape,
  trainer,
  unet,
} from "@segloss/train";
import { describe, expect, it } from "vitest";
import { parameterCount } from "../../src/step/parameters.ts";

function logitsShape(network: Network, height: number, width: number): readonly number[] {
  const g = graph();
  const images = g.input("images", [2, network.inputChannels, height, width]);
  const shapes = new Map(network.parameters.map(({ name, shape }) => [name, shape]));
  const parameter = (name: string) => g.input(name, shapes.get(name)!);
  return network.forward(tape(g), images, parameter).shape;
}

describe.each(Object.entries(networks))("%s", (kind, make) => {
  it.each([
    [{}, 64, 64, [2, 1, 64, 64]],
    [{ depth: 2, width: 3, classes: 5 }, 6, 10, [2, 5, 6, 10]],
    [{ depth: 4, width: 4, inputChannels: 3, classes: 2, upsampling: "nearest" }, 8, 16, [2, 2, 8, 16]],
    [{ depth: 3, width: 12, normalization: "group" }, 4, 8, [2, 1, 4, 8]],
  ] as const)("%o on %dx%d gives logits %o", (options, height, width, shape) => {
    expect(logitsShape(make(options), height, width)).toEqual(shape);
  });

  it("is described by its name and its options", () => {
    expect(make({ depth: 2, width: 4, normalization: "none" }).description).toEqual({
      ...{ kind, depth: 2, width: 4, inputChannels: 1, classes: 1, outputs: 1 },
      ...{ normalization: "none", upsampling: "transposed", startLogits: [0] },
    });
  });

  it("refuses sizes that make no network", () => {
    const says = (text: string) => new RegExp(`^${kind}: ${text}`);
    expect(() => make({ depth: 1 })).toThrow(says("depth must be a whole number of at least 2; got 1"));
    expect(() => make({ classes: 0 })).toThrow(says("classes .* got 0"));
    expect(() => make({ width: 2.5 })).toThrow(says("width .* got 2.5"));
    expect(() => make({ outputs: 3 })).toThrow(says("outputs must be at most depth - 1, which is 2; got 3"));
    expect(() => make({ classes: 2, startLogits: [0] })).toThrow(
      says("startLogits must be a list of 2 finite numbers, one a class; got \\[0\\]"),
    );
  });
});

describe("unet", () => {
  it("8/16/32 has the 29 321 parameters that the sum over its layers gives", () => {
    expect(parameterCount(unet({ depth: 3, width: 8 }).parameters)).toBe(29_321);
  });
});

describe("residualUnet", () => {
  it("has a shortcut where the number of channels changes, and none where it does not", () => {
    const names = residualUnet({ depth: 2, width: 4, inputChannels: 4 }).parameters.map(({ name }) => name);
    const shortcuts = names.filter((name) => name.endsWith("shortcut.weight"));
    expect(shortcuts).toEqual(["encoder.1.shortcut.weight", "decoder.0.shortcut.weight"]);
  });

  it("is what its shortcuts make of an image where the convolutions beside them are 0", async () => {
    const network = residualUnet({ depth: 2, width: 1, normalization: "none" });
    const parameters = Object.fromEntries(
      network.parameters.map(({ name, shape }) => {
        const isKept = /shortcut.weight$|^logits.weight$|^up/.test(name) && !name.endsWith("bias");
        return [name, new Float32Array(sizeOf(shape)).fill(isKept ? 1 : 0)];
      }),
    );
    const loss = { inputs: [], evaluate: () => ({ value: 0, gradient: new Float32Array(4) }) };
    const made = await trainer({
      ...{ runtime: nodeRuntime(), network, loss, parameters, batchShape: [1, 2, 2] as const },
    });
    // encoder.0 is the image itself; its largest pixel goes down into both channels of encoder.1, up as their sum, and beside the image.
    expect([...(await made.predict(Float32Array.of(1, 2, 3, 4)))]).toEqual([1 + 8, 2 + 8, 3 + 8, 4 + 8]);
    await made.dispose();
    expect(parameterVector(network.parameters, parameters)).toHaveLength(
      network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    );
  });
});

describe("priorLogits", () => {
  it("are where the probabilities are those of the data, at least 0.01", () => {
    const [z] = priorLogits([0.2], "sigmoid");
    expect(1 / (1 + Math.exp(-z))).toBeCloseTo(0.2, 12);
    const powers = priorLogits([0.7, 0.2, 0.1], "softmax").map(Math.exp);
    expect(powers.map((power) => power / (powers[0] + powers[1] + powers[2]))).toEqual([
      expect.closeTo(0.7, 12),
      expect.closeTo(0.2, 12),
      expect.closeTo(0.1, 12),
    ]);
    expect(priorLogits([0, 1], "sigmoid")).toEqual(priorLogits([0.01, 0.99], "sigmoid"));
  });

  it("refuses shares that are none, and one class under softmax", () => {
    expect(() => priorLogits([1.5], "sigmoid")).toThrow(
      /shares must be a list of shares from 0 to 1, got \[1.5\]/,
    );
    expect(() => priorLogits([0.5], "softmax")).toThrow(/softmax needs two classes or more; got \[0.5\]/);
  });
});

describe("initial parameters", () => {
  const { parameters } = unet({ depth: 3, width: 16, normalization: "group" });

  it("are the same for the same seed and others for another", () => {
    expect(initialise(parameters, 1)).toEqual(initialise(parameters, 1));
    expect(initialise(parameters, 1)).not.toEqual(initialise(parameters, 2));
  });

  it("have He's variance in weights, 1 in scales and 0 in biases", () => {
    const values = parametersByName(parameters, initialise(parameters, 3));
    const weight = values["decoder.1.first.weight"];
    const variance = weight.reduce((total, value) => total + value ** 2, 0) / weight.length;
    expect(Math.abs(variance / (2 / (64 * 9)) - 1)).toBeLessThan(0.03);
    expect(new Set(values["encoder.0.first.normalization.scale"])).toEqual(new Set([1]));
    expect(new Set(values["logits.bias"])).toEqual(new Set([0]));
  });

  it("have logits that start where they were asked to, and weights there that sum to 0", () => {
    const network = unet({ classes: 3, startLogits: [-1, 0.5, 2] });
    const values = parametersByName(network.parameters, initialise(network.parameters, 3));
    expect([...values["logits.bias"]]).toEqual([-1, 0.5, 2]);
    for (const k of [0, 1, 2]) {
      const own = values["logits.weight"].subarray(k * 8, (k + 1) * 8);
      expect(Math.abs(own.reduce((sum, weight) => sum + weight, 0))).toBeLessThan(1e-6);
      expect(Math.max(...own.map(Math.abs))).toBeGreaterThan(0.1);
    }
  });
});

describe("seededRandom", () => {
  it("is uniform in [0, 1)", () => {
    const random = seededRandom(11);
    const counts = new Array(10).fill(0);
    for (let count = 0; count < 100_000; count++) counts[Math.floor(random() * 10)]++;
    // Chi-squared with 9 degrees of freedom: above 27.9 once in a thousand seeds.
    const statistic = counts.reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0);
    expect(statistic).toBeLessThan(27.9);
  });
});
