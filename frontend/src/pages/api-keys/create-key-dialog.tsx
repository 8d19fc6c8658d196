import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type KeyWish, useCreateApiKey, useRevokeApiKey } from '../../features/api-keys/use-api-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyForm } from './key-form.tsx';
import { createRequestOf, type KeyFormValues, NEW_KEY } from './key-form-values.ts';
import { LostSecret, NewSecret } from './new-secret.tsx';

interface CreateKeyDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The same wish as before while the form says the same, so that trying again after a lost answer makes no second key. */
function useWishes() {
  const latest = useRef<{ values: KeyFormValues; wish: KeyWish }>(undefined);
  return {
    of: (values: KeyFormValues): KeyWish => {
      if (latest.current?.values === values) return latest.current.wish;
      const wish = {
        request: createRequestOf(values, Date.now()),
        idempotencyKey: crypto.randomUUID(),
      };
      latest.current = { values, wish };
      return wish;
    },
    forget: () => {
      latest.current = undefined;
    },
  };
}

/** First the form, then the secret, once. What the steps know goes when the dialog closes, the secret with it. */
export function CreateKeyDialog({ isOpen, onClose }: CreateKeyDialogProps) {
  const { t } = useTranslation('api-keys');
  const [hold, setHold] = useState<Hold>();
  return (
    <Dialog
      opened={isOpen}
      onClose={onClose}
      title={t('create.title')}
      isSticky
      isBusy={hold === 'busy'}
      isOnce={hold === 'once'}
    >
      <CreateKeySteps onClose={onClose} onHold={setHold} />
    </Dialog>
  );
}

/** Why the dialog must not be closed as usual: a key is being made, or its secret is in sight for the only time. */
type Hold = 'busy' | 'once' | undefined;

interface CreateKeyStepsProps {
  readonly onClose: () => void;
  readonly onHold: (hold: Hold) => void;
}

function CreateKeySteps({ onClose, onHold }: CreateKeyStepsProps) {
  const { t } = useTranslation('api-keys');
  const create = useCreateApiKey();
  const revoke = useRevokeApiKey();
  const wishes = useWishes();
  const [values, setValues] = useState(NEW_KEY);
  const replace = useMutation({
    mutationFn: async (lostKeyId: string) => {
      await revoke.mutateAsync(lostKeyId);
      wishes.forget();
      await create.mutateAsync(wishes.of(values));
    },
  });

  const isBusy = create.isPending || replace.isPending;
  const isOnce = Boolean(create.data?.secret);
  useEffect(() => {
    onHold(isBusy ? 'busy' : isOnce ? 'once' : undefined);
    return () => onHold(undefined);
  }, [isBusy, isOnce, onHold]);

  if (!create.data) {
    return (
      <KeyForm
        initial={values}
        submitLabel={t('create.submit')}
        isPending={create.isPending}
        error={create.error}
        onSubmit={(chosen) => {
          setValues(chosen);
          create.mutate(wishes.of(chosen));
        }}
        onCancel={onClose}
      />
    );
  }
  const { key, secret } = create.data;
  if (secret !== null) return <NewSecret created={key} secret={secret} onClose={onClose} />;
  return (
    <LostSecret
      created={key}
      isPending={replace.isPending}
      error={replace.error}
      onReplace={() => replace.mutate(key.id)}
    />
  );
}
