declare module "@localSearchIndex" {
  /** The index of each language, as text for MiniSearch; loaded when it is called for. */
  const index: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;
  export default index;
}
