/** Slices are called `volume#012`. */
export function fileOf(name: string): string {
  return name.replace(/#\d+$/, "");
}
