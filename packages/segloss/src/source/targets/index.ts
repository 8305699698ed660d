import type { Target, TargetName } from "../target.ts";
import { jax } from "./jax.ts";
import { keras } from "./keras.ts";
import { pytorch } from "./pytorch.ts";
import { tfjs } from "./tfjs.ts";

/** The libraries that source code is written for. A new one is its file and a line here. */
export const TARGETS: readonly Target[] = [pytorch, jax, keras, tfjs];

/** Their names, in the order of the help. */
export const SOURCE_TARGETS: readonly TargetName[] = TARGETS.map(({ name }) => name);
