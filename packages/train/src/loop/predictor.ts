import { arrayKind, check, shown } from "segloss/door";
import { BATCH_SHAPE } from "../networks/parameters-kind.ts";
import { emptyTensor, floatTensor, type Inputs, type Session } from "../runtime/runtime.ts";
import { checkFinite } from "./batch.ts";

/** Images, height, width. */
export type ImageShape = readonly [images: number, height: number, width: number];

export interface PredictorOptions {
  readonly session: Session;
  readonly inputChannels: number;
  readonly classes: number;
  readonly sizeMultiple: number;
}

function checkShape(shape: ImageShape, channels: number, multiple: number, length: number): void {
  check("The shape of the images", shape, BATCH_SHAPE);
  const [n, h, w] = shape;
  if (h % multiple || w % multiple) {
    throw new RangeError(
      `Height and width must be multiples of ${multiple} for this network; got ${h}x${w}. Pad or crop the images.`,
    );
  }
  const size = n * channels * h * w;
  if (length !== size) {
    throw new RangeError(`Images of shape [${[n, channels, h, w]}] need ${size} values; got ${length}.`);
  }
}

/** Runs an evaluation model: raw images [n, C, h, w] to logits [n, K, h, w] in a new array. */
export async function predictLogits(
  { session, inputChannels, classes, sizeMultiple }: PredictorOptions,
  images: Float32Array,
  shape: ImageShape,
  parameters: Inputs = {},
): Promise<Float32Array> {
  if (arrayKind(images) !== "Float32Array")
    throw new TypeError(`Images must be a Float32Array; got ${shown(images)}.`);
  checkShape(shape, inputChannels, sizeMultiple, images.length);
  checkFinite("Images", images);
  const [n, h, w] = shape;
  const logits = emptyTensor("float32", [n, classes, h, w]);
  const inputs = { images: floatTensor(images, [n, inputChannels, h, w]), ...parameters };
  await session.run(inputs, { logits });
  return logits.data as Float32Array;
}
