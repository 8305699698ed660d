export function indented(lines: readonly string[], depth: number): string {
  return lines.map((line) => "  ".repeat(depth) + line).join("\n");
}
