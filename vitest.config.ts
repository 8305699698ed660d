import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests run on the sources; `npm run verify` tests the packed packages as well.
const alias = [
  { find: /^segloss$/, replacement: source("packages/segloss/src/index.ts") },
  { find: /^segloss\/(.+)$/, replacement: source("packages/segloss/src/$1/index.ts") },
  { find: /^@segloss\/train$/, replacement: source("packages/train/src/index.ts") },
  { find: /^@segloss\/cli$/, replacement: source("packages/cli/src/index.ts") },
];

// *.test.ts is the quick loop (under a minute); *.slow.test.ts needs minutes and runs in verify.
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "quick",
          include: ["packages/*/test/**/*.test.ts"],
          exclude: ["**/*.slow.test.ts", "**/node_modules/**"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "slow",
          include: ["packages/*/test/**/*.slow.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
