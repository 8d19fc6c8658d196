import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderPart } from '../../testing/render-part.tsx';
import { sampleAsset } from '../../testing/sample-task.ts';
import { useCompareSettings } from './compare-settings.ts';
import { CompareViewer } from './compare-viewer.tsx';

const original = sampleAsset();
const cutOut = sampleAsset({ id: 'asset_cut_out', name: 'matting.png', kind: 'result', hasAlpha: true });
const onPictureError = vi.fn();

function Harness({ before = original }: { readonly before?: typeof original | null }) {
  const settings = useCompareSettings();
  return <CompareViewer before={before} after={cutOut} settings={settings} onPictureError={onPictureError} />;
}

const stage = () => screen.getByRole('group', { name: /^Original and result/ });
const shown = () => screen.getAllByRole('img').map((picture) => picture.getAttribute('alt'));
const frameOf = (alt: string) => screen.getByAltText(alt).parentElement;
const scaleOf = (alt: string) => /scale\(([\d.]+)\)/.exec(frameOf(alt)?.style.transform ?? '')?.[1];

describe('CompareViewer', () => {
  it('shows the original alone as long as Space is held', () => {
    renderPart(<Harness />);
    expect(shown()).toEqual(['Result: matting.png', 'Original: 连衣裙.jpg']);
    fireEvent.keyDown(stage(), { key: ' ' });
    expect(shown()).toEqual(['Original: 连衣裙.jpg']);
    expect(screen.queryByRole('slider')).toBeNull();
    fireEvent.keyUp(stage(), { key: ' ' });
    expect(shown()).toHaveLength(2);
  });

  it('zooms original and result together with + and −, and fits again with 0', () => {
    renderPart(<Harness />);
    fireEvent.keyDown(stage(), { key: '+' });
    fireEvent.keyDown(stage(), { key: '+' });
    expect(scaleOf('Result: matting.png')).toBe('2.25');
    expect(scaleOf('Original: 连衣裙.jpg')).toBe('2.25');
    fireEvent.keyDown(stage(), { key: '-' });
    expect(scaleOf('Original: 连衣裙.jpg')).toBe('1.5');
    fireEvent.keyDown(stage(), { key: '0' });
    expect(scaleOf('Original: 连衣裙.jpg')).toBe('1');
  });

  it('puts both next to each other without a divider', () => {
    renderPart(<Harness />);
    fireEvent.click(screen.getByRole('radio', { name: 'Side by side' }));
    expect(shown()).toEqual(['Original: 连衣裙.jpg', 'Result: matting.png']);
    expect(screen.queryByRole('slider')).toBeNull();
  });

  it('changes what lies behind transparent pixels, and only behind those', () => {
    renderPart(<Harness />);
    fireEvent.click(screen.getByRole('radio', { name: 'Black' }));
    expect(frameOf('Result: matting.png')?.dataset.backdrop).toBe('black');
    expect(frameOf('Original: 连衣裙.jpg')?.dataset.backdrop).toBeUndefined();
  });

  it('reserves the box of the picture before its bytes are there', () => {
    renderPart(<Harness />);
    expect(frameOf('Result: matting.png')?.style.getPropertyValue('--picture-ratio')).toBe(
      String(1600 / 1200),
    );
  });

  it('has nothing to compare where there is no original', () => {
    renderPart(<Harness before={null} />);
    expect(screen.queryByRole('slider')).toBeNull();
    expect(screen.queryByRole('radio', { name: 'Side by side' })).toBeNull();
  });

  it('reports a link that does not load', () => {
    renderPart(<Harness />);
    fireEvent.error(screen.getByAltText('Result: matting.png'));
    expect(onPictureError).toHaveBeenCalledOnce();
  });
});
