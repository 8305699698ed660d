import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

/**
 * Makes SwiftShader the GPU of this process, and of those that it starts, so that these tests are the same on every machine.
 * `npm run verify` installs it where it is missing; without it these tests fail.
 */
export function useSoftwareAdapter(): void {
  const script = fileURLToPath(new URL("../../../../scripts/ensure-vulkan.mjs", import.meta.url));
  const driver = execFileSync(process.execPath, [script]).toString().trim();
  // The loader of Vulkan reads the older name before version 1.3.207.
  Object.assign(process.env, { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver });
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
}
