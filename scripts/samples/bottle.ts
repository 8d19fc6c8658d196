import { gradient, room, type Scene, shadow } from './scene.ts';

const body =
  'M532 150 L532 232 Q530 262 500 292 Q456 330 456 390 L456 736 Q456 764 486 768 Q600 780 714 768 Q744 764 744 736 L744 390 Q744 330 700 292 Q670 262 668 232 L668 150 Z';

export const bottle: Scene = {
  name: 'bottle',
  svg: `${room(['#f0d6cf', '#e3b9ae'], ['#e9c4b6', '#d6a595'], 640)}
  <defs>
    ${gradient('glass', 'x', [
      [0, '#1f1206'],
      [0.12, '#7a4210'],
      [0.3, '#c77a22'],
      [0.5, '#8f4f12'],
      [0.8, '#5a2d08'],
      [1, '#1c0f04'],
    ])}
    ${gradient('cap', 'x', [
      [0, '#0c0c0d'],
      [0.3, '#5b5b60'],
      [0.45, '#2a2a2d'],
      [1, '#050506'],
    ])}
    ${gradient('label', 'x', [
      [0, '#d8cdb8'],
      [0.3, '#fbf6ea'],
      [0.7, '#f1e8d6'],
      [1, '#bdb09a'],
    ])}
    ${gradient('shine', 'x', [
      [0, '#ffffff00'],
      [0.5, '#ffffffb0'],
      [1, '#ffffff00'],
    ])}
  </defs>
  ${shadow(600, 766, 150, 22)}
  <path d="${body}" fill="url(#glass)"/>
  <rect x="488" y="330" width="26" height="410" rx="13" fill="url(#shine)"/>
  <rect x="520" y="84" width="160" height="92" rx="12" fill="url(#cap)"/>
  ${Array.from({ length: 13 }, (_, i) => `<rect x="${526 + i * 12}" y="92" width="3" height="78" fill="#000" opacity=".35"/>`).join('')}
  <rect x="456" y="430" width="288" height="230" fill="url(#label)"/>
  <rect x="456" y="446" width="288" height="4" fill="#9a6a2c"/><rect x="456" y="640" width="288" height="4" fill="#9a6a2c"/>
  <circle cx="600" cy="510" r="30" fill="none" stroke="#5a3a16" stroke-width="5"/>
  <path d="M600 488 Q622 512 600 534 Q578 512 600 488" fill="#5a7a3a"/>
  <rect x="530" y="560" width="140" height="14" rx="4" fill="#3c2a16"/><rect x="550" y="588" width="100" height="8" rx="4" fill="#8a7456"/><rect x="560" y="606" width="80" height="8" rx="4" fill="#8a7456"/>`,
};
