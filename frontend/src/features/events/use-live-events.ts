import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { eventStream, type StreamState } from '../../lib/event-stream.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { applyEvent } from './apply-event.ts';
import { createRefresher } from './refresher.ts';

/** Keeps the server cache in step with the live events of whoever is signed in. Used once, by the shell. */
export function useLiveEvents(accountId: string | undefined): void {
  const queryClient = useQueryClient();
  const lastAccountId = useRef(accountId);
  useEffect(() => {
    if (!accountId) return;
    // A line stays that of the person who opened it, whoever has signed in since.
    if (lastAccountId.current && lastAccountId.current !== accountId) eventStream.restart();
    lastAccountId.current = accountId;
    const refresher = createRefresher(queryClient);
    let wasCut = eventStream.state() === 'paused';
    const onState = (state: StreamState) => {
      // What happened while there was no line may be older than what the server replays.
      if (state === 'open' && wasCut) {
        void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
        void queryClient.invalidateQueries({ queryKey: queryKeys.batches });
        void queryClient.invalidateQueries({ queryKey: queryKeys.credits });
      }
      if (state !== 'connecting') wasCut = state === 'down' || state === 'paused';
    };
    const stopState = eventStream.onState(onState);
    const stopEvents = eventStream.subscribe((event) => applyEvent(queryClient, event, refresher));
    return () => {
      refresher.stop();
      stopEvents();
      stopState();
    };
  }, [accountId, queryClient]);
}
