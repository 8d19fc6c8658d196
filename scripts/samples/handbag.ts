import { gradient, room, type Scene, shadow } from './scene.ts';

const body =
  'M352 420 Q360 396 390 394 L810 394 Q840 396 848 420 L896 726 Q898 756 866 760 L334 760 Q302 756 304 726 Z';

export const handbag: Scene = {
  name: 'handbag',
  svg: `${room(['#e8e2d4', '#d6cdb9'], ['#cfc3aa', '#b8a98c'], 620)}
  <defs>
    ${gradient('leather', 'x', [
      [0, '#0f3b2c'],
      [0.25, '#1f6a4f'],
      [0.6, '#17543f'],
      [1, '#09271d'],
    ])}
    ${gradient('flap', 'y', [
      [0, '#2c8263'],
      [1, '#134a37'],
    ])}
    ${gradient('gold', 'y', [
      [0, '#fff1bd'],
      [0.5, '#d9a93a'],
      [1, '#8a6414'],
    ])}
  </defs>
  ${shadow(600, 758, 300, 26)}
  <path d="M440 410 C430 170 770 170 760 410" fill="none" stroke="#0d3326" stroke-width="34" stroke-linecap="round"/>
  <path d="M440 404 C434 180 760 176 756 400" fill="none" stroke="#3a9a78" stroke-width="7" opacity=".7"/>
  <path d="${body}" fill="url(#leather)"/>
  <path d="M352 420 Q360 396 390 394 L810 394 Q840 396 848 420 L862 520 Q740 600 600 604 Q460 600 338 520 Z" fill="url(#flap)"/>
  <path d="M350 514 Q470 586 600 590 Q730 586 850 514" fill="none" stroke="#7fd0b2" stroke-width="3" stroke-dasharray="12 8" opacity=".8"/>
  <path d="M322 736 L878 736" stroke="#6dbb9d" stroke-width="3" stroke-dasharray="12 8" opacity=".55"/>
  <rect x="556" y="556" width="88" height="74" rx="14" fill="url(#gold)"/><rect x="586" y="580" width="28" height="30" rx="6" fill="#5a3f08"/>
  <circle cx="442" cy="408" r="22" fill="url(#gold)"/><circle cx="758" cy="408" r="22" fill="url(#gold)"/>
  <path d="M392 410 Q372 560 352 700" stroke="#4fb892" stroke-width="10" opacity=".35" fill="none"/>`,
};
