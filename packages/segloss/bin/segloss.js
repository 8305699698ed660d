#!/usr/bin/env node
// The library brings no command of its own: it runs that of @segloss/cli where that is installed.
const command = place();
if (command) await import(command);
else {
  console.error(
    "The command segloss is in the package @segloss/cli: npx @segloss/cli, or npm install @segloss/cli",
  );
  process.exitCode = 1;
}

function place() {
  try {
    return new URL("bin/segloss.js", import.meta.resolve("@segloss/cli/package.json")).href;
  } catch {
    return undefined;
  }
}
