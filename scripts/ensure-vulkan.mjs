// Usage: node scripts/ensure-vulkan.mjs
// Prints the path of the description of SwiftShader, a Vulkan driver without a GPU that comes with Chromium, for tests of
// WebGPU in Node; or of another driver, whose description VULKAN_DRIVER_PATH names. What is missing is installed by apt-get (as root, on Debian and its kin): Chromium, and the loader of
// Vulkan drivers. Otherwise a message says how to get it, and the exit code is 1.
import { existsSync } from "node:fs";
import { exitCode } from "./run.mjs";

const DRIVERS = [
  process.env.VULKAN_DRIVER_PATH ?? "",
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/usr/lib/chromium-browser/vk_swiftshader_icd.json",
  "/usr/lib64/chromium-browser/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
];
const FOLDERS = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

const findDriver = () => DRIVERS.find((path) => path && existsSync(path));
const hasLoader = () => FOLDERS.some((folder) => existsSync(`${folder}/libvulkan.so.1`));

/** @returns {boolean} whether apt-get can be used without a password */
function mayInstall() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** What apt-get prints goes to stderr, stdout is for the path. */
function install() {
  const packages = [findDriver() ? "" : "chromium", hasLoader() ? "" : "libvulkan1"].join(" ");
  const command = `apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${packages}`;
  exitCode("bash", ["-c", `{ ${command}; } 1>&2`]);
}

if (!(findDriver() && hasLoader()) && mayInstall()) install();
const path = findDriver();
if (path && hasLoader()) console.log(path);
else {
  console.error(
    "No Vulkan without a GPU found: install Chromium and libvulkan1, or set VULKAN_DRIVER_PATH to its vk_swiftshader_icd.json.",
  );
  process.exitCode = 1;
}
