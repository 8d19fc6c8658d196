import { gradient, room, type Scene, shadow } from './scene.ts';

const upper =
  'M262 470 Q254 400 300 352 Q330 338 366 366 Q420 412 500 376 Q560 346 600 300 Q636 318 690 396 Q760 470 868 506 Q960 534 972 590 L972 632 L270 632 Q248 560 262 470 Z';

export const shoe: Scene = {
  name: 'shoe',
  svg: `${room(['#bcd3de', '#9fbccb'], ['#aebfc7', '#8ea3ad'], 590)}
  <defs>
    ${gradient('knit', 'y', [
      [0, '#f0543a'],
      [0.6, '#d8351f'],
      [1, '#a92212'],
    ])}
    ${gradient('sole', 'y', [
      [0, '#ffffff'],
      [0.6, '#ece7dd'],
      [1, '#b9b2a6'],
    ])}
    ${gradient('dark', 'y', [
      [0, '#2c2f3c'],
      [1, '#14151d'],
    ])}
  </defs>
  ${shadow(610, 700, 360, 26)}
  <path d="M252 622 L976 600 Q1004 612 996 656 Q984 700 920 704 L318 706 Q256 702 252 622 Z" fill="url(#sole)"/>
  <path d="M252 664 L996 656 Q984 702 920 704 L318 706 Q262 704 252 664" fill="#22242e"/>
  <path d="${upper}" fill="url(#knit)"/>
  <path d="M262 470 Q254 400 300 352 Q330 338 366 366 Q388 384 410 388 Q372 470 380 632 L270 632 Q248 560 262 470" fill="url(#dark)"/>
  <path d="M410 388 Q480 392 540 350 Q572 326 600 300 L640 336 Q560 420 452 424 Z" fill="#7f1a10"/>
  <path d="M470 632 Q520 520 660 470 L700 500 Q590 540 548 632 Z" fill="#fff6e8"/>
  <path d="M840 498 Q960 526 972 590 L972 632 L800 632 Q790 560 840 498" fill="#b32815" opacity=".8"/>
  ${[0, 1, 2, 3].map((i) => `<path d="M${586 + i * 40} ${352 + i * 38} L${656 + i * 40} ${322 + i * 42}" stroke="#fffaf0" stroke-width="13" stroke-linecap="round"/>`).join('')}
  <path d="M300 360 Q318 352 350 376" stroke="#6b7086" stroke-width="10" fill="none" stroke-linecap="round"/>
  <path d="M690 420 Q770 486 866 518" stroke="#ff9a84" stroke-width="6" fill="none" opacity=".8"/>`,
};
