/** Whether a loss stands further up in the list already, as `segloss compare` takes none twice. */
export function isTwin(losses: readonly string[], index: number): boolean {
  const own = losses[index]?.trim();
  return losses.slice(0, index).some((text) => text.trim() === own);
}
