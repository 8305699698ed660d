/** Offsets among the numbers between the sweeps, behind the sums of chunks: rows of sums, coefficients, values of images. */
export interface NumbersLayout {
  readonly rows: number;
  readonly coefficients: number;
  readonly values: number;
  /** All of them. */
  readonly length: number;
}

export function numbersLayout(size: {
  readonly batch: number;
  readonly chunks: number;
  /** Sums of a chunk, at most. */
  readonly width: number;
  readonly rowWidth: number;
  readonly coefficientWidth: number;
}): NumbersLayout {
  const { batch, chunks, width, rowWidth, coefficientWidth } = size;
  const rows = batch * chunks * width;
  // The batch has a row of its own.
  const coefficients = rows + (batch + 1) * rowWidth;
  const values = coefficients + batch * coefficientWidth;
  return { rows, coefficients, values, length: values + batch };
}
