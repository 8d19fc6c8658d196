import type { ReactNode } from 'react';
import classes from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

/** Text of machines, broken into lines where it must be, so that nothing scrolls sideways. */
export function CodeText({ children }: { readonly children: string }) {
  return <pre className={classes.text}>{children}</pre>;
}

interface CodeBlockProps {
  readonly title: ReactNode;
  /** What is copied. */
  readonly text: string;
  /** What is shown, when that is laid out differently. */
  readonly shown?: string;
  readonly copyLabel: string;
}

/** Code to read and to take along. */
export function CodeBlock({ title, text, shown, copyLabel }: CodeBlockProps) {
  return (
    <div>
      <div className={classes.head}>
        {title}
        <CopyButton text={text} label={copyLabel} />
      </div>
      <CodeText>{shown ?? text}</CodeText>
    </div>
  );
}
