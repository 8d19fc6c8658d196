import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BatchUpload } from '../../features/batches/batch-uploads.ts';
import { batchUploads, useBatchUpload } from '../../features/batches/uploads.ts';
import { formatBytes, formatNumber } from '../../lib/format.ts';
import classes from './batch-page.module.css';
import { isPassingRefusal } from './live-batch.ts';

/** What this tab still sends: bytes that have really left, why it pauses, what was not taken. */
export function UploadLine({ batchId }: { readonly batchId: string }) {
  const upload = useBatchUpload(batchId);
  return upload && <Upload upload={upload} />;
}

function Upload({ upload }: { readonly upload: BatchUpload }) {
  const { t } = useTranslation('batch');
  const { batchId, pictures, leavingBytes, hold, isPaused } = upload;
  const refused = pictures.filter(({ state }) => state === 'refused');
  const toSend = pictures.filter(({ state }) => state !== 'refused');
  const sent = toSend.filter(({ state }) => state === 'sent');
  const bytesOf = (some: typeof pictures): number => some.reduce((sum, { file }) => sum + file.size, 0);
  const [sentBytes, totalBytes] = [bytesOf(sent) + leavingBytes, bytesOf(toSend)];
  const canSendAgain = refused.some(({ refusal }) => isPassingRefusal(refusal?.code));
  return (
    <div className={classes.upload}>
      {sent.length < toSend.length && (
        <>
          <div className={classes.uploadLine}>
            <span>
              {t(isPaused ? 'upload.paused' : 'upload.title', {
                sent: formatNumber(sent.length),
                total: formatNumber(toSend.length),
              })}
            </span>
            <span className={classes.percent}>
              {t('upload.bytes', { sent: formatBytes(sentBytes), total: formatBytes(totalBytes) })}
            </span>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() => (isPaused ? batchUploads.goOn(batchId) : batchUploads.pause(batchId))}
            >
              {t(isPaused ? 'upload.goOn' : 'upload.stop')}
            </Button>
          </div>
          <Progress
            value={totalBytes > 0 ? (100 * sentBytes) / totalBytes : 0}
            size="sm"
            radius="xl"
            aria-label={t('upload.bar')}
          />
        </>
      )}
      {hold && <HoldNote hold={hold} />}
      {refused.length > 0 && (
        <p className={classes.refusal} role="alert">
          {t('upload.refused', { count: refused.length })}
          {': '}
          {refused[0]?.refusal?.message}{' '}
          {canSendAgain && (
            <Button variant="default" size="compact-sm" onClick={() => batchUploads.retryRefused(batchId)}>
              {t('upload.again')}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

function HoldNote({ hold }: { readonly hold: NonNullable<BatchUpload['hold']> }) {
  const { t } = useTranslation('batch');
  const isSignIn = hold.code === 'sign_in_required' || hold.code === 'token_expired';
  return (
    <p className={classes.refusal} role="alert">
      {isSignIn ? t('upload.heldSignIn') : t('upload.held', { reason: hold.message })}{' '}
      {!isSignIn && (
        <Button variant="default" size="compact-sm" onClick={() => batchUploads.resume()}>
          {t('upload.now')}
        </Button>
      )}
    </p>
  );
}
