import type { Target } from "../target.ts";
import { jax } from "./jax.ts";
import { keras } from "./keras.ts";
import { pytorch } from "./pytorch.ts";

/** The libraries that source code is written for. A new one is its file and a line here. */
export const TARGETS: readonly Target[] = [pytorch, jax, keras];
