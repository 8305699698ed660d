/** One class of a node that is spread over pixels and classes. */
export interface Column {
  readonly values: Float64Array;
  readonly errors: Float64Array;
}
