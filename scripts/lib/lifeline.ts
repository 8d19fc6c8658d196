/**
 * launch.mjs keeps a message channel open to the script it runs. When it closes, the launcher was killed and
 * nobody is left to pass on a Ctrl-C: stop as if it had come.
 */
export function stopWithLauncher(): void {
  if (!process.channel) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
