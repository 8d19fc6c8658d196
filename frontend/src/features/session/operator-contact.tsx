import { useAbout } from './use-about.ts';

/** The address without what only machines need to see. */
const readable = (url: string): string => url.replace(/^mailto:|^https?:\/\//, '').replace(/\/$/, '');

/** Where the operator can be asked, after a sentence that says for what; nothing where no address was set. */
export function OperatorContact() {
  const contact = useAbout()?.contact;
  if (!contact) return null;
  const isPage = !contact.startsWith('mailto:');
  return (
    <a href={contact} {...(isPage && { target: '_blank', rel: 'noreferrer' })}>
      {readable(contact)}
    </a>
  );
}
