/** The same as in docs/webhooks.md, where a test runs the first one; a test holds the two equal. */
export const VERIFY_SNIPPETS = {
  typescript: `import express from 'express';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.ATELIER_WEBHOOK_SECRET ?? '');
const app = express();

// The signature covers the exact bytes, so the body is read raw.
app.post('/webhooks/atelier', express.raw({ type: 'application/json' }), (request, response) => {
  let message;
  try {
    message = webhook.verify(request.body, request.headers as Record<string, string>);
  } catch {
    return response.status(401).end();
  }
  // Answer first, work later. The same webhook-id may come twice: do the work once.
  response.status(204).end();
  console.log(request.headers['webhook-id'], message);
});

app.listen(Number(process.env.PORT ?? 8080));
`,
  python: `import base64, hashlib, hmac, json, time

def verify(secret: str, headers: dict, body: bytes) -> dict:
    """Returns the message; raises ValueError when it is not from Atelier. Header names in lower case."""
    message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        raise ValueError("too old or too new")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    for signature in headers["webhook-signature"].split():
        version, _, value = signature.partition(",")
        if version == "v1" and hmac.compare_digest(value, expected):
            return json.loads(body)
    raise ValueError("wrong signature")
`,
} as const;
