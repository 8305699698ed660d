/** Blurs a square image, [size, size], with a Gaussian of standard deviation `sigma` pixels; edges repeat. */
export function gaussianBlur(image: Float32Array, size: number, sigma: number): Float32Array {
  const kernel = gaussianKernel(sigma);
  return blurRows(blurRows(image, size, kernel), size, kernel);
}

function gaussianKernel(sigma: number): Float32Array {
  const radius = Math.ceil(3 * sigma);
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/** Blurs along the rows and returns the result with rows and columns exchanged, so that two calls blur both ways. */
function blurRows(image: Float32Array, size: number, kernel: Float32Array): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const result = new Float32Array(image.length);
  const row = new Float32Array(size + 2 * radius);
  for (let y = 0; y < size; y++) {
    row.fill(image[y * size], 0, radius);
    row.set(image.subarray(y * size, (y + 1) * size), radius);
    row.fill(image[(y + 1) * size - 1], radius + size);
    for (let x = 0; x < size; x++) {
      // The kernel is symmetric: one product for both sides.
      let sum = kernel[radius] * row[x + radius];
      for (let k = 0; k < radius; k++) sum += kernel[k] * (row[x + k] + row[x + 2 * radius - k]);
      result[x * size + y] = sum;
    }
  }
  return result;
}
