/** What the host supplies: called for sums of logarithms. */
export const LOG1P = { name: "log1p", types: ["f64"], results: ["f64"] } as const;
