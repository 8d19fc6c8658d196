import { type Config, ConfigError } from './config.ts';
import { pictureModelNamed } from './http/doors/openai-models.ts';
import type { Catalogue } from './providers/catalogue.ts';

/** Settings that name something of the catalogue, which only the whole catalogue can judge. @throws ConfigError */
export function assertPreferences(
  { preferredProvider, openAiModel }: Pick<Config, 'preferredProvider' | 'openAiModel'>,
  catalogue: Catalogue,
): void {
  const problems: string[] = [];
  const providers = new Set([...catalogue.values()].map(({ provider }) => provider.slug));
  if (preferredProvider !== undefined && !providers.has(preferredProvider)) {
    problems.push(`DEFAULT_AI_PROVIDER: must be one of ${[...providers].sort().join(', ')}`);
  }
  if (openAiModel !== undefined && !pictureModelNamed(openAiModel, catalogue)) {
    problems.push(
      "OPENAI_MODEL: must be OpenAI's name of a model or a slug of the catalogue that makes pictures; docs/models.md lists them",
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
}
