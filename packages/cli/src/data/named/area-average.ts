/** A flat array seen as [outer, size, inner]; the middle axis is averaged. */
interface Axis {
  outer: number;
  size: number;
  inner: number;
}

export interface Image {
  /** [height, width, channels]. */
  data: ArrayLike<number>;
  width: number;
  height: number;
  channels: number;
}

/** Shrinks an image to a size by averaging the area that each new pixel covers, fractions of old pixels included. */
export function areaAverage(image: Image, width: number, height: number): Float32Array {
  const { channels } = image;
  const narrow = shrinkAxis(image.data, { outer: image.height, size: image.width, inner: channels }, width);
  return shrinkAxis(narrow, { outer: 1, size: image.height, inner: width * channels }, height);
}

function shrinkAxis(data: ArrayLike<number>, axis: Axis, size: number): Float32Array {
  const result = new Float32Array(axis.outer * size * axis.inner);
  const ratio = axis.size / size;
  for (let i = 0; i < size; i++) {
    const [start, end] = [i * ratio, (i + 1) * ratio];
    for (let k = Math.floor(start); k < Math.min(axis.size, Math.ceil(end)); k++) {
      const share = (Math.min(k + 1, end) - Math.max(k, start)) / ratio;
      for (let o = 0; o < axis.outer; o++) {
        const source = (o * axis.size + k) * axis.inner;
        const target = (o * size + i) * axis.inner;
        for (let j = 0; j < axis.inner; j++) result[target + j] += share * data[source + j];
      }
    }
  }
  return result;
}
