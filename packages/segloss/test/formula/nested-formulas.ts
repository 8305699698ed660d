/** A formula whose definitions use one another, `levels` deep: each is `step` of the one before. */
export function chain(
  levels: number,
  step: (before: string) => string,
  { start = "p", body = (last: string) => `mean(${last})` } = {},
): string {
  const steps = Array.from({ length: levels }, (_, i) => `a${i + 1} = ${step(`a${i}`)}`);
  return `${body(`a${levels}`)} where ${[`a0 = ${start}`, ...steps].join(", ")}`;
}

const repeated = (times: number, start: string, wrap: (inner: string) => string): string =>
  Array.from({ length: times }).reduce<string>(wrap, start);

/** Formulas of n levels that took exponential time or space in n: as a tree, each level is there twice or more. */
export const NESTED: Readonly<Record<string, (n: number) => string>> = {
  "p^p^...": (n) => `mean(${new Array(n).fill("p").join("^")})`,
  "p^-p^-...": (n) => `mean(${new Array(n).fill("p").join("^-")})`,
  "nested exp(-mean)": (n) => repeated(n, "mean(p)", (inner) => `mean(z*exp(-${inner}))`),
  "sign of a product": (n) =>
    chain(n, (a) => `(${a} + y)*(${a} - p*y)`, { body: (last) => `mean(p*sign(${last}))` }),
  "(a + y)*(a + p)": (n) => chain(n, (a) => `(${a} + y)*(${a} + p)`),
  "a + tanh(a)": (n) => chain(n, (a) => `${a} + tanh(${a})`),
  "a/(1 + a^2)": (n) => chain(n, (a) => `${a}/(1 + ${a}^2)`),
  "exp(-a^2)*a": (n) => chain(n, (a) => `exp(-${a}^2)*${a}`),
  "max(a, a*p)": (n) => chain(n, (a) => `max(${a}, ${a}*p)`),
  "a^a": (n) => chain(n, (a) => `${a}^${a}`),
  "a*a": (n) => chain(n, (a) => `${a}*${a}`, { start: "z + p" }),
  "nested lovasz": (n) => repeated(n, "lovasz(abs(y - p))", (inner) => `lovasz(abs(p*${inner} - y))`),
  "nested max": (n) => repeated(n, "p", (inner) => `max(${inner}, p*y)`).replace(/^.*$/, "mean($&)"),
  "product of sums with sums in them": (n) =>
    `sum(${Array.from({ length: n }, (_, i) => `(p + mean(p^${i + 2}))`).join("*")})`,
};
