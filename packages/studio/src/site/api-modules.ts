/** A module of the API reference: what is imported, where TypeDoc writes about it, and what it holds. */
export interface ApiModule {
  readonly name: string;
  /** File below .cache/api. */
  readonly file: string;
  /** Name of its page below api/. */
  readonly page: string;
  readonly text: string;
}

export const API_MODULES: readonly ApiModule[] = [
  module("segloss", "segloss/src.md", "losses, presets, formulas, engines, evaluate, explain, source code"),
  module("segloss/objects", "segloss/src/objects.md", "evaluate and others for losses as objects alone"),
  module(
    "segloss/metrics",
    "segloss/src/metrics.md",
    "metrics: counts, surfaces, masks, objects, probabilities",
  ),
  module(
    "segloss/fields",
    "segloss/src/fields.md",
    "distance maps, nearest cells, connected parts, weight maps",
  ),
  module("segloss/measure", "segloss/src/measure.md", "size, box, centroid and surface of labels"),
  module("segloss/tfjs", "segloss/src/tfjs-1.md", "losses and metrics in TensorFlow.js"),
  module(
    "segloss/wasm",
    "segloss/src/wasm-1.md",
    "the encoder of WebAssembly that the engine is written with",
  ),
  module("segloss/webgpu", "segloss/src/webgpu.md", "losses on a GPU, by WebGPU"),
  module("@segloss/io", "io/src.md", "files of labels and images: readers, palettes, geometry, annotations"),
  module("@segloss/train", "train/src.md", "graphs, networks, optimizers and the trainer, as ONNX"),
];

function module(name: string, file: string, text: string): ApiModule {
  return { name, file, page: name.replace("@", "").replace("/", "-"), text };
}
