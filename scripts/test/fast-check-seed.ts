// Property tests draw the same cases on every machine and every run; SEGLOSS_SEED=7 npm test draws others.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.SEGLOSS_SEED ?? 20_260_101) });
