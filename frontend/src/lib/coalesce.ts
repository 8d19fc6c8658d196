/**
 * Runs `action` at once and then, for all calls within `windowMs` of a run, once more at the end of that time. For
 * things that many events ask for and one answer satisfies. `stop` forgets what is still to come.
 */
export function coalesce(action: () => void, windowMs: number): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAskedAgain = false;
  const run = () => {
    isAskedAgain = false;
    action();
    timer = setTimeout(() => {
      timer = undefined;
      if (isAskedAgain) run();
    }, windowMs);
  };
  return {
    ask: () => {
      if (timer === undefined) run();
      else isAskedAgain = true;
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      isAskedAgain = false;
    },
  };
}
