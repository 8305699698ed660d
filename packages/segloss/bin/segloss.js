#!/usr/bin/env node
// The library brings no command of its own: it runs that of @segloss/cli where that is installed.
try {
  await import(new URL("bin/segloss.js", import.meta.resolve("@segloss/cli/package.json")).href);
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !error.message.includes("@segloss/cli")) throw error;
  console.error(
    "The command segloss is in the package @segloss/cli: npx @segloss/cli, or npm install @segloss/cli",
  );
  process.exitCode = 1;
}
