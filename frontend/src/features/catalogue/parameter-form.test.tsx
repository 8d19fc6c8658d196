import type { ParameterSchema } from '@atelier/shared/parameter-form';
import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { renderPart } from '../../testing/render-part.tsx';
import { ParameterForm } from './parameter-form.tsx';
import { fitValues, type ParameterValues } from './parameter-values.ts';

const label = (text: string) => ({ en: text, 'zh-CN': `${text}（中）` });

const schema: ParameterSchema = {
  type: 'object',
  properties: {
    template: {
      type: 'string',
      enum: ['all', 'matting'],
      default: 'all',
      control: 'segmented',
      label: label('Results'),
      options: { all: label('All three'), matting: label('Cut-out') },
    },
    size: { type: 'integer', enum: [512, 1024], default: 1024, control: 'select', label: label('Size') },
    strength: {
      type: 'integer',
      minimum: 0,
      maximum: 100,
      default: 60,
      control: 'slider',
      unit: '%',
      label: label('Strength'),
    },
    shadow: { type: 'boolean', control: 'switch', label: label('Shadow'), help: label('Keeps it') },
    backdrop: { type: 'string', default: '#ffffff', control: 'color', label: label('Backdrop') },
    title: { type: 'string', maxLength: 5, control: 'text', label: label('Title') },
  },
};

let latest: ParameterValues = {};

function Bench() {
  const [values, setValues] = useState<ParameterValues>(() => fitValues(schema, {}));
  latest = values;
  return <ParameterForm schema={schema} values={values} onChange={setValues} />;
}

describe('ParameterForm', () => {
  it('starts with the defaults of the schema', () => {
    renderPart(<Bench />);
    expect(latest).toEqual({
      template: 'all',
      size: 1024,
      strength: 60,
      shadow: false,
      backdrop: '#ffffff',
      title: '',
    });
    expect(screen.getByText('60%')).toBeDefined();
    expect(screen.getByText('Keeps it')).toBeDefined();
  });

  it('draws every control and reports each change in the type of the schema', async () => {
    renderPart(<Bench />);
    await userEvent.click(screen.getByRole('radio', { name: 'Cut-out' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Size' }), '512');
    await userEvent.click(screen.getByRole('switch', { name: 'Shadow' }));
    fireEvent.change(screen.getByLabelText('Backdrop'), { target: { value: '#ff0000' } });
    await userEvent.type(screen.getByRole('textbox', { name: 'Title' }), 'Mug');
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Strength' }), { key: 'ArrowRight' });
    expect(latest).toEqual({
      template: 'matting',
      size: 512,
      strength: 61,
      shadow: true,
      backdrop: '#ff0000',
      title: 'Mug',
    });
  });
});

const width = {
  type: 'integer',
  minimum: 256,
  maximum: 2048,
  default: 1024,
  control: 'number',
  label: label('Width'),
} as const;
const seed = { type: 'integer', minimum: 0, maximum: 9, control: 'number', label: label('Seed') } as const;
const numbers: ParameterSchema = { type: 'object', properties: { width, seed } };

/** As the pages do it: what is kept passes through the schema at every change. */
function NumberBench() {
  const [kept, setKept] = useState<ParameterValues>({});
  latest = fitValues(numbers, kept);
  return <ParameterForm schema={numbers} values={latest} onChange={setKept} />;
}
describe('a number', () => {
  const field = (name: string) => screen.findByRole<HTMLInputElement>('textbox', { name });

  it('stays as it is typed, and counts once it is within its bounds', async () => {
    renderPart(<NumberBench />);
    const input = await field('Width');
    await userEvent.clear(input);
    await userEvent.type(input, '51');
    expect(input.value).toBe('51');
    expect(latest.width).toBe(1024);
    await userEvent.type(input, '2');
    expect(input.value).toBe('512');
    expect(latest.width).toBe(512);
  });

  it.each([
    ['30', 256],
    ['90000', 2048],
  ])('%s becomes the nearest one that is allowed when the field is left', async (text, nearest) => {
    renderPart(<NumberBench />);
    const input = await field('Width');
    await userEvent.clear(input);
    await userEvent.type(input, text);
    expect(input.value).toBe(text);
    await userEvent.tab();
    expect(latest.width).toBe(nearest);
    expect(input.value).toBe(String(nearest));
  });

  it('comes back when the field is left empty, and stays away where the model may choose', async () => {
    renderPart(<NumberBench />);
    const input = await field('Width');
    await userEvent.clear(input);
    await userEvent.tab();
    expect(input.value).toBe('1024');
    const chosen = await field('Seed');
    await userEvent.type(chosen, '7');
    expect(latest.seed).toBe(7);
    await userEvent.clear(chosen);
    await userEvent.tab();
    expect(latest).not.toHaveProperty('seed');
  });
});

describe('fitValues', () => {
  it('keeps what still fits and replaces what does not', () => {
    const kept = {
      template: 'gone',
      size: 512,
      strength: 900,
      shadow: 'yes',
      backdrop: '#000000',
      title: 'too long',
    };
    expect(fitValues(schema, kept)).toEqual({
      template: 'all',
      size: 512,
      strength: 60,
      shadow: false,
      backdrop: '#000000',
      title: '',
    });
  });

  it('leaves a number out that nobody said, so that the model chooses it', () => {
    const seed = {
      type: 'integer',
      minimum: 0,
      maximum: 9,
      control: 'number',
      label: label('Seed'),
    } as const;
    const withSeed: ParameterSchema = { type: 'object', properties: { seed } };
    expect(fitValues(withSeed, {})).toEqual({});
    expect(fitValues(withSeed, { seed: '' })).toEqual({});
    expect(fitValues(withSeed, { seed: 0 })).toEqual({ seed: 0 });
  });

  it('sends nothing the schema does not know', () => {
    expect(fitValues(schema, { price: 0 })).not.toHaveProperty('price');
  });
});
