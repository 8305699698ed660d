/** The libraries that source code is written for, in the order of the help; their code is in `targets/`. */
export const SOURCE_TARGETS = ["pytorch", "jax", "keras", "tfjs"] as const;
