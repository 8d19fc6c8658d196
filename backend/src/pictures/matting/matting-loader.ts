import { loadMattingModel, type MattingModel } from './matting-model.ts';

/** Gives the thread's one network, loading it when it is first needed; a failed load is tried again next time. */
export type MattingLoader = () => Promise<MattingModel>;

export function createMattingLoader(modelPath?: string): MattingLoader {
  let loading: Promise<MattingModel> | undefined;
  return () => {
    loading ??= loadMattingModel(modelPath).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
