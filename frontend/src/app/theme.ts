import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const fontStack = [
  'system-ui',
  '-apple-system',
  "'Segoe UI'",
  'Roboto',
  "'Helvetica Neue'",
  "'PingFang SC'",
  "'Hiragino Sans GB'",
  "'Microsoft YaHei UI'",
  "'Microsoft YaHei'",
  "'Noto Sans CJK SC'",
  "'Noto Sans SC'",
  'sans-serif',
].join(', ');

const gray: MantineColorsTuple = [
  '#f7f7f6',
  '#efefee',
  '#e4e4e2',
  '#d6d6d3',
  '#c2c2be',
  '#9c9c98',
  '#6b6b68',
  '#4d4d4b',
  '#343433',
  '#1c1c1b',
];

const dark: MantineColorsTuple = [
  '#e6e6e4',
  '#c4c4c1',
  '#a3a3a0',
  '#7d7d7a',
  '#4a4b4d',
  '#36373a',
  '#292a2d',
  '#1f2022',
  '#18191b',
  '#111213',
];

const accent: MantineColorsTuple = [
  '#eef2fd',
  '#dce4fa',
  '#b6c6f4',
  '#8ea6ee',
  '#6d8ae8',
  '#4b70e2',
  '#2752d0',
  '#2046b6',
  '#1b3b9a',
  '#16317f',
];

/** Neutral greys, one accent, an 8-pixel rhythm, one type scale. */
export const theme = createTheme({
  fontFamily: fontStack,
  fontFamilyMonospace: `ui-monospace, SFMono-Regular, Menlo, Consolas, ${fontStack}`,
  colors: { gray, dark, accent },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  white: '#ffffff',
  black: '#1c1c1b',
  defaultRadius: 'md',
  radius: { xs: '2px', sm: '4px', md: '8px', lg: '12px', xl: '16px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: { xs: '12px', sm: '14px', md: '16px', lg: '18px', xl: '22px' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.5', lg: '1.45', xl: '1.35' },
  headings: { fontFamily: fontStack, fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Plain objects: naming the components themselves would pull all of them into the first load.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, radius: 'lg' } },
    ModalRoot: { defaultProps: { centered: true, radius: 'lg' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
  },
});

/**
 * The page's own color roles. canvas: the table. surface: sheets lying on it. raised: chips on a sheet.
 * line: hairlines. Texts meet 4.5:1 on canvas and surface.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--at-canvas': '#f4f4f3',
    '--at-surface': '#ffffff',
    '--at-raised': '#f1f1f0',
    '--at-line': '#e0e0dd',
    '--at-text': '#1c1c1b',
    '--at-text-soft': '#5c5c59',
    '--at-accent': '#2752d0',
    '--at-accent-soft': '#eef2fd',
    '--at-good': '#1a7440',
    '--at-good-soft': '#e7f4ec',
    '--at-bad': '#b3261e',
    '--at-bad-soft': '#fcebea',
    '--at-warn': '#7d5200',
    '--at-warn-soft': '#fdf3dc',
    '--at-shadow': '0 1px 2px rgb(0 0 0 / 5%), 0 4px 16px rgb(0 0 0 / 5%)',
    '--at-check-a': '#ffffff',
    '--at-check-b': '#e6e6e4',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5c5c59',
    '--mantine-color-default-border': '#d6d6d3',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-placeholder': '#6b6b68',
  },
  dark: {
    '--at-canvas': '#131415',
    '--at-surface': '#1c1d1f',
    '--at-raised': '#292a2d',
    '--at-line': '#333437',
    '--at-text': '#ececea',
    '--at-text-soft': '#a9a9a6',
    '--at-accent': '#8ea6ee',
    '--at-accent-soft': '#1f2944',
    '--at-good': '#6cc58d',
    '--at-good-soft': '#17301f',
    '--at-bad': '#f2938c',
    '--at-bad-soft': '#3a1c1a',
    '--at-warn': '#e6b75a',
    '--at-warn-soft': '#342a14',
    '--at-shadow': '0 0 0 1px rgb(255 255 255 / 4%)',
    '--at-check-a': '#6f7176',
    '--at-check-b': '#5a5c61',
    '--mantine-color-body': '#1c1d1f',
    '--mantine-color-text': '#ececea',
    '--mantine-color-dimmed': '#a9a9a6',
    '--mantine-color-default': '#232427',
    '--mantine-color-default-hover': '#2b2c2f',
    '--mantine-color-default-border': '#3d3e42',
    '--mantine-color-error': '#f2938c',
    '--mantine-color-anchor': '#8ea6ee',
    '--mantine-color-placeholder': '#8f8f8c',
  },
});
