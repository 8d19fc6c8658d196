import { type ChangeEvent, type CompositionEvent, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** The address follows once the typing rests. */
const REST_MS = 300;

/**
 * The text of a search field whose question lives in the address. What is typed is the field's own, as the address
 * follows too late for it: a word that is still being composed, as in Chinese, would be cut off.
 * @param asked what the address asks for.
 * @returns the field's properties, and what to search for: never half a composed word.
 */
export function useSearchText(asked: string, onAsk: (question: string) => void) {
  const { key } = useLocation();
  const type = useNavigationType();
  const [text, setText] = useState(asked);
  const [question, setQuestion] = useState(asked);
  const isComposing = useRef(false);
  const latest = useRef(onAsk);
  useEffect(() => {
    latest.current = onAsk;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step through the history counts, not only to another question.
  useEffect(() => {
    // The field itself replaces the address. Any other way to it comes with a question of its own.
    if (type === 'REPLACE') return;
    setText(asked);
    setQuestion(asked);
  }, [key, type, asked]);

  useEffect(() => {
    if (question === asked) return;
    const timer = setTimeout(() => latest.current(question), REST_MS);
    return () => clearTimeout(timer);
  }, [question, asked]);

  return {
    question,
    field: {
      value: text,
      onChange: ({ currentTarget: { value } }: ChangeEvent<HTMLInputElement>) => {
        setText(value);
        if (!isComposing.current) setQuestion(value);
      },
      onCompositionStart: () => {
        isComposing.current = true;
      },
      onCompositionEnd: ({ currentTarget: { value } }: CompositionEvent<HTMLInputElement>) => {
        isComposing.current = false;
        setQuestion(value);
      },
    },
  };
}
