#!/usr/bin/env node
// npm links a command when it installs, which in a fresh clone is before anything is built: so the file that is linked is this one.
try {
  require("../dist/command/main.js");
} catch (error) {
  const isUnbuilt = error?.code === "MODULE_NOT_FOUND" && error.message.includes("dist/command/main.js");
  if (!isUnbuilt) throw error;
  console.error("segloss is not built yet: run npm run build in the repository");
  process.exitCode = 1;
}
