import { gradient, room, type Scene, shadow } from './scene.ts';

export const lamp: Scene = {
  name: 'lamp',
  svg: `${room(['#4c6a78', '#39525e'], ['#7b5b43', '#5a3f2c'], 660)}
  <defs>
    ${gradient('shade', 'x', [
      [0, '#b04a12'],
      [0.3, '#f59a3c'],
      [0.55, '#e67a1e'],
      [1, '#7a2f08'],
    ])}
    ${gradient('brass', 'x', [
      [0, '#6b4a12'],
      [0.4, '#f5d98a'],
      [0.6, '#c79a3a'],
      [1, '#5a3c0c'],
    ])}
    ${gradient('foot', 'x', [
      [0, '#7a3208'],
      [0.35, '#ee8a30'],
      [1, '#5c2405'],
    ])}
    ${gradient('bulb', 'r', [
      [0, '#fffbe6'],
      [0.6, '#ffe9a3'],
      [1, '#ffd36a'],
    ])}
  </defs>
  ${shadow(560, 776, 190, 22)}
  <ellipse cx="560" cy="770" rx="178" ry="32" fill="#4d1e04"/>
  <path d="M382 762 Q390 722 560 716 Q730 722 738 762 Q730 790 560 794 Q390 790 382 762" fill="url(#foot)"/>
  <rect x="546" y="470" width="28" height="262" rx="12" fill="url(#brass)"/>
  <rect x="534" y="300" width="28" height="220" rx="14" fill="url(#brass)" transform="rotate(24 560 500)"/>
  <circle cx="560" cy="486" r="26" fill="url(#brass)"/>
  <ellipse cx="664" cy="410" rx="116" ry="30" fill="url(#bulb)" transform="rotate(24 640 300)"/>
  <path d="M590 176 Q640 150 690 176 L800 392 Q700 440 480 392 Z" fill="url(#shade)" transform="rotate(24 640 300)"/>
  <path d="M600 196 L520 382" stroke="#ffd9a8" stroke-width="14" stroke-linecap="round" opacity=".75" transform="rotate(24 640 300)"/>
  <circle cx="642" cy="160" r="18" fill="url(#brass)" transform="rotate(24 640 300)"/>`,
};
