import type { FileSystem } from "./file-system.ts";

type Paths = Pick<FileSystem, "join" | "dirname" | "basename" | "resolve" | "sep">;

/** Paths with `/` between their parts, below a root in which relative ones begin. */
export const SLASH_PATHS: Paths = {
  sep: "/",
  join: (...parts) => normal(parts.filter((part) => part !== "").join("/")),
  basename: (path) => path.replace(/\/+$/, "").replace(/^.*\//, ""),
  dirname: (path) => {
    const end = path.replace(/\/+$/, "").lastIndexOf("/");
    if (end < 0) return ".";
    return path.slice(0, Math.max(1, end));
  },
  resolve: (path) => normal(`/${path}`),
};

/** Without empty parts, `.`, and `..` where something stands before it. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  return `${path.startsWith("/") ? "/" : ""}${parts.join("/")}` || ".";
}
