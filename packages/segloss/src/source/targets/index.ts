import { SOURCE_TARGETS } from "../source-targets.ts";
import type { Target, TargetName } from "../target.ts";
import { jax } from "./jax.ts";
import { keras } from "./keras.ts";
import { pytorch } from "./pytorch.ts";
import { tfjs } from "./tfjs.ts";

const BY_NAME: Readonly<Record<TargetName, Target>> = { pytorch, jax, keras, tfjs };

/** The libraries that source code is written for. A new one is its file, a line here and its name in `source-targets.ts`. */
export const TARGETS: readonly Target[] = SOURCE_TARGETS.map((name) => BY_NAME[name]);
