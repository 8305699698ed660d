/** A value of every kind that somebody may pass by mistake, made anew for each call. */
export const WRONG_KINDS: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  negative: () => -1,
  fraction: () => 0.5,
  huge: () => 1e300,
  bigint: () => 10n,
  text: () => "oops",
  "empty text": () => "",
  "long text": () => "x\u001b[31m\n".repeat(20_000),
  boolean: () => true,
  symbol: () => Symbol("oops"),
  function: () => () => 1,
  object: () => ({}),
  "object without prototype": () => Object.create(null),
  date: () => new Date(0),
  map: () => new Map(),
  list: () => [],
  "list of text": () => ["oops"],
  "list of null": () => [null],
  "nested list": () => [[1, 2], [3]],
  "list of NaN": () => [Number.NaN],
  floats: () => new Float32Array(3),
  "NaN floats": () => new Float32Array([Number.NaN]),
  "no bytes": () => new Uint8Array(0),
  "64 bit integers": () => new BigInt64Array(5),
  "transferred array": transferred,
  buffer: () => new ArrayBuffer(8),
};

function transferred(): Float32Array {
  const array = new Float32Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}
