import classes from './media.module.css';

/** Heights in percent; a quiet drawing of a voice, the same everywhere so that lists stay calm. */
const BARS = [22, 40, 64, 34, 78, 100, 58, 84, 46, 70, 30, 18] as const;

/** What stands in a picture's place where there is only sound. Fills its parent. */
export function AudioSign({ label }: { readonly label: string }) {
  return (
    <span
      className={classes.sound}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {BARS.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change their places.
        <span key={index} style={{ height: `${height}%` }} />
      ))}
    </span>
  );
}
