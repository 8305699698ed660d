import { conformance } from "../../../segloss/test/conformance/suite.ts";
import { nodeRuntime } from "../../src/runtime/index.ts";
import { onnxEngine } from "./onnx-engine.ts";

// Everything is float32 and sums have no compensation there; gradients of 1e-44, at |z| = 100, are below its range.
conformance(onnxEngine(await nodeRuntime()), {
  tolerances: { value: 1e-5, valueAbsolute: 1e-6, gradient: 2e-5, gradientAbsolute: 1e-30 },
});
