import {
  graph,
  initialise,
  parametersByName,
  seededRandom,
  tape,
  type UnetOptions,
  unet,
} from "@segloss/train";
import { describe, expect, it } from "vitest";
import { parameterCount } from "../../src/step/parameters.ts";

function logitsShape(options: UnetOptions, height: number, width: number): readonly number[] {
  const network = unet(options);
  const g = graph();
  const images = g.input("images", [2, network.inputChannels, height, width]);
  const shapes = new Map(network.parameters.map(({ name, shape }) => [name, shape]));
  const parameter = (name: string) => g.input(name, shapes.get(name)!);
  return network.forward(tape(g), images, parameter).shape;
}

describe("unet", () => {
  it.each([
    [{}, 64, 64, [2, 1, 64, 64]],
    [{ depth: 2, width: 3, classes: 5 }, 6, 10, [2, 5, 6, 10]],
    [{ depth: 4, width: 4, inputChannels: 3, classes: 2, upsampling: "nearest" }, 8, 16, [2, 2, 8, 16]],
    [{ depth: 3, width: 12, normalization: "group" }, 4, 8, [2, 1, 4, 8]],
  ] as const)("%o on %dx%d gives logits %o", (options, height, width, shape) => {
    expect(logitsShape(options, height, width)).toEqual(shape);
  });

  it("8/16/32 has the 29 321 parameters that the sum over its layers gives", () => {
    expect(parameterCount(unet({ depth: 3, width: 8 }).parameters)).toBe(29_321);
  });

  it("refuses sizes that make no network", () => {
    expect(() => unet({ depth: 1 })).toThrow(/depth must be a whole number of at least 2; got 1/);
    expect(() => unet({ classes: 0 })).toThrow(/classes .* got 0/);
    expect(() => unet({ width: 2.5 })).toThrow(/width .* got 2.5/);
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
