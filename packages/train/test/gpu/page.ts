import { emptyTensor, encodeModel, floatTensor, graph, type Runtime, webRuntime } from "@segloss/train";
import { type Case, type Trained, train } from "./cases.ts";

/** What a page is asked to do: what it is given is in its address, its answer is posted. */
interface Question {
  readonly cases: readonly Case[];
}

export interface Answer {
  readonly trained: readonly Trained[];
  /** 1, 2, 3 doubled on a device of the page's own. */
  readonly doubled: readonly number[];
  /** What is wrong, instead of the rest. */
  readonly error?: string;
}

interface Gpu {
  requestAdapter(): Promise<{ requestDevice(): Promise<never> } | null>;
}

/** The part of a page that is used here: the types of tests are those of Node. */
declare const navigator: { readonly gpu: Gpu };
declare const location: { readonly hash: string };

async function onOwnDevice(): Promise<number[]> {
  const device = await (await navigator.gpu.requestAdapter())!.requestDevice();
  return doubled(webRuntime({ provider: "webgpu", device }));
}

async function doubled(runtime: Runtime): Promise<number[]> {
  const g = graph("gpu");
  const x = g.input("x", [3]);
  g.output("y", g.emit("Add", [x, x], [3]));
  const session = await runtime.session(encodeModel(g), { threads: 1 });
  const y = emptyTensor("float32", [3]);
  await session.run({ x: floatTensor(Float32Array.of(1, 2, 3), [3]) }, { y });
  return [...(y.data as Float32Array)];
}

async function answer({ cases }: Question): Promise<Answer> {
  const runtime = webRuntime({ provider: "webgpu" });
  const trained: Trained[] = [];
  for (const given of cases) trained.push(await train(runtime, given));
  return { trained, doubled: await onOwnDevice() };
}

const question = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const said = await answer(question).catch((error: Error) => ({ error: error.message }));
await fetch("/answer", { method: "POST", body: JSON.stringify(said) });
