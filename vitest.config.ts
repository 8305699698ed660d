import { defineConfig } from "vitest/config";
import { alias, source } from "./vitest.sources.ts";

// Processes, not worker threads: onnxruntime-node is a native addon, and WebAssembly tests start threads of their own.
const pool = "forks";

const setupFiles = ["fast-check-seed", "typed-array-equality"].map((name) =>
  source(`scripts/test/${name}.ts`),
);

// *.test.ts is the quick loop (under a minute); *.slow.test.ts needs minutes and runs in verify; *.full.test.ts, more minutes, in
// verify:full. What runs in pages has a configuration of its own, vitest.pages.config.ts: to load a browser's driver takes time.
const longest = process.env.SEGLOSS_FULL ? ["packages/*/test/**/*.full.test.ts"] : [];

export default defineConfig({
  test: {
    // Two files at a time, so that each has a core on the smallest machine and memory stays bounded.
    maxWorkers: 2,
    coverage: { provider: "v8", include: ["packages/*/src/**"], reporter: ["text-summary", "html"] },
    projects: [
      {
        resolve: { alias },
        test: {
          name: "quick",
          pool,
          // The files of a worker share its modules: importing the sources anew for each took half of the loop.
          isolate: false,
          setupFiles,
          include: ["packages/*/test/**/*.test.ts", "scripts/test/*.test.ts"],
          exclude: ["**/*.{slow,full,page,full-page,training-page}.test.ts", "**/node_modules/**"],
          sequence: { groupOrder: 0 },
          // Limits against hanging, not a budget: the quick loop stays under a minute on an idle machine.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "slow",
          pool,
          setupFiles,
          include: ["packages/*/test/**/*.slow.test.ts", ...longest],
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
