import type { Health } from '@atelier/shared/contracts/operations';
import { PENDING_TIMEOUT_MS } from '@atelier/shared/limits';
import { useTranslation } from 'react-i18next';
import { formatDateTime, formatNumber, formatPercent, formatRelative } from '../../lib/format.ts';

export type TileState = 'good' | 'bad' | 'unknown';

/** One thing that may go wrong, and how it stands. */
export interface HealthTile {
  readonly name: 'parts' | 'waiting' | 'circuits' | 'lanes' | 'losses' | 'ledger' | 'files' | 'disk';
  readonly state: TileState;
  readonly value: string;
  readonly facts: readonly string[];
  /** Where to look or act. */
  readonly link?: string;
}

type Translate = ReturnType<typeof useTranslation<'operations'>>['t'];

/** A task that waits half the time after which it is given up shows that something stands still. */
const LONG_WAIT_MS = PENDING_TIMEOUT_MS / 2;
/** Below this a disk is nearly full: pictures of a busy day and the database's log must fit. */
const LOW_SHARE = 0.1;
const GIBIBYTE = 1024 ** 3;
const LOW_BYTES = 2 * GIBIBYTE;

/** All tiles, in the order of how bad it is when they are. `nowMs` is when the answer came, in Unix milliseconds. */
export function useHealthTiles(health: Health, nowMs: number): HealthTile[] {
  const { t } = useTranslation('operations');
  return [
    partsTile(health, nowMs, t),
    waitingTile(health, nowMs, t),
    circuitsTile(health, t),
    lanesTile(health, t),
    lossesTile(health, t),
    watchTile('ledger', health.ledgerViolations, t),
    watchTile('files', health.damagedFiles, t),
    ...diskTiles(health, t),
  ];
}

function partsTile({ parts, uptimeSeconds }: Health, nowMs: number, t: Translate): HealthTile {
  const failing = parts.filter(({ isGood }) => !isGood);
  return {
    name: 'parts',
    state: failing.length === 0 ? 'good' : 'bad',
    value:
      failing.length === 0
        ? t('tile.parts.good')
        : failing.map(({ name }) => t(`tile.parts.name.${name}`)).join(t('comma')),
    facts: [
      ...failing.flatMap(({ reason }) => reason ?? []),
      t('tile.parts.since', { time: formatDateTime(nowMs - uptimeSeconds * 1000) }),
    ],
  };
}

function waitingTile({ oldestWaiting, lanes }: Health, nowMs: number, t: Translate): HealthTile {
  const waiting = lanes.reduce((sum, lane) => sum + lane.waiting, 0);
  const running = lanes.reduce((sum, lane) => sum + lane.running, 0);
  const facts = [t('tile.waiting.facts', { waiting: formatNumber(waiting), running: formatNumber(running) })];
  if (!oldestWaiting) return { name: 'waiting', state: 'good', value: t('tile.waiting.none'), facts };
  const waitedMs = Math.max(0, nowMs - Date.parse(oldestWaiting.queuedAt));
  return {
    name: 'waiting',
    state: waitedMs > LONG_WAIT_MS ? 'bad' : 'good',
    value: t('tile.waiting.since', { time: formatRelative(oldestWaiting.queuedAt, nowMs) }),
    facts,
    link: `/operations/tasks/${oldestWaiting.taskId}`,
  };
}

function circuitsTile({ circuits }: Health, t: Translate): HealthTile {
  return {
    name: 'circuits',
    state: circuits.length === 0 ? 'good' : 'bad',
    value:
      circuits.length === 0
        ? t('tile.circuits.none')
        : circuits.map(({ provider }) => provider).join(t('comma')),
    facts: circuits.map(({ provider, reason, retryAt }) =>
      t('tile.circuits.retry', {
        provider,
        reason: t(`tile.circuits.reason.${reason}`),
        time: formatDateTime(retryAt),
      }),
    ),
    link: '/providers',
  };
}

function lanesTile({ lanes }: Health, t: Translate): HealthTile {
  const paused = lanes.filter(({ pause }) => pause !== null);
  return {
    name: 'lanes',
    state: paused.length === 0 ? 'good' : 'bad',
    value: paused.length === 0 ? t('tile.lanes.none') : paused.map(({ lane }) => lane).join(t('comma')),
    facts: paused.flatMap(({ pause }) => (pause ? [pause.reason] : [])),
    link: '/operations/lanes',
  };
}

function lossesTile({ openLosses }: Health, t: Translate): HealthTile {
  return {
    name: 'losses',
    state: openLosses === 0 ? 'good' : 'bad',
    value: t('tile.losses.open', { count: openLosses }),
    facts: [],
    link: '/operations/losses',
  };
}

function watchTile(name: 'ledger' | 'files', watch: Health['damagedFiles'], t: Translate): HealthTile {
  if (!watch) return { name, state: 'unknown', value: t(`tile.${name}.never`), facts: [t('tile.never')] };
  return {
    name,
    state: watch.found === 0 ? 'good' : 'bad',
    value: watch.found === 0 ? t(`tile.${name}.good`) : t(`tile.${name}.found`, { count: watch.found }),
    facts: [t('tile.checkedAt', { time: formatDateTime(watch.at) })],
  };
}

function diskTiles({ disk }: Health, t: Translate): HealthTile[] {
  if (!disk) return [];
  const { freeBytes, totalBytes } = disk;
  const share = totalBytes === 0 ? 0 : freeBytes / totalBytes;
  return [
    {
      name: 'disk',
      state: share < LOW_SHARE || freeBytes < LOW_BYTES ? 'bad' : 'good',
      value: t('tile.disk.free', { free: gigabytes(freeBytes), share: formatPercent(share) }),
      facts: [t('tile.disk.total', { total: gigabytes(totalBytes) })],
    },
  ];
}

const gigabytes = (bytes: number): string =>
  formatNumber(Number((bytes / GIBIBYTE).toFixed(bytes < 10 * GIBIBYTE ? 1 : 0)));
