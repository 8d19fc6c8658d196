import { Button } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { i18n } from '../lib/i18n.ts';
import { EmptyState } from './empty-state.tsx';

interface ErrorBoundaryState {
  readonly failed: boolean;
}

/** Catches a page that breaks while drawing (also: a chunk of an older release that is gone) and offers a fresh start. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('A part of the page broke', error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <EmptyState
        icon={IconMoodSad}
        title={i18n.t('common:broken.title')}
        text={i18n.t('common:broken.text')}
      >
        <Button onClick={() => window.location.reload()}>{i18n.t('common:action.reload')}</Button>
      </EmptyState>
    );
  }
}
