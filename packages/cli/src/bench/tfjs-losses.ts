import type * as tfjs from "@tensorflow/tfjs";

type Tf = typeof tfjs;
type Tensor = tfjs.Tensor;

/** Mean over the batch of a loss of logits z [batch, y, x, classes] and targets y of the same shape, one-hot. */
export type TfjsLoss = (tf: Tf, z: Tensor, y: Tensor) => tfjs.Scalar;

const SPACE = [1, 2];

function binaryCrossEntropy(tf: Tf, z: Tensor, y: Tensor): tfjs.Scalar {
  return tf.losses.sigmoidCrossEntropy(y, z, undefined, 0, tf.Reduction.MEAN);
}

function focal(tf: Tf, z: Tensor, y: Tensor): tfjs.Scalar {
  const tail = tf.log1p(tf.exp(tf.neg(tf.abs(z))));
  const entropy = tf.add(tf.sub(tf.relu(z), tf.mul(z, y)), tail);
  const wrong = tf.sub(1, tf.exp(tf.neg(entropy)));
  return tf.mean(tf.mul(tf.square(wrong), entropy));
}

function oneMinusDice(tf: Tf, p: Tensor, y: Tensor, axes: number[]): tfjs.Scalar {
  const both = tf.sum(tf.mul(p, y), axes);
  return tf.sub(1, tf.mean(tf.div(tf.mul(both, 2), tf.add(tf.sum(p, axes), tf.sum(y, axes)))));
}

const dice: TfjsLoss = (tf, z, y) => oneMinusDice(tf, tf.sigmoid(z), y, SPACE);

function crossEntropy(tf: Tf, z: Tensor, y: Tensor): tfjs.Scalar {
  return tf.losses.softmaxCrossEntropy(y, z, undefined, 0, tf.Reduction.MEAN);
}

/** The steps of the Jaccard loss along errors in falling order; `truth` holds the targets in that order. */
function lovaszSteps(tf: Tf, truth: tfjs.Tensor1D): tfjs.Tensor1D {
  const total = tf.sum(truth);
  const left = tf.sub(total, tf.cumsum(truth));
  const union = tf.add(total, tf.cumsum(tf.sub(1, truth)));
  const jaccard = tf.sub(1, tf.div(left, union)) as tfjs.Tensor1D;
  const before = tf.concat([tf.zeros([1]), jaccard.slice(0, truth.size - 1)]);
  return tf.sub(jaccard, before) as tfjs.Tensor1D;
}

/** Sum of errors times steps. `topk` has no derivative in TensorFlow.js, so the gradient is given: the steps, scattered. */
function lovasz(tf: Tf, errors: tfjs.Tensor1D, truth: tfjs.Tensor1D): tfjs.Scalar {
  const loss = tf.customGrad((e, save) => {
    const { values, indices } = tf.topk(e as Tensor, errors.size);
    const steps = lovaszSteps(tf, tf.gather(truth, indices) as tfjs.Tensor1D);
    const value = tf.sum(tf.mul(values, steps));
    (save as tfjs.GradSaveFunc)([tf.scatterND(tf.expandDims(indices, 1), steps, [errors.size])]);
    return { value, gradFunc: (dy: Tensor, [back]: Tensor[]) => tf.mul(dy, back) };
  });
  return loss(errors) as tfjs.Scalar;
}

function lovaszHinge(tf: Tf, z: Tensor, y: Tensor): tfjs.Scalar {
  const errors = tf.relu(tf.sub(1, tf.mul(z, tf.sub(tf.mul(y, 2), 1))));
  return lovasz(tf, errors.flatten(), y.flatten());
}

/** Over the batch, each class on its own. */
function lovaszSoftmax(tf: Tf, z: Tensor, y: Tensor): tfjs.Scalar {
  const errors = tf.abs(tf.sub(y, tf.softmax(z)));
  const perClass = (map: Tensor): tfjs.Tensor1D[] =>
    tf.unstack(tf.transpose(map, [3, 0, 1, 2]).reshape([z.shape[3] as number, -1])) as tfjs.Tensor1D[];
  const truth = perClass(y);
  return tf.mean(tf.stack(perClass(errors).map((error, c) => lovasz(tf, error, truth[c]))));
}

/** What users of TensorFlow.js write. */
export const TFJS_LOSSES: Readonly<Record<string, TfjsLoss>> = {
  "binary cross entropy": binaryCrossEntropy,
  focal,
  dice,
  "dice of the batch": (tf, z, y) => oneMinusDice(tf, tf.sigmoid(z), y, [0, ...SPACE]),
  "dice + cross entropy": (tf, z, y) => tf.add(dice(tf, z, y), binaryCrossEntropy(tf, z, y)),
  "cross entropy": crossEntropy,
  "dice of classes": (tf, z, y) => oneMinusDice(tf, tf.softmax(z), y, SPACE),
  "lovasz hinge": lovaszHinge,
  "lovasz softmax": lovaszSoftmax,
};
