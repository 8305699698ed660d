import { readFileSync } from "node:fs";
import type { VerdictInput } from "../../src/statistics/verdict.ts";

export interface ExpectedRow {
  readonly loss: number;
  readonly diff: number;
  readonly se: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
  readonly row: string;
}

export interface VectorCase extends VerdictInput {
  readonly name: string;
  readonly expected: {
    readonly df: number;
    readonly images: number;
    readonly means: readonly number[];
    readonly verdict: string;
    readonly reason?: string;
    readonly leader?: number;
    readonly winner?: number | null;
    readonly rows?: readonly ExpectedRow[];
    readonly pairsApart?: readonly (readonly number[])[];
    readonly candidates?: readonly number[];
    readonly probBest?: readonly number[] | null;
    readonly learned?: readonly boolean[];
    readonly againstReference?: readonly { loss: number; diff: number; row: string }[];
    readonly needed?: {
      against: number;
      target: number;
      showsNow: number;
      kind: string;
      repeats?: number;
      images?: number;
    };
  };
}

/** Two losses or more with these means, that vary as the vectors' model says. */
export interface SimulationRow {
  readonly name: string;
  readonly K: number;
  readonly n: number;
  readonly F: number;
  readonly R: number;
  readonly run: number | readonly number[];
  readonly mu?: readonly number[];
  readonly int?: number;
  readonly res?: number;
  readonly dist?: "skew";
  readonly collapse?: number;
  readonly counts: "named" | "best" | "equivalent";
  readonly bounds1000: readonly [number, number];
}

interface Vectors {
  readonly cases: readonly VectorCase[];
  readonly tQuantiles: readonly { df: number; p: number; t: number }[];
  readonly tTails: readonly { df: number; t: number; p: number }[];
  readonly simulation: { readonly rows: readonly SimulationRow[] };
}

export const vectors: Vectors = JSON.parse(
  readFileSync(new URL("verdict-vectors.json", import.meta.url), "utf8"),
);
