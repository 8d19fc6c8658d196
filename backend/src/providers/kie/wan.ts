import { resolutionField } from '../video-fields.ts';

// What the Wan models have in common.

/** Five seconds each. The price list also knows 580p, the published inputs do not. */
export const wan22Resolution = resolutionField(['720p', '480p'], '720p');

/** The vendor's credits for five seconds. */
export const WAN_22_COSTS = { '480p': 40, '720p': 80 } as const;
/** The vendor's credits per second. */
export const WAN_25_RATES = { '720p': 12, '1080p': 20 } as const;
