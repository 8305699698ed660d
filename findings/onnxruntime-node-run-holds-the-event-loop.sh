#!/bin/sh
# onnxruntime-node 1.30.0: `session.run()` is async and returns its promise at once, but the work is then done in the thread of JavaScript. While it
# lasts no timer fires, no message of a worker arrives and no server answers, so code behind `const running = session.run(...)` does not overlap with
# it: it runs before the work begins, and the work waits for it. (Preparing the next batch "while the network computes" gains nothing in one thread.)
# Seen: a product of two matrices of 2500x2500, some 150 to 900 ms: a timer of 5 ms fires 0 times, where the same time of plain waiting has over 20;
# 200 ms of other work behind the call are added to its time, not hidden in it.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts onnxruntime-node@1.30.0
cat > run.mjs <<'JS'
import ort from "onnxruntime-node";

// ONNX by hand: Y = MatMul(X, X). Protocol buffers: field number and kind, then a length or a number.
const text = (s) => [...Buffer.from(s)];
const size = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...size(n >> 7)]);
const part = (field, bytes) => [(field << 3) | 2, ...size(bytes.length), ...bytes];
const number = (field, n) => [field << 3, ...size(n)];
const SIDE = 2500;
const shape = part(2, [0, 1].flatMap(() => part(1, number(1, SIDE))));
const value = (name) => [...part(1, text(name)), ...part(2, part(1, [...number(1, 1), ...shape]))];
const node = [...part(1, text("X")), ...part(1, text("X")), ...part(2, text("Y")), ...part(4, text("MatMul"))];
const graph = [...part(1, node), ...part(2, text("g")), ...part(11, value("X")), ...part(12, value("Y"))];
const model = Uint8Array.from([...number(1, 8), ...part(7, graph), ...part(8, number(2, 13))]);

const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
const X = new ort.Tensor("float32", new Float32Array(SIDE * SIDE).fill(0.5), [SIDE, SIDE]);
await session.run({ X });

let ticks = 0;
let started = performance.now();
const timer = setInterval(() => ticks++, 5);
const running = session.run({ X });
const returned = performance.now() - started;
await running;
const lasted = performance.now() - started;
const during = ticks;
await new Promise((resolve) => setTimeout(resolve, Math.max(lasted, 150)));
const idle = ticks - during;
clearInterval(timer);

started = performance.now();
const again = session.run({ X });
while (performance.now() - started < 200);
const busy = performance.now() - started;
await again;
const both = performance.now() - started;
console.log({ returned, lasted, during, idle, busy, both });
if (!(returned < 50 && lasted > 60)) throw new Error("the call itself is no longer short, or the product too quick to tell");
if (!(during <= 1 && idle >= 10)) throw new Error("timers fire while it runs: it no longer holds the event loop");
if (!(both > busy + 0.5 * lasted)) throw new Error("work behind the call overlaps with it");
JS
node run.mjs
