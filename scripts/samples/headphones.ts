import { gradient, room, type Scene, shadow } from './scene.ts';

export const headphones: Scene = {
  name: 'headphones',
  svg: `${room(['#f4cf6a', '#eab83f'], ['#e7b23a', '#cf9620'], 700)}
  <defs>
    ${gradient('cup', 'x', [
      [0, '#15161c'],
      [0.35, '#5a5e70'],
      [0.6, '#2c2e39'],
      [1, '#0b0b0f'],
    ])}
    ${gradient('pad', 'x', [
      [0, '#3a2f2b'],
      [0.5, '#7a645a'],
      [1, '#2a211e'],
    ])}
    ${gradient('band', 'y', [
      [0, '#6a6f83'],
      [0.5, '#2b2d38'],
      [1, '#121319'],
    ])}
    ${gradient('ring', 'r', [
      [0, '#3a3d4a'],
      [0.8, '#23252e'],
      [1, '#0e0f14'],
    ])}
  </defs>
  ${shadow(600, 776, 290, 24)}
  <path d="M352 560 C330 120 870 120 848 560" fill="none" stroke="url(#band)" stroke-width="54" stroke-linecap="round"/>
  <path d="M372 470 C392 190 808 190 828 470" fill="none" stroke="#8a5a44" stroke-width="20" opacity=".9"/>
  <path d="M346 470 C360 330 440 262 548 240" fill="none" stroke="#b9bfd4" stroke-width="7" stroke-linecap="round" opacity=".75"/>
  <rect x="392" y="500" width="70" height="262" rx="35" fill="url(#pad)"/><rect x="738" y="500" width="70" height="262" rx="35" fill="url(#pad)"/>
  <rect x="288" y="488" width="128" height="288" rx="62" fill="url(#cup)"/><rect x="784" y="488" width="128" height="288" rx="62" fill="url(#cup)"/>
  <ellipse cx="340" cy="632" rx="36" ry="104" fill="url(#ring)"/><ellipse cx="860" cy="632" rx="36" ry="104" fill="url(#ring)"/>
  <path d="M312 560 Q304 632 314 706" stroke="#c9cee0" stroke-width="7" fill="none" opacity=".8"/>
  <circle cx="860" cy="632" r="12" fill="#e4572e"/><circle cx="340" cy="632" r="12" fill="#e4572e"/>`,
};
