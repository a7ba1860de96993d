/**
 * A test and the closing of what it used may both fail. The compiler of the tests calls `_SuppressedError` then, which nobody
 * defines; as an AggregateError both of them stand in the report, and so does where they come from.
 */
function bothErrors(closing: unknown, failed: unknown): AggregateError {
  return new AggregateError([failed, closing], 'a test failed, and so did closing what it used')
}

Object.assign(globalThis, { _SuppressedError: bothErrors })
