import pino from 'pino';

export type Logger = pino.Logger;

/** Names of fields that never reach a log line, wherever they occur in the first three levels. */
const SECRET_FIELDS = [
  'password',
  'passwordHash',
  'password_hash',
  'accessToken',
  'refreshToken',
  'token',
  'apiKey',
  'x-api-key',
  'secret',
  'secretAccessKey',
  'authorization',
  'cookie',
  'set-cookie',
];

/** JSON lines, on standard output unless told otherwise; secrets are cut out by field name before anything is written. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const paths = SECRET_FIELDS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact: { paths, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
