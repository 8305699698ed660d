import { fileURLToPath } from "node:url";

/** @param path from the root of the repository */
export const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests run on the sources; `npm run verify` tests the packed packages as well. */
export const alias: { find: RegExp; replacement: string }[] = [
  { find: /^segloss$/, replacement: source("packages/segloss/src/index.ts") },
  { find: /^segloss\/(.+)$/, replacement: source("packages/segloss/src/$1/index.ts") },
  { find: /^@segloss\/io$/, replacement: source("packages/io/src/index.ts") },
  { find: /^@segloss\/train$/, replacement: source("packages/train/src/index.ts") },
  { find: /^@segloss\/cli$/, replacement: source("packages/cli/src/index.ts") },
  { find: /^@segloss\/cli\/(.+)$/, replacement: source("packages/cli/src/$1/index.ts") },
];
