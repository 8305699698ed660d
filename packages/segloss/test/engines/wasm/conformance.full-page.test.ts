import { describe } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { conformance } from "../../conformance/suite.ts";
import { TOLERANCES } from "./tolerances.ts";

const engine = await wasm({ threads: 2 });

describe("wasm in a page", () => {
  conformance(engine, { tolerances: TOLERANCES });
});
