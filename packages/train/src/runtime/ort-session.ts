import type { Session, Tensor, Tensors } from "./runtime.ts";

/** The part of onnxruntime-common that both packages share and that is used here. */
export interface OrtTensor {
  readonly data: Tensor["data"];
  dispose(): void;
}

export interface OrtSession {
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[] | Readonly<Record<string, OrtTensor | null>>,
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

export interface OrtModule {
  readonly Tensor: new (type: string, data: Tensor["data"], shape: readonly number[]) => OrtTensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OrtSession>;
  };
}

/**
 * Wraps a session of either package. "in place": results are written straight into the caller's arrays (native);
 * "copied": they come out of the WebAssembly memory and are copied there.
 */
export function ortSession(ort: OrtModule, session: OrtSession, results: "in place" | "copied"): Session {
  const wrapped = new WeakMap<Tensor, OrtTensor>();

  function wrap(tensor: Tensor): OrtTensor {
    const known = wrapped.get(tensor);
    if (known) return known;
    const made = new ort.Tensor(tensor.type, tensor.data, tensor.shape);
    wrapped.set(tensor, made);
    return made;
  }

  const wrapAll = (tensors: Tensors) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, wrap(tensor)]));

  async function runCopied(inputs: Tensors, outputs: Tensors): Promise<void> {
    const made = await session.run(wrapAll(inputs), Object.keys(outputs));
    for (const [name, tensor] of Object.entries(outputs)) {
      (tensor.data as Float32Array).set(made[name].data as Float32Array);
      made[name].dispose();
    }
  }

  async function runInPlace(inputs: Tensors, outputs: Tensors): Promise<void> {
    await session.run(wrapAll(inputs), wrapAll(outputs));
  }

  return { run: results === "in place" ? runInPlace : runCopied, release: () => session.release() };
}
