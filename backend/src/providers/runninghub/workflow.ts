import { POSE_FRAMES } from '@atelier/shared/pose-frames';
import { z } from 'zod';

/** Ids have some 19 digits, more than a JavaScript number holds: they stay text everywhere. */
const idSchema = z.string().regex(/^\d{1,30}$/, 'digits in quotation marks');
/** `12.image`: the input `image` of node 12, as the workflow's API format names them. */
const nodeInputSchema = z.string().regex(/^\d{1,10}\.\w{1,100}$/, 'a node and its input, such as 12.image');

/**
 * An operator's own workflow or AI app, and where in it things go: what `RUNNINGHUB_POSE12_WORKFLOW` holds as JSON.
 * Exactly one of the two ids is given.
 */
export const poseWorkflowSchema = z
  .strictObject({
    workflowId: idSchema.optional(),
    webappId: idSchema.optional(),
    inputs: z.strictObject({
      /** Gets the uploaded picture's name. */
      picture: nodeInputSchema,
      /** Gets the frames to make, `1,2,3`. A workflow without it could not make some frames again for their price. */
      frames: nodeInputSchema,
      /** Gets scene, category, description and the pose of each frame as one English text. */
      prompt: nodeInputSchema.optional(),
      scene: nodeInputSchema.optional(),
      category: nodeInputSchema.optional(),
      description: nodeInputSchema.optional(),
    }),
    /** Saving nodes: twelve, in the order of the frames, or a single one that saves the wanted frames in their order. */
    outputs: z
      .array(z.string().regex(/^\d{1,10}$/, 'the id of a saving node'))
      .refine((nodes) => nodes.length === 1 || nodes.length === POSE_FRAMES.length, 'one node, or twelve')
      .refine((nodes) => new Set(nodes).size === nodes.length, 'each node once'),
    instanceType: z.enum(['default', 'plus']).optional(),
  })
  .refine(
    ({ workflowId, webappId }) => (workflowId === undefined) !== (webappId === undefined),
    'either workflowId or webappId',
  );
export type PoseWorkflow = z.output<typeof poseWorkflowSchema>;

/** The workflow that the emulator knows. */
export const EMULATED_WORKFLOW: PoseWorkflow = {
  workflowId: '1900000000000000012',
  inputs: {
    picture: '12.image',
    frames: '20.text',
    prompt: '31.text',
    scene: '32.value',
    category: '33.value',
    description: '34.text',
  },
  outputs: POSE_FRAMES.map(({ number }) => String(100 + number)),
};
