/** Stands in for XMLHttpRequest, with which uploads are sent. Stub the global with it and empty `sent` first. */
export class FakeUpload {
  static sent: FakeUpload[] = [];
  readonly headers: Record<string, string> = {};
  upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
  onload: (() => void) | undefined;
  onerror: (() => void) | undefined;
  onabort: (() => void) | undefined;
  status = 0;
  responseText = '';
  open(): void {}
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(): void {
    FakeUpload.sent.push(this);
  }
  abort(): void {
    this.onabort?.();
  }
  finish({ status, body }: { readonly status: number; readonly body: unknown }): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}
