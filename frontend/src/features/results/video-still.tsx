import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './media.module.css';

interface VideoStillProps {
  readonly url: string;
  /** Empty when the name stands beside it. */
  readonly label: string;
  readonly onError?: (() => void) | undefined;
}

/** Begins to load this far before it comes into sight. */
const MARGIN = '200px';
/** The very first frame of many films is black. */
const STILL_AT = '#t=0.1';

/** The beginning of a film as a picture. Fills its parent; nothing is fetched before it comes near the window. */
export function VideoStill({ url, label, onError }: VideoStillProps) {
  const box = useRef<HTMLSpanElement>(null);
  const [isNear, setIsNear] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (isNear || !box.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true);
      },
      { rootMargin: MARGIN },
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [isNear]);

  return (
    <span ref={box} className={classes.still}>
      {isNear && (
        <video
          src={`${url}${STILL_AT}`}
          {...(label === '' ? { 'aria-hidden': true } : { 'aria-label': label })}
          preload="metadata"
          muted
          playsInline
          disablePictureInPicture
          tabIndex={-1}
          onError={onError}
        />
      )}
      <span className={classes.playSign} aria-hidden="true">
        <IconPlayerPlayFilled size={14} />
      </span>
    </span>
  );
}
