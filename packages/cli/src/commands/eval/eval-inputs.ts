import type { CompileOptions, FloatArray, IndexArray, Layout, LinkName, StepInputs } from "segloss";
import { dataError, type NpyArray } from "../../data/index.ts";
import { readArray, shapeText } from "./read-array.ts";

/** Options of `segloss eval` that say what the loss is computed of. */
export interface EvalFiles {
  readonly logits: string;
  readonly targets: string;
  readonly weights?: string;
  readonly instances?: string;
  readonly ignore?: readonly number[];
  readonly progress?: number;
  readonly link?: LinkName;
  readonly layout: Layout;
}

/** What an engine needs to compile a loss and to run it. */
export interface EvalInputs {
  readonly compile: CompileOptions;
  readonly run: StepInputs & { readonly logits: FloatArray };
}

/** Reads the files and brings them to the kinds of arrays that engines take; shapes must fit the logits. */
export async function readEvalInputs(files: EvalFiles): Promise<EvalInputs> {
  const logits = await readArray("--logits", files.logits);
  const shape = logits.shape;
  if (shape.length < 3 || shape.length > 5)
    throw dataError(
      `--logits ${files.logits} has shape ${shapeText(shape)}, expected (batch, ...space, classes) with 1 to 3 ` +
        "axes of space (or classes after batch, with --layout channels-first); add the axes that lack with reshape",
    );
  const targets = await readTargets(files, shape);
  const weights = files.weights && (await readPerPixel("--weights", files.weights, files, shape));
  const instances = files.instances && (await readPerPixel("--instances", files.instances, files, shape));
  return {
    compile: {
      shape,
      layout: files.layout,
      targets: targets instanceof Float32Array || targets instanceof Float64Array ? "soft" : "indices",
      weights: Boolean(weights),
      ...(files.link && { link: files.link }),
      ...(files.ignore && { ignore: files.ignore }),
    },
    run: {
      logits: floats(logits),
      targets,
      ...(weights && { weights: floats(weights) }),
      ...(files.progress !== undefined && { progress: files.progress }),
      ...(instances && { instances: labels("--instances", files.instances as string, instances) }),
    },
  };
}

const LARGEST_LABEL = 2 ** 31 - 1;

/** [batch, ...space] of logits of a shape. */
function pixelShape(shape: readonly number[], layout: Layout): readonly number[] {
  return layout === "channels-last" ? shape.slice(0, -1) : [shape[0], ...shape.slice(2)];
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** The shape decides: one label per pixel, or one value per logit. Whole numbers of one channel are labels too. */
async function readTargets(files: EvalFiles, shape: readonly number[]): Promise<IndexArray | FloatArray> {
  const array = await readArray("--targets", files.targets);
  const pixels = pixelShape(shape, files.layout);
  const perLogit = same(array.shape, shape);
  if (!perLogit && !same(array.shape, pixels))
    throw dataError(
      `--targets ${files.targets} has shape ${shapeText(array.shape)}, but the logits ${shapeText(shape)} are ` +
        `${files.layout} and need ${shapeText(pixels)} for labels or ${shapeText(shape)} for soft targets`,
    );
  const oneChannel = shape[files.layout === "channels-last" ? shape.length - 1 : 1] === 1;
  const isFloat = array.data instanceof Float32Array || array.data instanceof Float64Array;
  if (perLogit && (isFloat || !oneChannel)) return floats(array);
  return labels("--targets", files.targets, array);
}

async function readPerPixel(
  option: string,
  path: string,
  { layout }: EvalFiles,
  shape: readonly number[],
): Promise<NpyArray> {
  const array = await readArray(option, path);
  const pixels = pixelShape(shape, layout);
  if (same(array.shape, pixels)) return array;
  throw dataError(
    `${option} ${path} has shape ${shapeText(array.shape)}, but the logits ${shapeText(shape)} are ${layout} ` +
      `and need one value per pixel, ${shapeText(pixels)}`,
  );
}

function floats({ data }: NpyArray): FloatArray {
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
}

function labels(option: string, path: string, { data }: NpyArray): IndexArray {
  if (data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Int32Array) return data;
  const at = data.findIndex(
    (value: number) => value !== Math.trunc(value) || Math.abs(value) > LARGEST_LABEL,
  );
  if (at >= 0)
    throw dataError(
      `${option} ${path}: labels must be whole numbers up to 2^31 - 1, got ${data[at]} at index ${at}; soft targets have the logits' shape`,
    );
  return Int32Array.from(data);
}
