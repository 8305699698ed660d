import { type CompileOptions, dice, distanceCrossEntropy, type Loss, loss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { type Call, call, put } from "./small-call.ts";

const unchecked = (value: unknown): never => value as never;

describe("compile refuses what it cannot mean", () => {
  const compile = (options: Partial<CompileOptions>, given: Loss = dice()): (() => unknown) => {
    return () => reference().compile(given, { shape: [2, 4, 3], ...options });
  };

  it.each<readonly [string, Partial<CompileOptions>, RegExp]>([
    [
      "too few axes",
      { shape: [4, 1] },
      /^Expected a shape \[batch, \.\.\.space, channels\] with 1 to 3 spatial axes, got \[4, 1\]/,
    ],
    ["too many axes", { shape: [1, 2, 2, 2, 2, 1] }, /1 to 3 spatial axes, got \[1, 2, 2, 2, 2, 1\]/],
    [
      "no images",
      { shape: [0, 4, 4, 1] },
      /^Every axis of the shape must be a whole number above 0, got \[0, 4, 4, 1\]/,
    ],
    ["no pixels", { shape: [1, 0, 1] }, /^Every axis of the shape must be a whole number above 0/],
    ["no channels", { shape: [1, 4, 0] }, /^Every axis of the shape must be a whole number above 0/],
    [
      "half a pixel",
      { shape: [1, 2.5, 1] },
      /^Every axis of the shape must be a whole number above 0, got \[1, 2\.5, 1\]/,
    ],
    ["NaN pixels", { shape: [1, Number.NaN, 1] }, /^Every axis of the shape must be a whole number above 0/],
    [
      "another layout",
      { layout: unchecked("NCHW") },
      /^Unknown layout "NCHW": expected "channels-last" or "channels-first"/,
    ],
    [
      "another link",
      { link: unchecked("probit") },
      /^Unknown link "probit": expected sigmoid, softmax, none/,
    ],
    [
      "softmax of one channel",
      { shape: [1, 4, 1], link: "softmax" },
      /^softmax of one channel is always 1: use the sigmoid link, or give two channels or more/,
    ],
    ["half a label", { ignore: 0.5 }, /^ignore must be whole labels such as 255, got 0.5/],
    ["a NaN label", { ignore: [255, Number.NaN] }, /^ignore must be whole labels such as 255, got NaN/],
    [
      "a label to ignore in soft targets",
      { ignore: 255, targets: "soft" },
      /^ignore names labels, but the targets are soft: leave pixels out with a mask instead/,
    ],
  ])("%s", (_, options, message) => expect(compile(options)).toThrow(message));

  it("softmax of one channel, channels first", () => {
    expect(compile({ shape: [1, 1, 4], layout: "channels-first", link: "softmax" })).toThrow(
      /^softmax of one channel/,
    );
  });

  it("a spacing of another dimension", () => {
    expect(compile({ shape: [1, 4, 1] }, distanceCrossEntropy({ spacing: [1, 1] }))).toThrow(
      /^spacing \[1, 1\] must have one number per axis of the shape, 1 in all/,
    );
  });

  it("a formula with a mistake says where", () => {
    expect(compile({}, loss("mean(pp)"))).toThrow(/^Unknown name "pp"\..*\n {2}mean\(pp\)\n {7}\^$/s);
    expect(compile({}, { terms: [] })).toThrow(/^The loss has no terms: expected at least one/);
  });
});

describe("run refuses data that do not fit, naming the first index", () => {
  it.each<readonly [string, Call, RegExp]>([
    ["no logits", { inputs: { logits: undefined } }, /^Expected logits and targets, got no logits/],
    ["no targets", { inputs: { targets: undefined } }, /^Expected logits and targets, got no targets/],
    [
      "short logits",
      { inputs: { logits: new Float32Array(23) } },
      /^logits must have 24 values, the shape \[2, 4, 3\]; got 23/,
    ],
    ["no values", { inputs: { logits: new Float32Array(0) } }, /^logits must have 24 values/],
    [
      "NaN",
      { inputs: { logits: put(new Float32Array(24), 7, Number.NaN) } },
      /^logits must be finite, got NaN at index 7: the network has diverged/,
    ],
    [
      "Infinity",
      { inputs: { logits: put(new Float64Array(24), 23, Infinity) } },
      /^logits must be finite, got Infinity at index 23/,
    ],
    [
      "-Infinity first",
      { inputs: { logits: put(put(new Float64Array(24), 9, Number.NaN), 3, -Infinity) } },
      /^logits must be finite, got -Infinity at index 3/,
    ],
    [
      "a short gradient",
      { inputs: { gradient: new Float32Array(8) } },
      /^gradient must have 24 values, the shape \[2, 4, 3\]; got 8/,
    ],
    [
      "short targets",
      { inputs: { targets: new Uint8Array(7) } },
      /^targets must have 8 values, the shape \[2, 4\]; got 7/,
    ],
    [
      "one-hot targets as indices",
      { inputs: { targets: new Uint8Array(24) } },
      /^targets must have 8 values, the shape \[2, 4\]; got 24/,
    ],
    [
      "soft targets for indices",
      { inputs: { targets: new Float32Array(24) } },
      /^Compiled for targets: "indices", got Float32Array: indices are Uint8Array, Uint16Array or Int32Array, soft targets Float32Array or Float64Array/,
    ],
    [
      "indices for soft targets",
      { options: { targets: "soft" }, inputs: { targets: new Uint8Array(8) } },
      /^Compiled for targets: "soft", got Uint8Array/,
    ],
    [
      "short soft targets",
      { options: { targets: "soft" }, inputs: { targets: new Float32Array(8) } },
      /^targets must have 24 values, the shape \[2, 4, 3\]; got 8/,
    ],
    [
      "a soft target above 1",
      { options: { targets: "soft" }, inputs: { targets: put(new Float32Array(24), 5, 1.5) } },
      /^targets must be in \[0, 1\], got 1\.5 at index 5/,
    ],
    [
      "a negative soft target",
      { options: { targets: "soft" }, inputs: { targets: put(new Float64Array(24), 4, -1e-9) } },
      /^targets must be in \[0, 1\], got -1e-9 at index 4/,
    ],
    [
      "a NaN soft target",
      { options: { targets: "soft" }, inputs: { targets: put(new Float64Array(24), 6, Number.NaN) } },
      /^targets must be in \[0, 1\], got NaN at index 6/,
    ],
    [
      "a label out of range",
      { inputs: { targets: put(new Uint8Array(8), 2, 3) } },
      /^targets must be labels 0 to 2, got 3 at index 2: leave such pixels out with ignore: 3, or give the network more channels/,
    ],
    [
      "255 unannounced",
      { inputs: { targets: put(new Uint8Array(8), 6, 255) } },
      /^targets must be labels 0 to 2, got 255 at index 6: leave such pixels out with ignore: 255/,
    ],
    [
      "another label than the ignored",
      { options: { ignore: 255 }, inputs: { targets: put(new Uint8Array(8), 1, 254) } },
      /^targets must be labels 0 to 2, got 254 at index 1/,
    ],
    [
      "a negative label",
      { inputs: { targets: put(new Int32Array(8), 0, -1) } },
      /^targets must be labels 0 to 2, got -1 at index 0/,
    ],
    [
      "a label 2 of one channel",
      {
        options: { shape: [2, 4, 1] },
        inputs: { logits: new Float32Array(8), targets: put(new Uint8Array(8), 3, 2) },
      },
      /^targets must be labels 0 to 1, got 2 at index 3/,
    ],
    [
      "weights unannounced",
      { inputs: { weights: new Float32Array(8) } },
      /^Compiled without weights, got some: compile with weights: true/,
    ],
    [
      "missing weights",
      { options: { weights: true } },
      /^Compiled with weights, got none: pass weights \[2, 4\]/,
    ],
    [
      "short weights",
      { options: { weights: true }, inputs: { weights: new Float32Array(24) } },
      /^weights must have 8 values, the shape \[2, 4\]; got 24/,
    ],
    [
      "a negative weight",
      { options: { weights: true }, inputs: { weights: put(new Float32Array(8), 2, -1) } },
      /^weights must be finite and at least 0, got -1 at index 2/,
    ],
    [
      "an infinite weight",
      { options: { weights: true }, inputs: { weights: put(new Float32Array(8), 7, Infinity) } },
      /^weights must be finite and at least 0, got Infinity at index 7/,
    ],
    [
      "a NaN weight",
      { options: { weights: true }, inputs: { weights: put(new Float32Array(8), 0, Number.NaN) } },
      /^weights must be finite and at least 0, got NaN at index 0/,
    ],
    [
      "a mask unannounced",
      { inputs: { mask: new Uint8Array(8) } },
      /^Compiled without mask, got some: compile with mask: true/,
    ],
    ["a missing mask", { options: { mask: true } }, /^Compiled with mask, got none: pass mask \[2, 4\]/],
    [
      "a short mask",
      { options: { mask: true }, inputs: { mask: new Uint8Array(4) } },
      /^mask must have 8 values, the shape \[2, 4\]; got 4/,
    ],
    [
      "short instances",
      { inputs: { instances: new Int32Array(4) } },
      /^instances must have 8 values, the shape \[2, 4\]; got 4/,
    ],
    [
      "missing instances",
      { loss: distanceCrossEntropy({ cells: "instances" }) },
      /^The distance is to the nearest instances: pass instances \[batch, \.\.\.space\], or use cells: "components"/,
    ],
    [
      "a missing map",
      { loss: loss("mean(m*p)", { maps: ["m"] }) },
      /^The formula uses the map "m": pass maps: \{ m \} \[2, 4\]/,
    ],
    [
      "a short map",
      { loss: loss("mean(m*p)", { maps: ["m"] }), inputs: { maps: { m: new Float32Array(24) } } },
      /^maps\.m must have 8 values, the shape \[2, 4\]; got 24/,
    ],
    [
      "an infinite map",
      {
        loss: loss("mean(m*p)", { maps: ["m"] }),
        inputs: { maps: { m: put(new Float32Array(8), 3, Infinity) } },
      },
      /^maps\.m must be finite, got Infinity at index 3/,
    ],
    [
      "a probability above 1",
      { options: { link: "none" }, inputs: { logits: put(new Float32Array(24), 11, 1.25) } },
      /^probabilities must be in \[0, 1\], got 1\.25 at index 11: with the link "none" .* choose a link: "sigmoid" or "softmax"\.$/,
    ],
    [
      "a negative probability",
      { options: { link: "none" }, inputs: { logits: put(new Float32Array(24), 0, -0.5) } },
      /^probabilities must be in \[0, 1\], got -0\.5 at index 0/,
    ],
  ])("%s", (_, given, message) => expect(call(given)).toThrow(message));

  it("spacing of another dimension, before there are data", () => {
    expect(() => call({ loss: distanceCrossEntropy({ spacing: [1, 1] }) })).toThrow(
      /spacing \[1, 1\] must have one number per axis of the shape, 1 in all/,
    );
  });

  it("shapes in messages follow the layout", () => {
    const options = { shape: [2, 3, 4], layout: "channels-first" } as const;
    expect(call({ options, inputs: { logits: new Float32Array(1) } })).toThrow(
      /^logits must have 24 values, the shape \[2, 3, 4\]; got 1/,
    );
  });

  it("a refused call leaves the gradient alone", () => {
    const gradient = new Float32Array(24).fill(5);
    expect(call({ inputs: { gradient, logits: put(new Float32Array(24), 1, Number.NaN) } })).toThrow();
    expect([...gradient]).toEqual(Array(24).fill(5));
  });
});
