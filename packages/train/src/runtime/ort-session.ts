import type { DeviceTensor, DeviceTensors, Inputs, Session, Tensor, Tensors } from "./runtime.ts";
import { isHeld } from "./runtime.ts";

/** The part of onnxruntime-common that both packages share and that is used here. */
export interface OrtTensor {
  readonly data: Tensor["data"];
  readonly dims: readonly number[];
  readonly type: string;
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

/** How results come out of a session. */
export interface Results {
  /**
   * "in place": they are written straight into the caller's arrays (native, on the CPU); "copied": they come in memory of
   * the runtime's own and are copied.
   */
  readonly placed: "in place" | "copied";
  /** Those that stay on the device. */
  readonly kept?: readonly string[] | undefined;
  /** Copies one that stayed. */
  read?(tensor: OrtTensor): Promise<Tensor["data"]>;
}

/** A tensor on the device, with what the runtime knows it by. */
interface OrtDeviceTensor extends DeviceTensor {
  readonly handle: OrtTensor;
}

/** Wraps a session of either package. */
export function ortSession(ort: OrtModule, session: OrtSession, { placed, kept, read }: Results): Session {
  const wrapped = new WeakMap<Tensor, OrtTensor>();

  function wrap(tensor: Tensor | DeviceTensor): OrtTensor {
    if (!isHeld(tensor)) return (tensor as OrtDeviceTensor).handle;
    const known = wrapped.get(tensor);
    if (known) return known;
    const made = new ort.Tensor(tensor.type, tensor.data, tensor.shape);
    wrapped.set(tensor, made);
    return made;
  }

  const wrapAll = (tensors: Inputs) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, wrap(tensor)]));

  async function runCopied(inputs: Inputs, outputs: Tensors, more: readonly string[] = []) {
    const made = await session.run(wrapAll(inputs), [...Object.keys(outputs), ...more]);
    for (const [name, tensor] of Object.entries(outputs)) {
      (tensor.data as Float32Array).set(made[name].data as Float32Array);
      made[name].dispose();
    }
    return made;
  }

  const run = {
    "in place": async (inputs: Inputs, outputs: Tensors) => {
      await session.run(wrapAll(inputs), wrapAll(outputs));
    },
    copied: async (inputs: Inputs, outputs: Tensors) => {
      await runCopied(inputs, outputs);
    },
  };

  async function runKept(inputs: Inputs, outputs: Tensors): Promise<DeviceTensors> {
    const made = await runCopied(inputs, outputs, kept);
    return Object.fromEntries(kept!.map((name) => [name, deviceTensor(made[name], read!)]));
  }

  return { run: run[placed], ...(kept && read && { runKept }), release: () => session.release() };
}

function deviceTensor(handle: OrtTensor, read: NonNullable<Results["read"]>): OrtDeviceTensor {
  const [type, shape] = [handle.type as Tensor["type"], handle.dims];
  return {
    ...{ handle, type, shape },
    read: async () => ({ type, shape, data: await read(handle) }),
    release: () => handle.dispose(),
  };
}
