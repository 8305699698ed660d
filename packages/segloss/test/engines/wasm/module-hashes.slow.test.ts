import { createHash } from "node:crypto";
import { type CompileOptions, type Engine, type Loss, type WasmStep, wasmSync } from "segloss";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Case, compileOptions, makeCase, stepInputs } from "../../conformance/case.ts";
import { SUITE_LOSSES } from "../../conformance/losses.ts";

// What a change of the compiler's house must not change: the bytes of the modules. A line that differs is a loss whose code is
// another one; the commit that changes it says why, and its time beside the build before. Modules are made
// when a step first runs; shapes with many pixels run functions that do nothing.

/** One of each thing that changes the code: link, layout, targets, weights, labels left out, many classes, large regions. */
const CASES: readonly Case[] = [
  makeCase("binary", { space: [5, 7] }),
  makeCase("binary, weighted, ignored", { weight: (r) => r(), ignore: [255] }),
  makeCase("binary, masked, none", { link: "none", logit: (r) => r(), masked: (r) => r() < 0.4 }),
  makeCase("binary, soft", { soft: (r) => [r()] }),
  makeCase("classes last", { channels: 4, space: [5, 7] }),
  makeCase("classes first, ignored", { channels: 3, layout: "channels-first", ignore: [255] }),
  makeCase("classes, sigmoid, soft", { channels: 3, link: "sigmoid", soft: (_, n) => Array(n).fill(0.5) }),
  makeCase("21 classes, weighted", { channels: 21, weight: (r) => r() }),
];

const LARGE: Readonly<Record<string, CompileOptions>> = {
  "large binary": { shape: [8, 512, 512, 1] },
  "large classes": { shape: [2, 256, 256, 21] },
};

const host = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: object };
  };
};
const { Module, Instance } = host.WebAssembly;
const seen: string[] = [];

beforeAll(() => {
  host.WebAssembly.Module = class extends Module {
    constructor(bytes: Uint8Array) {
      super(bytes);
      seen.push(createHash("sha256").update(bytes).digest("hex").slice(0, 12));
    }
  };
});

afterAll(() => {
  host.WebAssembly.Module = Module;
});

/** The modules that one loss makes in an engine of its own, whose memory starts empty. */
function modulesOf(make: () => Engine, loss: Loss, options: CompileOptions, c?: Case): string {
  const engine = make();
  seen.length = 0;
  try {
    const step = engine.compile(loss, options);
    if (c) {
      step.run(stepInputs(c, new Float32Array(c.logits.length)));
      step.run(stepInputs(c));
    } else runNothing(step as WasmStep);
    return seen.join(" ");
  } catch (error) {
    return `${seen.join(" ")} ${(error as Error).message.slice(0, 60)}`.trim();
  } finally {
    engine.dispose();
  }
}

/** Has a step make the module of its gradient. */
function runNothing(step: WasmStep): void {
  host.WebAssembly.Instance = class {
    readonly exports = new Proxy({}, { get: () => () => 0 });
  };
  try {
    step.warmUp(0);
  } finally {
    host.WebAssembly.Instance = Instance;
  }
}

it("the modules of the catalogue are what they were", async () => {
  const exact = (): Engine => wasmSync({ relaxed: false });
  const bucketed = (): Engine => wasmSync({ relaxed: false, lovasz: "bucketed" });
  const lines: string[] = [];
  for (const c of CASES)
    for (const { name, make } of SUITE_LOSSES) {
      const loss = make(c);
      if (loss) lines.push(`${c.name} | ${name}: ${modulesOf(exact, loss, compileOptions(c), c)}`);
    }
  for (const [name, options] of Object.entries(LARGE)) {
    const sample = makeCase(name, { channels: options.shape.at(-1) as number });
    for (const { name: lossName, make } of SUITE_LOSSES) {
      const loss = make(sample);
      if (loss) lines.push(`${name} | ${lossName}: ${modulesOf(bucketed, loss, options)}`);
    }
  }
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("module-hashes.txt");
});
