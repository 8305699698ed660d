import type { OnnxAttribute } from "segloss";
import type { Maps } from "../maps.ts";
import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";
import { blockedWeight, filledUp } from "./blocked-weight.ts";
import type { Lowering } from "./lowering.ts";
import {
  filterFromPairs,
  forPairs,
  pairFilter,
  pairFilterOfPlain,
  pairWindow,
  plainPairWindow,
} from "./pairs.ts";
import { toPlain } from "./reorder.ts";

type Window = Readonly<Record<string, OnnxAttribute>>;

/** What is done with the products on the way. */
export interface Finish {
  /** [K] */
  readonly bias?: Value | undefined;
  /** Maps of the result's shape and block that are added. */
  readonly sum?: Value | undefined;
  readonly activation?: "Relu" | undefined;
}

/** The operator of blocks as it is: maps and weight in its order. */
export function blockConvolution(
  { g }: Lowering,
  x: Value,
  weight: Value,
  shape: readonly number[],
  { bias, sum, activation }: Finish,
  window: Window,
): Value {
  const optional = sum ? [bias ?? g.absent, sum] : bias ? [bias] : [];
  const attributes = { dilations: [1, 1], group: 1, ...window, ...(activation && { activation }) };
  return g.emit("com.microsoft.nchwc.Conv", [x, weight, ...optional], shape, attributes);
}

/** Maps of half blocks seen with pairs of pixels as blocks. */
function paired(g: Lowering["g"], value: Value): Value {
  const [n, c, h, w] = value.shape;
  return reshape(g, value, [n, 2 * c, h, w / 2]);
}

export interface Convolution {
  readonly source: Maps;
  /** [K, C, k, k] in the plain order. */
  readonly weight: Value;
  /** Of the tensor that comes out. */
  readonly shape: readonly number[];
  readonly block: number;
  /** kernel_shape, pads and strides, as those of Conv. */
  readonly window: Window;
  /** Names the weight, so that it is brought into order once for all parts of the batch. */
  readonly key: string;
}

/** The way from one kind of maps to another. */
type Way = (l: Lowering, convolution: Convolution, finish: Finish) => Value | undefined;

const whole: Way = (l, { source, weight, shape, window, key }, finish) => {
  const filter = l.once(key, () => blockedWeight(l, weight, source.block));
  return blockConvolution(l, source.value, filter, shape, finish, window);
};

/** Few channels in, a block of twice as many out, of which only those that there are stay. */
const toHalf: Way = (l, convolution, { bias, sum, activation }) => {
  const { source, weight, shape, window, key } = convolution;
  const { g, block } = l;
  const [n, k, h, w] = shape;
  if (sum || activation || k > block) return undefined;
  const filter = l.once(key, () => blockedWeight(l, filledUp(l, weight), source.block));
  const filled = bias && g.emit("Pad", [bias, g.integers([0, block - k])], [block]);
  const made = blockConvolution(l, source.value, filter, [n, block, h, w], { bias: filled }, window);
  const bounds = [[0], [k], [2]].map((bound) => g.integers(bound));
  const half = g.emit("Slice", [reshape(g, made, [n, h * w, block]), ...bounds], [n, h * w, k]);
  return reshape(g, half, shape);
};

/** Maps of half blocks as such with pairs of pixels as blocks. */
const toPairs: Way = (l, { source, weight, shape, window, key }, { bias, sum, activation }) => {
  const { g } = l;
  const [, , size] = weight.shape;
  if (String(window.strides) !== "1,1" || size % 2 === 0) return undefined;
  const plain = source.block === 1;
  const filter = l.once(key, () => (plain ? pairFilterOfPlain : pairFilter)(g, weight));
  const [n, k, h, w] = shape;
  const value = blockConvolution(
    l,
    plain ? source.value : paired(g, source.value),
    filter,
    [n, 2 * k, h, w / 2],
    {
      bias: bias && l.once(`pairs of ${bias.name}`, () => forPairs(g, bias)),
      sum: sum && paired(g, sum),
      activation,
    },
    { ...(plain ? plainPairWindow : pairWindow)(size) },
  );
  return reshape(g, value, shape);
};

/** Half the size: the two columns of a window are the two pixels of a pair. Otherwise by way of the plain order. */
const fromPairs: Way = (l, convolution, finish) => {
  const { source, weight, shape, window, key } = convolution;
  const { g, block } = l;
  const halving = String(window.kernel_shape) === "2,2" && String(window.strides) === "2,2";
  if (halving) {
    const filter = l.once(key, () => filterFromPairs(g, weight, block));
    const columns = { kernel_shape: [2, 1], pads: [0, 0, 0, 0], strides: [2, 1] };
    return blockConvolution(l, paired(g, source.value), filter, shape, finish, columns);
  }
  if (source.value.shape[1] >= block) return undefined;
  return whole(l, { ...convolution, source: { value: toPlain(g, source, block), block: 1 } }, finish);
};

/** A convolution from maps as `readable` gives them; undefined where there is no way to. */
export function convolveBlocks(l: Lowering, convolution: Convolution, finish: Finish = {}): Maps | undefined {
  const { source, block } = convolution;
  const pairs = l.block / 2;
  const way =
    block === pairs
      ? source.block === l.block
        ? toHalf
        : toPairs
      : source.block === pairs
        ? fromPairs
        : whole;
  const value = way(l, convolution, finish);
  return value && { value, block };
}
