import { describe } from "vitest";
import { sourceCases } from "../golden/source-cases.mjs";
import { testInTfjs } from "./run-in-tfjs.ts";

// Every fifth case: each loss of the catalogue in one setting of four, turn by turn. tfjs.slow.test.ts has all.
describe("source for TensorFlow.js, some of it", () =>
  testInTfjs(sourceCases().filter((_, i) => i % 5 === 0)));
