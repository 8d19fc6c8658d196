import type { Asset } from '@atelier/shared/contracts/asset';
import { useState } from 'react';
import { InputPreview } from '../../components/task/input-preview.tsx';
import { InputStrip } from '../../components/task/input-strip.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';

interface InputsSectionProps {
  readonly inputs: readonly Asset[];
  readonly links: PictureLinks;
}

/** The originals of a task without results, laid out like the results will be. */
export function InputsSection({ inputs, links }: InputsSectionProps) {
  const [position, setPosition] = useState(0);
  const shown = inputs.find((input) => input.inputPosition === position) ?? inputs[0];
  return (
    <>
      {inputs.length > 1 && (
        <InputStrip inputs={inputs} position={position} onPosition={setPosition} links={links} />
      )}
      {shown && <InputPreview key={shown.id} input={shown} links={links} />}
    </>
  );
}
