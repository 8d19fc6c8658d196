import { POSE_FRAMES, readFrames } from '@atelier/shared/pose-frames';
import type { StartInput } from '../adapter.ts';
import { type HttpRequest, type Json, ORDER_TIMEOUT_MS } from '../http-messages.ts';
import { type PoseWorkflow, poseWorkflowSchema } from './workflow.ts';

/** @throws ZodError without the operator's settings; a model without them takes no orders. */
export function workflowOf({ settings }: StartInput): PoseWorkflow {
  return poseWorkflowSchema.parse(settings);
}

/** The frames that were ordered, ascending. */
export function framesOf({ parameters }: StartInput): readonly number[] {
  return readFrames(String(parameters['frames'])) ?? [];
}

/** An order for the operator's workflow or AI app; only what the workflow has a place for is sent. */
export function orderOf(input: StartInput): HttpRequest {
  const { workflowId, webappId, inputs, instanceType } = workflowOf(input);
  const { parameters, prepared, callbackUrl } = input;
  const values: Readonly<Record<keyof typeof inputs, Json | undefined>> = {
    picture: prepared[0],
    frames: String(parameters['frames']),
    prompt: promptOf(input),
    scene: String(parameters['scene']),
    category: String(parameters['category']),
    description: String(parameters['description'] ?? ''),
  };
  const nodeInfoList = Object.entries(inputs).flatMap(([name, place]): Json[] => {
    const value = values[name as keyof typeof inputs];
    const [nodeId = '', fieldName = ''] = place?.split('.') ?? [];
    return place === undefined || value === undefined ? [] : [{ nodeId, fieldName, fieldValue: value }];
  });
  const isApp = webappId !== undefined;
  return {
    kind: 'http',
    method: 'POST',
    url: isApp ? '/task/openapi/ai-app/run' : '/task/openapi/create',
    json: {
      ...(isApp ? { webappId } : { workflowId: workflowId ?? '', addMetadata: false }),
      nodeInfoList,
      ...(instanceType !== undefined && { instanceType }),
      ...(callbackUrl !== null && { webhookUrl: callbackUrl }),
    },
    timeoutMs: ORDER_TIMEOUT_MS,
  };
}

const SCENE_WORDS: Readonly<Record<string, string>> = {
  street: 'street photography, city daylight',
  studio: 'white studio, soft even light',
  indoor: 'indoors, a lived-in home',
};

/** All of the order in one text, a line for each pose. */
function promptOf(input: StartInput): string {
  const { scene, category, description } = input.parameters;
  const poses = POSE_FRAMES.filter(({ number }) => framesOf(input).includes(number));
  return [
    `A model wearing the ${String(category)} of the picture; ${SCENE_WORDS[String(scene)] ?? String(scene)}.`,
    ...(description ? [String(description)] : []),
    ...poses.map(({ number, words }) => `${number}: ${words}`),
  ].join('\n');
}
