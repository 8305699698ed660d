import type {
  DeviceTensor,
  DeviceTensors,
  Inputs,
  Runtime,
  Session,
  SessionOptions,
  Tensor,
  Tensors,
} from "./runtime.ts";
import { emptyTensor, isHeld } from "./runtime.ts";

/** What may differ, relative to the CPU's values in L2: where kernels are right it is some 1e-6, wrong ones are off by 1e-2 to 1. */
const ALLOWED = { number: 1e-3, tensor: 1e-2 };
/** Differences below these are rounding of values near 0. */
const NOTHING = { number: 1e-6, tensor: 1e-12 };

/**
 * A session whose first run is repeated on the CPU and compared, where the runtime is not on the CPU itself: providers of
 * GPUs have kernels that are wrong for some shapes and say nothing.
 *
 * @throws Error of the first run where a result differs
 */
export async function checkedSession(
  runtime: Runtime,
  model: Uint8Array,
  options: SessionOptions,
): Promise<Session> {
  const session = await runtime.session(model, options);
  const { reference } = runtime;
  if (!reference) return session;
  let isChecked = false;

  async function check(inputs: Inputs, results: Results): Promise<void> {
    const expected = await onReference(reference!, model, options, inputs, results);
    for (const [name, tensor] of Object.entries(expected)) {
      const found = difference(name, tensor, await held(results[name]));
      if (found) throw new Error(refusal(runtime, found));
    }
    isChecked = true;
  }

  const refuse = (cause: unknown): never => {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${runtime.name} cannot run this model (${said}). Leave the provider out, to compute on the CPU.`,
      { cause },
    );
  };

  async function run(inputs: Inputs, outputs: Tensors): Promise<void> {
    await session.run(inputs, outputs).catch(refuse);
    if (!isChecked) await check(inputs, outputs);
  }

  async function runKept(inputs: Inputs, outputs: Tensors): Promise<DeviceTensors> {
    const kept = await session.runKept!(inputs, outputs).catch(refuse);
    if (!isChecked) await check(inputs, { ...outputs, ...kept });
    return kept;
  }

  return { run, ...(session.runKept && { runKept }), release: () => session.release() };
}

type Results = Inputs;

const held = (tensor: Tensor | DeviceTensor): Promise<Tensor> | Tensor =>
  isHeld(tensor) ? tensor : tensor.read();

/** What the same model makes of the same inputs on the CPU. */
async function onReference(
  reference: Runtime,
  model: Uint8Array,
  { threads }: SessionOptions,
  inputs: Inputs,
  results: Results,
): Promise<Tensors> {
  const read = Object.entries(inputs).map(async ([name, tensor]) => [name, await held(tensor)] as const);
  const outputs = Object.entries(results).map(
    ([name, { type, shape }]) => [name, emptyTensor(type, shape)] as const,
  );
  const expected = Object.fromEntries(outputs);
  const session = await reference.session(model, { threads });
  await session.run(Object.fromEntries(await Promise.all(read)), expected);
  await session.release();
  return expected;
}

/** How a result differs. */
interface Difference {
  readonly name: string;
  readonly expected: string;
  readonly came: string;
}

function difference(name: string, expected: Tensor, came: Tensor): Difference | undefined {
  const kind = expected.shape.length === 0 ? "number" : "tensor";
  const [a, b] = [expected.data, came.data].map((data) => Array.from(data as Float32Array, Number));
  const size = norm(a);
  // Where training has diverged there is nothing to compare.
  if (!Number.isFinite(size)) return undefined;
  const off = norm(a.map((value, at) => value - b[at]));
  if (off <= ALLOWED[kind] * size + NOTHING[kind] * Math.sqrt(a.length)) return undefined;
  if (kind === "number")
    return { name, expected: `${a[0].toPrecision(6)} (the CPU's)`, came: `${b[0].toPrecision(6)}` };
  const share = (off / size).toPrecision(2);
  return { name, expected: `within ${ALLOWED.tensor} of the CPU's`, came: `off by ${share} of its size` };
}

function norm(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function refusal({ name: runtime }: Runtime, { name, expected, came }: Difference): string {
  return (
    `${runtime} computes this network or its loss wrongly: of the first run expected "${name}" ${expected}, came ${came}. ` +
    "Other numbers of channels and classes may do (1 to 3, multiples of 8), or another version of ONNX Runtime or of the driver; " +
    "or leave the provider out, to compute on the CPU."
  );
}
