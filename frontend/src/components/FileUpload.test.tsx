import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dragFiles } from '../testing/drag-files.ts';
import { heicBytes, pngFile } from '../testing/picture-files.ts';
import { renderPart } from '../testing/render-part.tsx';
import { FileUpload, type FileUploadProps } from './FileUpload.tsx';

const onFileSelect = vi.fn<(files: File[]) => void>();
const madeUrls: string[] = [];
const revoked: string[] = [];

function show(props: Partial<FileUploadProps> = {}) {
  return renderPart(<FileUpload onFileSelect={onFileSelect} maxFiles={3} {...props} />);
}

async function choose(...files: File[]): Promise<void> {
  fireEvent.change(screen.getByTestId('file-input'), { target: { files } });
  // Dozens of pictures take their time on a machine that does other work too.
  await waitFor(() => expect(screen.queryByLabelText('Checking')).toBeNull(), { timeout: 10_000 });
}

const lastNames = (): string[] | undefined => onFileSelect.mock.lastCall?.[0].map((file) => file.name);

beforeEach(() => {
  onFileSelect.mockClear();
  madeUrls.length = 0;
  revoked.length = 0;
  vi.stubGlobal('createImageBitmap', async () => ({ width: 40, height: 30, close: () => undefined }));
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    const url = `blob:${madeUrls.length}`;
    madeUrls.push(url);
    return url;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('FileUpload', () => {
  it('hands on the usable files and shows why another is not', async () => {
    show();
    await choose(pngFile('mug.png'), new File([heicBytes()], 'IMG_1.HEIC'));
    expect(lastNames()).toEqual(['mug.png']);
    expect(screen.getByRole('alert').textContent).toContain('HEIC');
    expect(screen.getByText('40 × 30')).toBeDefined();
  });

  it('says nothing to the parent before anything was chosen', () => {
    show();
    expect(onFileSelect).not.toHaveBeenCalled();
  });

  it('takes one file by default, and a new one replaces it', async () => {
    renderPart(<FileUpload onFileSelect={onFileSelect} />);
    expect(screen.getByTestId<HTMLInputElement>('file-input').multiple).toBe(false);
    await choose(pngFile('first.png'));
    await choose(pngFile('second.png'));
    expect(lastNames()).toEqual(['second.png']);
  });

  it('leaves out files over the limit and says how many', async () => {
    show({ maxFiles: 2 });
    await choose(pngFile('1.png'), pngFile('2.png'), pngFile('3.png'), pngFile('4.png'));
    expect(lastNames()).toEqual(['1.png', '2.png']);
    expect(screen.getByRole('status').textContent).toContain('2 files were left out');
  });

  it('honours maxSizeMB and acceptedTypes', async () => {
    const { unmount } = show({ maxSizeMB: 0.00001 });
    await choose(pngFile('mug.png'));
    expect(screen.getByRole('alert').textContent).toContain('the limit is');
    unmount();
    show({ acceptedTypes: ['image/jpeg'] });
    await choose(pngFile('mug.png'));
    expect(screen.getByRole('alert').textContent).toContain('This is PNG');
  });

  it('removes a picture and brings it back', async () => {
    show();
    await choose(pngFile('mug.png'), pngFile('shoe.png'));
    await userEvent.click(screen.getByRole('button', { name: 'Remove mug.png' }));
    expect(lastNames()).toEqual(['shoe.png']);
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(lastNames()).toEqual(['mug.png', 'shoe.png']);
  });

  it('clears all, and undo brings all back', async () => {
    show();
    await choose(pngFile('mug.png'), pngFile('shoe.png'));
    await userEvent.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(lastNames()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(lastNames()).toEqual(['mug.png', 'shoe.png']);
  });

  it('takes pasted and dropped files from anywhere on the page', async () => {
    show();
    const paste = new Event('paste');
    Object.assign(paste, { clipboardData: { files: [pngFile('pasted.png')] } });
    fireEvent(window, paste);
    await waitFor(() => expect(lastNames()).toEqual(['pasted.png']));
    dragFiles([pngFile('dropped.png')], ['Files'], () =>
      expect(screen.getByText('Let go to add the pictures')).toBeDefined(),
    );
    await waitFor(() => expect(lastNames()).toEqual(['pasted.png', 'dropped.png']));
    expect(screen.queryByText('Let go to add the pictures')).toBeNull();
  });

  it('leaves pasted text alone', () => {
    show();
    const paste = new Event('paste', { cancelable: true });
    Object.assign(paste, { clipboardData: { files: [] } });
    fireEvent(window, paste);
    expect(paste.defaultPrevented).toBe(false);
  });

  it('takes nothing while disabled', async () => {
    show({ disabled: true });
    expect(screen.getByRole('button').hasAttribute('disabled')).toBe(true);
    const paste = new Event('paste');
    Object.assign(paste, { clipboardData: { files: [pngFile('pasted.png')] } });
    fireEvent(window, paste);
    await Promise.resolve();
    expect(madeUrls).toEqual([]);
  });

  it('opens the file picker from the keyboard', async () => {
    show();
    const click = vi.spyOn(screen.getByTestId<HTMLInputElement>('file-input'), 'click');
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(click).toHaveBeenCalledOnce();
  });

  it('revokes every thumbnail it made', async () => {
    const { unmount } = show();
    await choose(pngFile('mug.png'), pngFile('shoe.png'));
    await userEvent.click(screen.getByRole('button', { name: 'Remove mug.png' }));
    expect(revoked).toEqual([]);
    await choose(pngFile('bag.png'));
    expect(revoked).toEqual(['blob:0']);
    unmount();
    expect(revoked.toSorted()).toEqual(madeUrls);
  });

  it('lists the pictures for screen readers', async () => {
    show();
    await choose(pngFile('mug.png'));
    expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByRole('heading').textContent).toBe('1 picture of up to 3');
  });

  it('shows the first pictures of a long selection and every refused one, and all when asked', async () => {
    show({ maxFiles: 200 });
    const many = Array.from({ length: 60 }, (_, index) => pngFile(`${index}.png`));
    await choose(...many, new File([heicBytes()], 'IMG_1.HEIC'));
    // They are looked at a few at a time.
    await waitFor(() => expect(lastNames()).toHaveLength(60), { timeout: 10_000 });
    // The refused one is last in line; until its check it is one of the hidden.
    expect(await screen.findByText('IMG_1.HEIC')).toBeDefined();
    expect(screen.queryByText('59.png')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show 38 more' }));
    expect(screen.getByText('59.png')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Show fewer' }));
    expect(screen.queryByText('59.png')).toBeNull();
  });
});
