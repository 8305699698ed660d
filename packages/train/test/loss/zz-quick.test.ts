import { emptyTensor, floatTensor, lossModel, nodeRuntime } from "@segloss/train";
import { connectedComponents, evaluate, LOSSES, type Loss, nearestCells, parseLoss } from "segloss";
import { expect, it } from "vitest";

const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
for (const scale of [4, 200])
  for (const C of [1, 3])
    for (const f of [
      ...LOSSES.map((l) => l.definition.name),
      "dice+0.5*crossEntropy+lovasz",
      "mean(total(-y*logp-(1-y)*log1mp))",
    ])
      for (const ign of [false, true])
        it(`${f} C=${C} scale ${scale} ignore ${ign}`, async () => {
          const loss: Loss = parseLoss(f);
          const [N, H, W] = [2, 7, 9];
          const r = seeded(3);
          const logits = Float32Array.from({ length: N * C * H * W }, () => Math.fround(scale * (r() - 0.5)));
          const targets = Uint8Array.from({ length: N * H * W }, () =>
            ign && r() < 0.2 ? 255 : Math.floor(r() * Math.max(2, C)),
          );
          const ref = evaluate(loss, {
            logits: Float64Array.from(logits),
            targets,
            shape: [N, C, H, W],
            layout: "channels-first",
            ...(ign ? { ignore: 255 } : {}),
          });
          const hot = new Float32Array(N * C * H * W);
          for (let n = 0; n < N; n++)
            for (let i = 0; i < H * W; i++) {
              const t = targets[n * H * W + i];
              if (t === 255) continue;
              if (C === 1) hot[n * H * W + i] = t;
              else hot[(n * C + t) * H * W + i] = 1;
            }
          const bytes = lossModel(loss, [N, C, H, W], { classes: C, ignoring: ign });
          const s = await (await nodeRuntime()).session(bytes, { threads: 1 });
          const value = emptyTensor("float32", []);
          const gradient = emptyTensor("float32", [N, C, H, W]);
          const maps: Record<string, any> = {};
          if (ign)
            maps.valid = floatTensor(
              Float32Array.from(targets, (t) => (t === 255 ? 0 : 1)),
              [N, 1, H, W],
            );
          if (f.startsWith("distance")) {
            const d1 = new Float32Array(N * H * W),
              d2 = new Float32Array(N * H * W);
            for (let n = 0; n < N; n++) {
              const l = connectedComponents(
                Int32Array.from(targets.subarray(n * H * W, (n + 1) * H * W), (t) => (t === 255 ? 0 : t)),
                [H, W],
              ).labels;
              const d = nearestCells(l, [H, W]);
              d1.set(d.d1, n * H * W);
              d2.set(d.d2, n * H * W);
            }
            maps.d1 = floatTensor(d1, [N, 1, H, W]);
            maps.d2 = floatTensor(d2, [N, 1, H, W]);
          }
          await s.run(
            { logits: floatTensor(logits, [N, C, H, W]), targets: floatTensor(hot, [N, C, H, W]), ...maps },
            { value, gradient },
          );
          const g = gradient.data as Float32Array;
          let num = 0,
            den = 0;
          for (let i = 0; i < g.length; i++) {
            num += (g[i] - ref.gradient![i]) ** 2;
            den += ref.gradient![i] ** 2;
          }
          const ve = Math.abs(Number(value.data[0]) - ref.value) / Math.abs(ref.value);
          console.log(
            f,
            C,
            scale,
            ign,
            ref.value.toFixed(5),
            ve.toExponential(1),
            Math.sqrt(num / den).toExponential(1),
          );
          expect(ve).toBeLessThan(1e-5);
          expect(Math.sqrt(num / (den + 1e-30))).toBeLessThan(1e-4);
          await s.release();
        });
