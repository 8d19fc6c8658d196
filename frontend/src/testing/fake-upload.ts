/** Stands in for XMLHttpRequest: keeps what was sent, and answers when the test says so. */
export class FakeUpload {
  static sent: FakeUpload[] = [];
  readonly headers: Record<string, string> = {};
  upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
  onload: (() => void) | undefined;
  onerror: (() => void) | undefined;
  onabort: (() => void) | undefined;
  status = 0;
  responseText = '';
  form: FormData | undefined;
  isAborted = false;

  open(): void {}

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(form: FormData): void {
    this.form = form;
    FakeUpload.sent.push(this);
  }

  abort(): void {
    this.isAborted = true;
    this.onabort?.();
  }

  finish({ status, body }: { status: number; body: unknown }): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}
