import type { RawAnswer } from './raw-answer.ts';

export interface UploadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: FormData;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** XMLHttpRequest, because fetch cannot tell how many bytes of a body have left. Rejects when no answer arrives. */
export function sendWithProgress({
  url,
  headers,
  form,
  signal,
  onProgress,
}: UploadRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const settle = (finish: () => void) => {
      signal?.removeEventListener('abort', abort);
      finish();
    };
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => settle(() => resolve({ status: request.status, text: request.responseText }));
    request.onerror = () => settle(() => reject(new Error('The upload was cut off')));
    request.onabort = () => settle(() => reject(signal?.reason ?? new Error('The upload was stopped')));
    signal?.addEventListener('abort', abort, { once: true });
    request.send(form);
  });
}
