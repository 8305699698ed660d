import { LOSSES, parseLoss } from "segloss";
import { it } from "vitest";
import { nodeRuntime } from "../../src/runtime/index.ts";
import { emptyTensor, floatTensor } from "../../src/runtime/runtime.ts";
import { lossModel, modelInputs } from "../../src/loss/index.ts";
const names = process.env.LOSSES?.split(";") ?? LOSSES.map((l) => l.definition.name);
const wave = (n: number, s: number) => Float32Array.from({ length: n }, (_, i) => 3 * Math.sin(1.7 * i + s));
it("dyn", async () => {
  const rt = nodeRuntime();
  for (const name of names) for (const K of [1, 3]) for (const flags of [{}, { ignoring: true, weighted: true }]) {
    try {
      const opt = { classes: K, ignoring: false, targets: "soft" as const, ...flags };
      const loss = parseLoss(name);
      const dyn = await rt.session(lossModel(loss, ["N", K, "H", "W"], opt), { threads: 1 });
      for (const [n, h, w] of [[1, 1, 1], [2, 7, 9], [3, 40, 53], [1, 64, 64]]) {
        const shape = [n, K, h, w];
        const fixed = await rt.session(lossModel(loss, shape, opt), { threads: 1 });
        const feeds = Object.fromEntries(modelInputs(loss, shape, opt).map(({ name: k, shape: s }, j) => {
          const len = (s as number[]).reduce((a, b) => a * b, 1);
          let d = wave(len, j);
          if (k === "valid") d = d.map((x) => (x > -2 ? 1 : 0));
          if (k === "targets") d = Float32Array.from({ length: len }, (_, i) => { const px = Math.floor(i / (K * h * w)) * h * w + i % (h * w); const l = (px * 7) % Math.max(2, K); return K === 1 ? l : l === Math.floor(i / (h * w)) % K ? 1 : 0; });
          if (k !== "logits" && k !== "targets" && k !== "valid") d = d.map(Math.abs);
          return [k, floatTensor(d, s as number[])];
        }));
        const out = [dyn, fixed].map(async (s) => { const value = emptyTensor("float32", []), gradient = emptyTensor("float32", shape); await s.run(feeds, { value, gradient }); return { v: value.data[0] as number, g: gradient.data as Float32Array }; });
        const [a, b] = await Promise.all(out);
        const dn = Math.hypot(...a.g.map((x, i) => x - b.g[i])), gn = Math.hypot(...b.g);
        if (!(Math.abs(a.v - b.v) <= 2e-6 * Math.abs(b.v) + 1e-7) || !(dn <= 3e-6 * gn + 1e-9)) console.log(`${name} K${K} ${JSON.stringify(flags)} [${shape}] ${a.v} fixed ${b.v}; g off ${dn / gn} ${gn}`);
        await fixed.release();
      }
      await dyn.release();
    } catch (e) { console.log(`${name} K${K} ${JSON.stringify(flags)} ${(e as Error).message.slice(0, 300)}`); }
  }
}, 300000);
