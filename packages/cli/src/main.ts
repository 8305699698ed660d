import { run } from "./run.ts";
import { processIo } from "./terminal/io.ts";

// For threads and processes too: that of a thread is a copy, which ONNX Runtime does not see.
process.env.ORT_DISABLE_TELEMETRY ??= "1";

// A reader that has seen enough (`segloss list | head`) is no mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
void run(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
