import type { Graph } from "../graph.ts";
import type { Operator } from "../operator.ts";
import type { Value } from "../value.ts";
import { reshape, sumOverPixels } from "./layout.ts";

export interface GroupNormalizationAttributes {
  /** Number of groups that the channels are divided into; as many as channels is instance normalisation. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
}

/** Mean over the pixels and channels of a group: [N, G, L] to [N, G, 1]. */
function mean(g: Graph, value: Value): Value {
  return g.emit("ReduceMean", [value], [...value.shape.slice(0, 2), 1], { axes: [2], keepdims: 1 });
}

/** [N, C, H, W] as [N, G, L], written without the extents of the image. */
function grouped(g: Graph, x: Value, groups: number): Value {
  const [n, c, h, w] = x.shape;
  return g.emit("Reshape", [x, g.integers([0, groups, -1])], [n, groups, (c / groups) * h * w]);
}

/** The normalised values [N, G, L] and 1 / standard deviation [N, G, 1]. */
function normalised(g: Graph, x: Value, { groups, epsilon }: GroupNormalizationAttributes): [Value, Value] {
  const values = grouped(g, x, groups);
  const centred = g.emit("Sub", [values, mean(g, values)], values.shape);
  const variance = mean(g, g.emit("Mul", [centred, centred], values.shape));
  const shifted = g.emit("Add", [variance, g.constant(epsilon)], variance.shape);
  const deviation = g.emit("Sqrt", [shifted], shifted.shape);
  const inverse = g.emit("Div", [g.constant(1), deviation], deviation.shape);
  return [g.emit("Mul", [centred, inverse], values.shape), inverse];
}

/** The result, the normalised values as groups and as maps, and 1 / standard deviation. */
function normalisation(
  g: Graph,
  x: Value,
  scale: Value,
  shift: Value,
  attributes: GroupNormalizationAttributes,
): Value[] {
  const [values, inverse] = normalised(g, x, attributes);
  const extents = g.emit("Shape", [x], [4]);
  const image = g.emit("Reshape", [values, extents], x.shape);
  const scaled = g.emit("Mul", [image, perChannel(g, scale)], x.shape);
  const output = g.emit("Add", [scaled, perChannel(g, shift)], x.shape);
  return [output, values, image, inverse];
}

/** Derivatives of x, scale and shift. */
function derivatives(
  g: Graph,
  x: Value,
  scale: Value,
  [values, image, inverse]: readonly Value[],
  gradient: Value,
  groups: number,
): Value[] {
  const scaled = g.emit("Mul", [gradient, perChannel(g, scale)], x.shape);
  const e = grouped(g, scaled, groups);
  const along = g.emit("Mul", [values, mean(g, g.emit("Mul", [e, values], e.shape))], e.shape);
  const across = g.emit("Sub", [g.emit("Sub", [e, mean(g, e)], e.shape), along], e.shape);
  return [
    reshape(g, g.emit("Mul", [across, inverse], e.shape), x.shape),
    sumOverPixels(g, g.emit("Mul", [gradient, image], x.shape)),
    sumOverPixels(g, gradient),
  ];
}

/** Per channel [C] as [C, 1, 1], which broadcasts over [N, C, H, W]. */
function perChannel(g: Graph, value: Value): Value {
  return reshape(g, value, [value.shape[0], 1, 1]);
}

/**
 * Brings every group of channels of every image to mean 0 and variance 1, then scales and shifts each channel. Inputs
 * x [N, C, H, W], scale [C], shift [C]. Wu and He, "Group Normalization", 2018. Unlike batch normalisation it computes
 * the same in training and in use, and does not depend on the batch.
 *
 * With the normalised values h and the derivative e of them, dx = (e - mean(e) - h mean(e h)) / deviation.
 */
export const groupNormalization: Operator<GroupNormalizationAttributes> = {
  name: "groupNormalization",
  forward(g, [x, scale, shift], attributes) {
    if (x.shape[1] % attributes.groups) {
      throw new RangeError(
        `groupNormalization: ${attributes.groups} groups do not divide ${x.shape[1]} channels.`,
      );
    }
    const { groups, epsilon } = attributes;
    const [output, ...saved] = g.unit(
      "GroupNormalization",
      [x, scale, shift],
      { groups, epsilon: { float: epsilon } },
      () => normalisation(g, x, scale, shift, attributes),
    );
    return { output, saved };
  },
  backward(g, { inputs: [x, scale], saved, gradient, attributes, wanted }) {
    const { groups } = attributes;
    const all = g.unit("GroupNormalizationGradient", [x, scale, ...saved, gradient], { groups }, () =>
      derivatives(g, x, scale, saved, gradient, groups),
    );
    return all.map((derivative, at) => (wanted[at] ? derivative : undefined));
  },
};
