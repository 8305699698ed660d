/**
 * The lower envelope of parabolas value + step^2 (x - site)^2 over the pixels of one line: at each x the
 * least of them. Segment k belongs to `site[k]` from pixel `start[k]` up to the next segment's start.
 * Parabolas of one width cross once, so each new one hides a suffix of the segments: linear time.
 *
 * P. Felzenszwalb, D. Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 8,
 * 2012, https://doi.org/10.4086/toc.2012.v008a019. The starts are rounded to pixels as in Meijster and
 * others, "A General Algorithm for Computing Distance Transforms in Linear Time", 2000.
 */
export interface LowerEnvelope {
  count: number;
  readonly site: Int32Array;
  readonly start: Int32Array;
  /** value at the site */
  readonly value: Float64Array;
  /** value / step^2 + site^2, the parabola's height at x = 0 in pixels squared */
  readonly intercept: Float64Array;
}

/** An envelope for lines of up to `size` pixels. */
export function lowerEnvelope(size: number): LowerEnvelope {
  return {
    count: 0,
    site: new Int32Array(size),
    start: new Int32Array(size),
    value: new Float64Array(size),
    intercept: new Float64Array(size),
  };
}

/**
 * Adds a parabola, its site to the right of all sites before it. Only pixels `first` to `last` count.
 *
 * @param value finite height at the site
 * @param perStep 1 / step^2
 */
export function addParabola(
  envelope: LowerEnvelope,
  site: number,
  value: number,
  perStep: number,
  first: number,
  last: number,
): void {
  const intercept = value * perStep + site * site;
  let k = envelope.count - 1;
  let start = first;
  while (k >= 0) {
    const crossing = (intercept - envelope.intercept[k]) / (2 * (site - envelope.site[k]));
    // Compared before rounding: far crossings do not fit 32 bits.
    if (crossing >= last) return;
    if (crossing >= envelope.start[k]) {
      start = Math.floor(crossing) + 1;
      break;
    }
    k--;
  }
  k++;
  envelope.site[k] = site;
  envelope.start[k] = start;
  envelope.value[k] = value;
  envelope.intercept[k] = intercept;
  envelope.count = k + 1;
}

/** The segments from left to right: site, value there, first pixel, and the one behind the last, `end` at most. */
export function eachSegment(
  { count, site, start, value }: LowerEnvelope,
  end: number,
  visit: (site: number, value: number, from: number, end: number) => void,
): void {
  for (let k = 0; k < count; k++) visit(site[k], value[k], start[k], k + 1 < count ? start[k + 1] : end);
}
