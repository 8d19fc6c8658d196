/** Pictures that come with the page, drawn for it, so the first try needs no file of one's own. */
export const SAMPLES = ['mug', 'shoe', 'bottle', 'handbag', 'headphones', 'lamp'] as const;
export type Sample = (typeof SAMPLES)[number];

export const sampleUrl = (sample: Sample): string => `/samples/${sample}.jpg`;

/** @throws Error when the picture is not served. */
export async function fetchSample(sample: Sample): Promise<File> {
  const response = await fetch(sampleUrl(sample));
  const type = response.headers.get('Content-Type') ?? '';
  // A server that answers unknown addresses with the page itself would hand over HTML here.
  if (!response.ok || !type.startsWith('image/'))
    throw new Error(`${sampleUrl(sample)} answered ${response.status} ${type}`);
  return new File([await response.blob()], `${sample}.jpg`, { type });
}
