import { gradient, room, type Scene, shadow } from './scene.ts';

const body =
  'M410 330 C408 470 418 600 446 668 Q462 700 520 708 Q580 714 640 708 Q698 700 714 668 C742 600 752 470 750 330 Z';

export const mug: Scene = {
  name: 'mug',
  svg: `${room(['#d9c7ac', '#c3ab8a'], ['#8b5e3c', '#6d4527'], 560)}
  <defs>
    ${gradient('clay', 'x', [
      [0, '#0f3f4a'],
      [0.22, '#2f8394'],
      [0.4, '#4fa7b6'],
      [0.62, '#22707f'],
      [1, '#0b2c35'],
    ])}
    ${gradient('inside', 'x', [
      [0, '#b9d6d6'],
      [0.5, '#eef5f2'],
      [1, '#d3e5e2'],
    ])}
    ${gradient('coffee', 'x', [
      [0, '#3a1f10'],
      [0.5, '#6b3d1e'],
      [1, '#2c160a'],
    ])}
    ${gradient('gloss', 'y', [
      [0, '#ffffff99'],
      [1, '#ffffff00'],
    ])}
  </defs>
  ${shadow(590, 704, 160, 26)}
  <path d="M744 400 C860 380 880 560 730 590" fill="none" stroke="#14505d" stroke-width="44" stroke-linecap="round"/>
  <path d="M744 394 C850 378 866 546 732 580" fill="none" stroke="#4a9dac" stroke-width="14" stroke-linecap="round" opacity=".8"/>
  <path d="${body}" fill="url(#clay)"/>
  <path d="M412 400 Q580 440 749 400 L748 430 Q580 470 413 430 Z" fill="#d99a2b"/>
  <path d="M452 360 C450 480 458 580 478 640 L506 646 C490 580 484 470 486 364 Z" fill="url(#gloss)"/>
  <ellipse cx="580" cy="330" rx="170" ry="46" fill="#1c6270"/>
  <ellipse cx="580" cy="328" rx="158" ry="39" fill="url(#inside)"/>
  <ellipse cx="580" cy="342" rx="140" ry="26" fill="url(#coffee)"/>
  <path d="M470 338 Q560 322 640 336" stroke="#a8713f" stroke-width="5" fill="none" opacity=".7"/>`,
};
