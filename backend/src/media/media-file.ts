import type { FileHandle } from 'node:fs/promises';

/** A file that is read piece by piece. */
export interface MediaFile {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
}

/** What is in a container. */
export interface Tracks {
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
  /** 0 when unknown. */
  readonly durationSeconds: number;
  /** Whether the file was written while it was made, so that it need not know its length. */
  readonly isOpen: boolean;
  /** Of the first video track. */
  readonly width: number | null;
  readonly height: number | null;
}

/** At most `length` bytes; fewer at the end of the file. */
export async function readAt({ handle }: MediaFile, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
