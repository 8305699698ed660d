import { describe } from "vitest";
import { sourceCases } from "../golden/source-cases.mjs";
import { testInTfjs } from "./run-in-tfjs.ts";

describe("source for TensorFlow.js, all of it", () => testInTfjs(sourceCases()));
