import type { FileSystem } from "./file-system.ts";

type Paths = Pick<FileSystem, "join" | "dirname" | "basename" | "resolve" | "sep">;

/** Paths with `/` between their parts, all of them below one nameless root. */
export const SLASH_PATHS: Paths = {
  sep: "/",
  join: (...parts) => normal(parts.filter((part) => part !== "").join("/")),
  basename: (path) => path.replace(/\/+$/, "").replace(/^.*\//, ""),
  dirname: (path) => {
    const end = path.replace(/\/+$/, "").lastIndexOf("/");
    return end < 0 ? "." : path.slice(0, end);
  },
  resolve: normal,
};

/** Without empty parts, `.` and `..`; above the root there is nothing. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/") || ".";
}
