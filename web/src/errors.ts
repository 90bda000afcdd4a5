/** Rejection of `createVitrine`. `code` is stable, `message` says what to do. */
export class VitrineError extends Error {
  override readonly name = 'VitrineError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Names of ReadError in runtime/bundle/reader.h, from 1. Those after `damaged` are left to other hosts: no file that
 * came through the build unharmed has them.
 */
const READ_ERRORS = (
  'too-short not-a-bundle too-new too-old wrong-kind wrong-size damaged' +
  (PAGE ? '' : ' sections limit encoding text reference value order wrong-model')
).split(' ');

/** ReadError::kLimit. */
export const LIMIT = 9;
/** ReadError::kValue. */
export const BAD_VALUE = 13;
/** ReadError::kWrongModel. */
export const WRONG_MODEL = 15;

/** Why the core refused a rules file, or a file of the model. */
export function refusal(readError: number, code = 'bundle', what = 'rules file'): VitrineError {
  const name = READ_ERRORS[readError - 1] ?? readError;
  return new VitrineError(
    `${code}-${name}`,
    `The ${what} was refused (${name}): run \`vitrine build\` again and upload all of it.`,
  );
}

/** A message about whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
