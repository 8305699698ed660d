import { tfLoss, tfMetrics } from "segloss/tfjs";
import { describe, expect, it } from "vitest";
import { fakeTensor, fakeTensorFlow } from "../door/fake-tensorflow.ts";

const zeros = (computed: Float32Array): Float32Array => new Float32Array(computed.length);
const shape = [1, 2, 2, 1];
const truth = fakeTensor(Uint8Array.of(0, 1, 1, 0), shape);
const logits = fakeTensor(Float32Array.of(-1, 2, 0.5, 1), shape);

describe("a backend that reads zeros from what it has computed", () => {
  const message =
    /^The backend "webgpu" of TensorFlow\.js must give computed tensors back through dataSync, got 0 for 3 \* 3: losses would be those of logits 0\. Choose another backend/;

  it("is refused by losses and metrics", () => {
    const tf = fakeTensorFlow("webgpu", zeros);
    expect(() => tfLoss(tf, "dice")(truth, logits)).toThrow(message);
    expect(() => tfMetrics(tf, { classes: 1 }).update(truth, logits)).toThrow(message);
  });

  it("is asked once, and those that work are asked no more", () => {
    let computed = 0;
    const tf = fakeTensorFlow("webgpu", (x) => {
      computed++;
      return x;
    });
    const loss = tfLoss(tf, "dice");
    const value = loss(truth, logits).dataSync()[0];
    expect(value).toBeGreaterThan(0);
    expect(loss(truth, logits).dataSync()[0]).toBe(value);
    expect(computed).toBe(1);
  });

  it("backends that compute in memory are not asked", () => {
    for (const backend of ["cpu", "wasm", "tensorflow"]) {
      const loss = tfLoss(fakeTensorFlow(backend, zeros), "dice");
      expect(loss(truth, logits).dataSync()[0]).toBeGreaterThan(0);
    }
  });
});
