// Made by `pnpm client:generate` from the API document; do not edit.
// Failures are left out: they look alike at every route, see contracts/envelope.ts and errors.ts.

export type JsonValue = string | number | boolean | null | JsonValue[] | {
    [key: string]: JsonValue;
};
export interface paths {
    "/api/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether accounts can be made here, and whom to ask
         * @description `contact` is where people ask the operator for credits, a membership or a new password: a `mailto:` or web address, or null.
         */
        get: operations["about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account and sign in
         * @description The new account starts with the credits of this installation. Browsers receive the tokens as httpOnly cookies as well.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description The token comes from the cookie or from the body and is replaced. Using a replaced token again, more than ten seconds later, ends the whole session.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session of the refresh token and removes the cookies. Never fails for lack of a session.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password
         * @description Ends every other session of the account; this one goes on with the tokens of the answer. Wrong current passwords count as failed sign-ins.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a password by a one-time link
         * @description The token stands behind the # of a link that an operator made. It works once; all sessions of the account end and a new one begins.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in account */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My tasks, newest first
         * @description Lists are counted up to 1000; of a longer one `total` is 1000 and `totalIsCapped` is true. Read on with `cursor` until `hasMore` is false.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Start a task
         * @description Pictures come with the form, or by id from earlier uploads in the JSON form. The server sets the price; `expectedPrice` only serves to refuse a different one. `credits` means the same for older clients.
         */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Results of several tasks as one zip file
         * @description Results that were left with the provider are listed with their links in `links.txt`, also when there are no others.
         */
        get: operations["downloadTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task */
        get: operations["readTask"];
        put?: never;
        post?: never;
        /** Delete an ended task and its results */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State and progress of a task */
        get: operations["readTaskStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a task has cost, entry by entry */
        get: operations["readTaskReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Results of a task as a zip file
         * @description Results that were left with the provider are listed with their links in `links.txt`, also when there are no others.
         */
        get: operations["downloadTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a failed task again
         * @description Costs the price again: the failed attempt was refunded.
         */
        post: operations["retryTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a task; its credits come back */
        post: operations["cancelTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My batches, newest first */
        get: operations["listBatches"];
        put?: never;
        /**
         * Start a batch: up to 200 pictures, one recipe, a limit on the credits
         * @description Announces the pictures; each becomes a task of its own as soon as it is here. Pictures that are stored already are named in `inputAssetIds` and start at once; the bytes of `files` are sent to `/api/batches/{id}/files` afterwards, in pieces and in any order. All tasks together never cost more than `maxCredits`; what the limit or the balance does not cover is answered as refused, with both figures.
         */
        post: operations["createBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One batch: counts, progress, credits */
        get: operations["readBatch"];
        put?: never;
        post?: never;
        /** Delete a batch with its pictures and results */
        delete: operations["deleteBatch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pictures of a batch in their order */
        get: operations["listBatchItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send pictures into their places
         * @description Up to 5 files a request. Each picture is judged by itself, so a damaged one does not hold up the others; a place that was refused may be sent again. The same picture in the same place changes nothing, so every request may be repeated, with a key or without. Stored pictures are named by id in the JSON form.
         */
        post: operations["addBatchFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on without the missing pictures */
        post: operations["closeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel what still runs; its credits come back */
        post: operations["cancelBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try the failed pictures again
         * @description Costs the price of each again: the failed attempts were refunded. Failed tasks that are not started again are listed with the reason.
         */
        post: operations["retryBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/batches/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Results under their pictures’ names and a manifest, as a zip file
         * @description Results that were left with the provider are listed with their links in `links.txt`, also when there are no others.
         */
        get: operations["downloadBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live events (server-sent events)
         * @description Names in `event:` are task.created, task.progressed, task.completed, task.failed, task.canceled, credits.changed and webhook.disabled. The schema is that of `data:`. A comment every 15 seconds keeps the line open. The stream ends with the access token that opened it; come back with a new one and Last-Event-ID.
         */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recipes to choose from */
        get: operations["listTaskTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models with their parameters and price rules */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One model */
        get: operations["readModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{slug}/options/{parameter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the provider offers for a parameter, such as voices */
        get: operations["listModelOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a task would cost */
        post: operations["quote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My balance */
        get: operations["readCredits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credits/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My ledger, newest first */
        get: operations["listLedgerEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credits/statement.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My ledger as a CSV file, oldest first */
        get: operations["downloadStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My API keys, newest first
         * @description All keys that are not revoked, then the latest revoked ones.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description `secret` is the key. It is shown in this answer only; the server keeps nothing but its hash. A repeat with the same Idempotency-Key makes no second key and shows `secret: null`: revoke that key and make another.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key, at once and for good */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        /** Change name, expiry or limits */
        patch: operations["updateApiKey"];
        trace?: never;
    };
    "/api/keys/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was used through a key, day by day */
        get: operations["readApiKeyUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Some of my files, with fresh links */
        get: operations["readAssets"];
        put?: never;
        /**
         * Upload pictures to order with later
         * @description Use their ids as `inputAssetIds`, or for parameters whose control is `asset`. One that no order uses within 3 days is removed.
         */
        post: operations["uploadAssets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/external/ai-generation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State and results of such an order */
        get: operations["readExternalGeneration"];
        put?: never;
        /**
         * Order from another product
         * @description Takes an API key in `X-API-Key`. `model_slug` chooses the model, `input_images` are fetched and checked like uploads. Settings the model does not have are set aside and named in `ignoredParameters`.
         */
        post: operations["createExternalGeneration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order by the address of one picture
         * @description For members. The picture is fetched and checked like an upload. In failures `code` is a number of this API (4001, 4003, 4004, 1002, 1003, 1004, or the HTTP status) and `errorCode` the stable name.
         */
        post: operations["createApiTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your tasks, newest first
         * @description Lists are counted up to 1000; of a longer one `total` is 1000 and `totalIsCapped` is true. To read all of it, raise `offset` by `limit` until `hasMore` is false.
         */
        get: operations["listApiTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State and results of one task */
        get: operations["getApiTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task/{taskId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * What became of a task, said by a service
         * @description Needs SERVICE_TOKEN as bearer token. `success` fetches the results, keeps them and charges the task; `failed` ends it and returns its credits; `pending` and `processing` only confirm. Every update may be repeated.
         */
        put: operations["setApiTaskStatus"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A picture from words
         * @description Returns at once with a `taskId`. The fields stand in the body and, as everywhere, in `data`.
         */
        post: operations["createGeneration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State and result of such a picture */
        get: operations["getGeneration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/generations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pictures from a prompt, as OpenAI clients ask
         * @description Waits for the result. From 45 seconds on the answer begins with white space, and its status is 200 whatever happens: then look for `error` in the body. With `stream` the pictures come as server-sent events. `X-Task-Id` names the task.
         */
        post: operations["createOpenAiImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pictures from pictures, as OpenAI clients ask */
        post: operations["editOpenAiImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that make pictures */
        get: operations["listOpenAiModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of these models */
        get: operations["readOpenAiModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Model Context Protocol, for assistants
         * @description Streamable HTTP without sessions. Tools: `list_models`, `create_task`, `get_task`, `get_result`. Only `create_task` needs the scope `create`; everything else needs `read`.
         */
        post: operations["callMcp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A stored file, by signed link
         * @description Links are given by the API as they are and live a few minutes. Ranges are supported.
         */
        get: operations["readFile"];
        /**
         * Upload to a presigned link
         * @description Size, type and SHA-256 must be those the link was made for.
         */
        put: operations["putFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My webhooks, oldest first */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have an address told of events
         * @description The answer shows the signing secret, and no later one does. Deliveries are signed as Standard Webhooks describes, arrive at least once and in any order; verify the signature and remember `webhook-id`. A repeat with the same Idempotency-Key adds no second address and shows `secret: null`: rotate the secret to get one.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook */
        get: operations["readWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook with its log */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change its address, description or events, or switch it on or off
         * @description What is not named stays. Switching off ends what still waits to be delivered.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give it a new secret
         * @description For 24 hours deliveries carry a signature with each of the two secrets. A secret before those ends at once.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message, once
         * @description Of type `webhook.test`, whatever the filter says, also when the webhook is off. Read the delivery to see how it went.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What it was told in the last 30 days, newest first */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with its body and attempts */
        get: operations["readWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/deliveries/{deliveryId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send it again, now
         * @description With the same `webhook-id` and body, and again with all attempts.
         */
        post: operations["redeliverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{provider}/{taskId}/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where vendors tell that work has moved on
         * @description For vendors, not for clients. Each task gives its vendor an address of its own that cannot be guessed; where the vendor signs its messages and the operator has set the secret, signature and age (five minutes) count, too. A callback settles nothing: the vendor is asked sooner, at most once in five seconds for each task. Every call is answered alike, whether it was believed or not; 503 asks the vendor to try again.
         */
        post: operations["receiveVendorCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where QStash brings the answers of vendors
         * @description For QStash, not for clients. The signature must be of the current or the next key, for this address and the hash of this body, and not have ended. The answer is stored and a worker reads it; nothing is settled here. The same message again changes nothing.
         */
        post: operations["receiveRelayedAnswer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody's tasks, newest first
         * @description One answer looks through 20000 tasks at most. When few of them match, it may hold fewer than `limit` and still have a `nextCursor`; `searchedTo` says how far back it came.
         */
        get: operations["listAllTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One task with its events, its receipt and what went wrong
         * @description What the task is about and its pictures are not shown, only how many files there are and how large they are.
         */
        get: operations["readAnyTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tasks/{taskId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a task for its owner; the credits come back */
        post: operations["cancelAnyTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tasks/{taskId}/check-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the vendor about a task now
         * @description As a callback of the vendor would: at most once in five seconds, and only while the vendor has the work.
         */
        post: operations["checkTaskNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the installation stands */
        get: operations["readHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What failed, by error, provider and model
         * @description Of the newest 20000 tasks that ended within the span; `since` says how far back that is.
         */
        get: operations["readFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/lanes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of waiting tasks */
        get: operations["listLanes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/lanes/{lane}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start nothing more in a line; what is under way goes on */
        post: operations["pauseLane"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/lanes/{lane}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a line go on where it stood */
        post: operations["resumeLane"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts, newest first */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{userId}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what about an account
         * @description Newest first, only ever added to. Movements of credits are in the ledger.
         */
        get: operations["listUserChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Switch an account off or on, or change its role
         * @description Switching off ends all sessions and keys of the account are refused until it is switched on again; running tasks go on. Nobody can switch off or demote himself or the last active operator. Every change is noted with its author.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/admin/users/{userId}/reset-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link that sets a new password
         * @description The link is in this answer and nowhere afterwards. It works once, for 24 hours; earlier links of the account stop working.
         */
        post: operations["makeResetLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/credits/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct a balance, with a reason */
        post: operations["adjustCredits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/losses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vendor costs without a result, open ones first */
        get: operations["listVendorLosses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/losses/{lossId}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note how such a cost was settled */
        post: operations["resolveVendorLoss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Memberships, newest first */
        get: operations["listMemberships"];
        put?: never;
        /**
         * Give a membership
         * @description Credits of the periods that have begun are given at once, those of later periods when they begin. Two memberships of one account never run at the same time.
         */
        post: operations["grantMembership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/memberships/{membershipId}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a membership run longer */
        post: operations["renewMembership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/memberships/{membershipId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a membership now
         * @description Credits that were given stay. May be repeated.
         */
        post: operations["endMembership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long your tasks are kept */
        get: operations["getOwnRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules of how long tasks are kept */
        get: operations["listRetentionRules"];
        /**
         * Set such a rule
         * @description For all tasks, those of a recipe, of a user, or of a recipe of a user. The most specific rule that is about a task decides alone.
         */
        put: operations["setRetentionRule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/retention/{ruleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove such a rule */
        delete: operations["removeRetentionRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/retention/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the rules would erase now */
        get: operations["previewRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/retention/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase it now instead of within the hour
         * @description Files, what was asked and answered, and events go; the receipt stays. At most 500 tasks at once; `hasMore` says whether to call again.
         */
        post: operations["runRetention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Providers with their state and figures */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/providers/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One provider */
        get: operations["readProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a provider; keys are write-only */
        patch: operations["updateProvider"];
        trace?: never;
    };
    "/api/admin/providers/{slug}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try the key with a free call */
        post: operations["testProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All models with their state, price and use */
        get: operations["listProviderModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/models/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Switch a model on or off, change its price */
        patch: operations["updateProviderModel"];
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the server can do its work
         * @description When it cannot, `details.failing` of the error names the parts: database, storage, engine, stopping.
         */
        get: operations["readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures in the Prometheus text format
         * @description Needs METRICS_TOKEN as bearer token where one is set; otherwise answers only on the server itself.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Texts follow Accept-Language, or `lang` where it is given.
         */
        get: operations["apiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page to read and try this document */
        get: operations["apiReader"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scripts and styles of that page */
        get: operations["apiReaderFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    message: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a webhook is sent, signed as Standard Webhooks 1.0.0 describes */
        post: operations["receiveWebhookMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        JsonValue: JsonValue;
        WebhookPayload: {
            /** @enum {string} */
            type: "task.created" | "task.completed" | "task.failed" | "task.canceled";
            /** Format: date-time */
            timestamp: string;
            data: {
                taskId: string;
                taskNo: string;
                taskType: string;
                model: string;
                /** @enum {string} */
                status: "pending" | "processing" | "completed" | "failed" | "canceled";
                sequence: number;
                errorCode: string | null;
                priceCredits: number;
                chargedCredits: number | null;
                resultCount: number;
                taskPath: string;
                createdAt: string;
                completedAt: string | null;
            };
        } | {
            /** @constant */
            type: "credits.changed";
            /** Format: date-time */
            timestamp: string;
            data: {
                credits: number;
                held: number;
            };
        } | {
            /** @constant */
            type: "webhook.test";
            /** Format: date-time */
            timestamp: string;
            data: {
                webhookId: string;
            };
        };
        FieldProblem: {
            field: string;
            message: string;
        };
        Session: {
            account: components["schemas"]["Account"];
            accessToken: string;
            expiresIn: number;
            refreshToken: string;
        };
        Account: {
            id: string;
            email: string;
            username: string | null;
            /** @enum {string} */
            role: "user" | "operator";
            createdAt: string;
            membership: {
                plan: string;
                startsAt: string;
                endsAt: string;
                active: boolean;
                creditsPerPeriod: number;
                periodMonths: number;
                nextCreditsAt: string | null;
                renewals: number;
            } | null;
        };
        Task: {
            id: string;
            taskNo: string;
            batchId: string | null;
            taskType: string;
            model: string;
            provider: string;
            /** @enum {string} */
            status: "pending" | "processing" | "completed" | "failed" | "canceled";
            progress: number;
            step: {
                key: string;
                label: string;
            } | null;
            parameters: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            inputs: components["schemas"]["Asset"][];
            results: components["schemas"]["Asset"][];
            resultUrls: string[];
            priceCredits: number;
            chargedCredits: number | null;
            delivery: {
                delivered: number;
                ordered: number;
            } | null;
            warnings: {
                code: string;
                subject: string;
                message: string;
            }[];
            links: {
                url: string;
                name: string;
                role: string;
                /** @enum {string} */
                mediaType: "image" | "video" | "audio";
                expiresAt: string | null;
            }[];
            emulated: boolean;
            error: string | null;
            errorCode: string | null;
            retryCount: number;
            canRetry: boolean;
            canCancel: boolean;
            queuePosition: number | null;
            createdAt: string;
            updatedAt: string;
            startedAt: string | null;
            estimatedCompletionAt: string | null;
            completedAt: string | null;
        };
        Asset: {
            id: string;
            /** @enum {string} */
            kind: "input" | "result";
            name: string;
            role: string | null;
            inputPosition: number;
            contentType: string;
            sizeBytes: number;
            sha256: string;
            width: number | null;
            height: number | null;
            hasAlpha: boolean;
            url: string;
            thumbnailUrl: string | null;
            downloadUrl: string;
        };
        Pagination: {
            total: number;
            /** @constant */
            totalIsCapped?: true;
            limit: number;
            offset: number;
            hasMore: boolean;
            nextCursor?: string;
        };
        TaskStatus: {
            id: string;
            /** @enum {string} */
            status: "pending" | "processing" | "completed" | "failed" | "canceled";
            progress: number;
            step: {
                key: string;
                label: string;
            } | null;
            resultUrls: string[];
            links: {
                url: string;
                name: string;
                role: string;
                /** @enum {string} */
                mediaType: "image" | "video" | "audio";
                expiresAt: string | null;
            }[];
            error: string | null;
            errorCode: string | null;
            updatedAt: string;
            estimatedCompletionAt: string | null;
            completedAt: string | null;
        };
        Receipt: {
            taskId: string;
            taskNo: string;
            taskType: string;
            status: string;
            heldCredits: number;
            spentCredits: number;
            returnedCredits: number;
            entries: components["schemas"]["LedgerEntry"][];
        };
        LedgerEntry: {
            id: number;
            taskId: string | null;
            taskNo: string | null;
            taskType: string | null;
            attempt: number | null;
            /** @enum {string} */
            type: "grant" | "purchase" | "hold" | "settle" | "release" | "adjust";
            amount: number;
            change: number;
            balanceBefore: number;
            balanceAfter: number;
            heldBefore: number;
            heldAfter: number;
            description: string;
            createdAt: string;
        };
        TaskEvent: {
            taskId: string;
            batchId: string | null;
            sequence: number;
            /** @enum {string} */
            status: "pending" | "processing" | "completed" | "failed" | "canceled";
            progress: number;
            step: string | null;
            errorCode: string | null;
            estimatedCompletionAt?: string | null;
            /** Format: date-time */
            at: string;
        };
        CreditsEvent: {
            credits: number;
            held: number;
            /** Format: date-time */
            at: string;
        };
        CatalogueTaskType: {
            slug: string;
            label: components["schemas"]["LocalizedText"];
            description: components["schemas"]["LocalizedText"];
            models: string[];
            defaultModel: string | null;
            /** @description Why none of its models takes orders now; null when one does. */
            unavailableReason: ("circuit_open" | "settings_missing" | "no_key" | "provider_off" | "switched_off" | "retired") | null;
            needsMembership: boolean;
            /** @description What a model with a `prompt` is told when an order brings none. */
            prompt: string | null;
        };
        LocalizedText: {
            en: string;
            "zh-CN": string;
        };
        CatalogueModel: {
            slug: string;
            provider: string;
            /** @description What to call the provider: as the operator named it, else as it calls itself. */
            providerLabel: components["schemas"]["LocalizedText"];
            label: components["schemas"]["LocalizedText"];
            description: components["schemas"]["LocalizedText"];
            /** @enum {string} */
            outputType: "image" | "video" | "audio";
            functionTags: string[];
            featureTags: string[];
            life: {
                /** @enum {string} */
                state: "active" | "inactive" | "retired";
                since: string | null;
                successor: string | null;
            };
            /** @description JSON Schema (draft 2020-12) with hints for drawing a form. */
            parameters: {
                /** @constant */
                type: "object";
                properties: {
                    [key: string]: {
                        label: components["schemas"]["LocalizedText"];
                        help?: components["schemas"]["LocalizedText"];
                        options?: {
                            [key: string]: components["schemas"]["LocalizedText"];
                        };
                        /** @enum {string} */
                        control: "segmented" | "select" | "slider" | "switch" | "color" | "text" | "textarea" | "number" | "frames" | "asset" | "task";
                        placeholder?: components["schemas"]["LocalizedText"];
                        vendorOptions?: boolean;
                        step?: number;
                        unit?: string;
                        /** @enum {string} */
                        type?: "string" | "number" | "integer" | "boolean";
                        enum?: (string | number)[];
                        default?: unknown;
                        minimum?: number;
                        maximum?: number;
                        maxLength?: number;
                    } & {
                        [key: string]: unknown;
                    };
                };
                required?: string[];
            } & {
                [key: string]: unknown;
            };
            priceRule: {
                base?: number;
                perInput?: number;
                perOutput?: number;
                byParameter?: {
                    parameter: string | string[];
                    credits: {
                        [key: string]: number;
                    };
                    /** @enum {string} */
                    per?: "task" | "input" | "output";
                }[];
                percent?: number;
                byQuantity?: {
                    parameter: string;
                    /** @enum {string} */
                    of?: "value" | "length";
                    unit: number;
                    credits: number;
                    included?: number;
                    /** @enum {string} */
                    per?: "task" | "output";
                }[];
            };
            inputs: {
                min: number;
                max: number;
                types: ("image" | "video" | "audio")[];
            };
            continues: string[];
            typicalSeconds: number | null;
            available: boolean;
            /** @description Why it takes no orders now; null when it does. */
            unavailableReason: ("circuit_open" | "settings_missing" | "no_key" | "provider_off" | "switched_off" | "retired") | null;
            emulated: boolean;
        };
        Quote: {
            taskType: string;
            model: string;
            credits: number;
            balance: number;
            affordable: boolean;
            typicalSeconds: number | null;
        };
        Credits: {
            credits: number;
            held: number;
            totalEarned: number;
            totalSpent: number;
        };
        ApiKey: {
            id: string;
            name: string;
            prefix: string;
            lastFour: string;
            scopes: ("read" | "create")[];
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            requestsPerMinute: number | null;
            creditsPerMonth: number | null;
            month: {
                startsAt: string;
                endsAt: string;
                tasks: number;
                held: number;
                spent: number;
            };
            createdAt: string;
            expiresAt: string | null;
            revokedAt: string | null;
            lastUsedAt: string | null;
            lastUsedAddress: string | null;
        };
        CreatedApiKey: {
            key: components["schemas"]["ApiKey"];
            secret: string | null;
        };
        ApiKeyUsage: {
            key: components["schemas"]["ApiKey"];
            days: components["schemas"]["ApiKeyDay"][];
        };
        ApiKeyDay: {
            /** Format: date */
            day: string;
            tasks: number;
            held: number;
            spent: number;
        };
        ExternalTask: {
            taskId: string;
            /** @enum {string} */
            status: "PENDING" | "PROCESSING" | "SUCCESS" | "FAILED";
            results: {
                /** @enum {string} */
                type: "image" | "video" | "audio";
                url: string;
            }[];
            error: {
                code: string;
                message: string;
            } | null;
            ignoredParameters?: string[];
        };
        Webhook: {
            id: string;
            url: string;
            description: string;
            events: ("task.created" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed")[];
            isActive: boolean;
            disabled: {
                /** @enum {string} */
                reason: "gone" | "failing";
                at: string;
            } | null;
            secretHint: string;
            previousSecretEndsAt: string | null;
            failingSince: string | null;
            lastDeliveredAt: string | null;
            createdAt: string;
            updatedAt: string;
        };
        WebhookDelivery: {
            id: string;
            /** @enum {string} */
            type: "task.created" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed" | "webhook.test";
            taskId: string | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed" | "canceled";
            isUnderWay: boolean;
            attemptCount: number;
            lastStatusCode: number | null;
            lastFailure: ("status_refused" | "redirected" | "gone" | "timed_out" | "connection_failed" | "address_refused" | "interrupted" | "not_signed") | null;
            nextAttemptAt: string | null;
            createdAt: string;
            endedAt: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    about: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            demo: boolean;
                            /** @enum {string} */
                            registration: "open" | "closed";
                            contact: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    username: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Session"];
                        message: string;
                    };
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Session"];
                        message: string;
                    };
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    refreshToken?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Session"];
                        message: string;
                    };
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    refreshToken?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: null;
                        message: string;
                    };
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Session"];
                        message: string;
                    };
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Session"];
                        message: string;
                    };
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Account"];
                        message: string;
                    };
                };
            };
        };
    };
    listTasks: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                status?: "pending" | "processing" | "completed" | "failed" | "canceled";
                type?: string;
                model?: string;
                batch?: string;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"][];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same task again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    taskType: string;
                    model?: string;
                    expectedPrice?: number;
                    /** @description The older name of `expectedPrice`; 0 says nothing. */
                    credits?: number;
                    files: string[];
                    parameters?: string;
                };
                "application/json": {
                    taskType: string;
                    model?: string;
                    /** @default {} */
                    parameters?: {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                    /** @default [] */
                    inputAssetIds?: string[];
                    expectedPrice?: number;
                    /** @description The older name of `expectedPrice`; 0 says nothing. */
                    credits?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                        message: string;
                    };
                };
            };
        };
    };
    downloadTasks: {
        parameters: {
            query: {
                /** @description Instead of Accept-Language. */
                language?: "en" | "zh-CN";
                /** @description Up to 50 task ids, separated by commas. */
                ids: string;
                /** @description Of results in the same role from the same picture, only those of the newest task. */
                newestOnly?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    readTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                        message: string;
                    };
                };
            };
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: null;
                        message: string;
                    };
                };
            };
        };
    };
    readTaskStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["TaskStatus"];
                        message: string;
                    };
                };
            };
        };
    };
    readTaskReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Receipt"];
                        message: string;
                    };
                };
            };
        };
    };
    downloadTask: {
        parameters: {
            query?: {
                /** @description Instead of Accept-Language. */
                language?: "en" | "zh-CN";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    retryTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same task again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                        message: string;
                    };
                };
            };
        };
    };
    cancelTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Task"];
                        message: string;
                    };
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            batchNo: string;
                            taskType: string;
                            model: string;
                            parameters: {
                                [key: string]: components["schemas"]["JsonValue"];
                            };
                            /** @enum {string} */
                            state: "receiving" | "running" | "ended";
                            isOpen: boolean;
                            fileCount: number;
                            counts: {
                                missing: number;
                                refused: number;
                                pending: number;
                                processing: number;
                                completed: number;
                                failed: number;
                                canceled: number;
                            };
                            progress: number;
                            retryableCount: number;
                            credits: {
                                agreed: number;
                                perPicture: number;
                                held: number;
                                charged: number;
                                returned: number;
                            };
                            previews: {
                                id: string;
                                name: string;
                                url: string;
                                thumbnailUrl: string | null;
                                contentType: string;
                                hasAlpha: boolean;
                            }[];
                            createdAt: string;
                            updatedAt: string;
                            estimatedCompletionAt: string | null;
                            endedAt: string | null;
                        }[];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    createBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same answer again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    taskType: string;
                    model?: string;
                    /** @default {} */
                    parameters?: {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                    maxCredits: number;
                    expectedPrice?: number;
                    /** @default [] */
                    files?: {
                        name: string;
                        sizeBytes?: number;
                    }[];
                    /** @default [] */
                    inputAssetIds?: string[];
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            batch: {
                                id: string;
                                batchNo: string;
                                taskType: string;
                                model: string;
                                parameters: {
                                    [key: string]: components["schemas"]["JsonValue"];
                                };
                                /** @enum {string} */
                                state: "receiving" | "running" | "ended";
                                isOpen: boolean;
                                fileCount: number;
                                counts: {
                                    missing: number;
                                    refused: number;
                                    pending: number;
                                    processing: number;
                                    completed: number;
                                    failed: number;
                                    canceled: number;
                                };
                                progress: number;
                                retryableCount: number;
                                credits: {
                                    agreed: number;
                                    perPicture: number;
                                    held: number;
                                    charged: number;
                                    returned: number;
                                };
                                previews: {
                                    id: string;
                                    name: string;
                                    url: string;
                                    thumbnailUrl: string | null;
                                    contentType: string;
                                    hasAlpha: boolean;
                                }[];
                                createdAt: string;
                                updatedAt: string;
                                estimatedCompletionAt: string | null;
                                endedAt: string | null;
                            };
                            files: {
                                position: number;
                                name: string;
                                taskId: string | null;
                                code: string | null;
                                message: string | null;
                                details: {
                                    [key: string]: string | number;
                                };
                            }[];
                        };
                        message: string;
                    };
                };
            };
        };
    };
    readBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            batchNo: string;
                            taskType: string;
                            model: string;
                            parameters: {
                                [key: string]: components["schemas"]["JsonValue"];
                            };
                            /** @enum {string} */
                            state: "receiving" | "running" | "ended";
                            isOpen: boolean;
                            fileCount: number;
                            counts: {
                                missing: number;
                                refused: number;
                                pending: number;
                                processing: number;
                                completed: number;
                                failed: number;
                                canceled: number;
                            };
                            progress: number;
                            retryableCount: number;
                            credits: {
                                agreed: number;
                                perPicture: number;
                                held: number;
                                charged: number;
                                returned: number;
                            };
                            previews: {
                                id: string;
                                name: string;
                                url: string;
                                thumbnailUrl: string | null;
                                contentType: string;
                                hasAlpha: boolean;
                            }[];
                            createdAt: string;
                            updatedAt: string;
                            estimatedCompletionAt: string | null;
                            endedAt: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    deleteBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: null;
                        message: string;
                    };
                };
            };
        };
    };
    listBatchItems: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            position: number;
                            name: string;
                            sizeBytes: number | null;
                            /** @enum {string} */
                            state: "missing" | "refused" | "pending" | "processing" | "completed" | "failed" | "canceled";
                            taskId: string | null;
                            taskNo: string | null;
                            progress: number;
                            step: {
                                key: string;
                                label: string;
                            } | null;
                            queuePosition: number | null;
                            preview: {
                                id: string;
                                name: string;
                                url: string;
                                thumbnailUrl: string | null;
                                contentType: string;
                                hasAlpha: boolean;
                            } | null;
                            resultCount: number;
                            linkedCount: number;
                            emulated: boolean;
                            priceCredits: number | null;
                            chargedCredits: number | null;
                            error: string | null;
                            errorCode: string | null;
                            canRetry: boolean;
                            isDeleted: boolean;
                        }[];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    addBatchFiles: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same answer again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    files: string[];
                    /** @description JSON text of an array: the place of each file in the batch, from 0, in the order of the files. Files may also come under `files[]`. */
                    positions: string;
                };
                "application/json": {
                    files: {
                        position: number;
                        inputAssetId: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            batch: {
                                id: string;
                                batchNo: string;
                                taskType: string;
                                model: string;
                                parameters: {
                                    [key: string]: components["schemas"]["JsonValue"];
                                };
                                /** @enum {string} */
                                state: "receiving" | "running" | "ended";
                                isOpen: boolean;
                                fileCount: number;
                                counts: {
                                    missing: number;
                                    refused: number;
                                    pending: number;
                                    processing: number;
                                    completed: number;
                                    failed: number;
                                    canceled: number;
                                };
                                progress: number;
                                retryableCount: number;
                                credits: {
                                    agreed: number;
                                    perPicture: number;
                                    held: number;
                                    charged: number;
                                    returned: number;
                                };
                                previews: {
                                    id: string;
                                    name: string;
                                    url: string;
                                    thumbnailUrl: string | null;
                                    contentType: string;
                                    hasAlpha: boolean;
                                }[];
                                createdAt: string;
                                updatedAt: string;
                                estimatedCompletionAt: string | null;
                                endedAt: string | null;
                            };
                            files: {
                                position: number;
                                name: string;
                                taskId: string | null;
                                code: string | null;
                                message: string | null;
                                details: {
                                    [key: string]: string | number;
                                };
                            }[];
                        };
                        message: string;
                    };
                };
            };
        };
    };
    closeBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            batchNo: string;
                            taskType: string;
                            model: string;
                            parameters: {
                                [key: string]: components["schemas"]["JsonValue"];
                            };
                            /** @enum {string} */
                            state: "receiving" | "running" | "ended";
                            isOpen: boolean;
                            fileCount: number;
                            counts: {
                                missing: number;
                                refused: number;
                                pending: number;
                                processing: number;
                                completed: number;
                                failed: number;
                                canceled: number;
                            };
                            progress: number;
                            retryableCount: number;
                            credits: {
                                agreed: number;
                                perPicture: number;
                                held: number;
                                charged: number;
                                returned: number;
                            };
                            previews: {
                                id: string;
                                name: string;
                                url: string;
                                thumbnailUrl: string | null;
                                contentType: string;
                                hasAlpha: boolean;
                            }[];
                            createdAt: string;
                            updatedAt: string;
                            estimatedCompletionAt: string | null;
                            endedAt: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    cancelBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            batchNo: string;
                            taskType: string;
                            model: string;
                            parameters: {
                                [key: string]: components["schemas"]["JsonValue"];
                            };
                            /** @enum {string} */
                            state: "receiving" | "running" | "ended";
                            isOpen: boolean;
                            fileCount: number;
                            counts: {
                                missing: number;
                                refused: number;
                                pending: number;
                                processing: number;
                                completed: number;
                                failed: number;
                                canceled: number;
                            };
                            progress: number;
                            retryableCount: number;
                            credits: {
                                agreed: number;
                                perPicture: number;
                                held: number;
                                charged: number;
                                returned: number;
                            };
                            previews: {
                                id: string;
                                name: string;
                                url: string;
                                thumbnailUrl: string | null;
                                contentType: string;
                                hasAlpha: boolean;
                            }[];
                            createdAt: string;
                            updatedAt: string;
                            estimatedCompletionAt: string | null;
                            endedAt: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    retryBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same answer again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            batch: {
                                id: string;
                                batchNo: string;
                                taskType: string;
                                model: string;
                                parameters: {
                                    [key: string]: components["schemas"]["JsonValue"];
                                };
                                /** @enum {string} */
                                state: "receiving" | "running" | "ended";
                                isOpen: boolean;
                                fileCount: number;
                                counts: {
                                    missing: number;
                                    refused: number;
                                    pending: number;
                                    processing: number;
                                    completed: number;
                                    failed: number;
                                    canceled: number;
                                };
                                progress: number;
                                retryableCount: number;
                                credits: {
                                    agreed: number;
                                    perPicture: number;
                                    held: number;
                                    charged: number;
                                    returned: number;
                                };
                                previews: {
                                    id: string;
                                    name: string;
                                    url: string;
                                    thumbnailUrl: string | null;
                                    contentType: string;
                                    hasAlpha: boolean;
                                }[];
                                createdAt: string;
                                updatedAt: string;
                                estimatedCompletionAt: string | null;
                                endedAt: string | null;
                            };
                            retriedCount: number;
                            notRetried: {
                                position: number;
                                name: string;
                                taskId: string | null;
                                code: string | null;
                                message: string | null;
                                details: {
                                    [key: string]: string | number;
                                };
                            }[];
                        };
                        message: string;
                    };
                };
            };
        };
    };
    downloadBatch: {
        parameters: {
            query?: {
                /** @description Instead of Accept-Language. */
                language?: "en" | "zh-CN";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    events: {
        parameters: {
            query?: {
                lastEventId?: number;
            };
            header?: {
                /** @description Continue after this event. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["TaskEvent"] | components["schemas"]["CreditsEvent"] | {
                        webhookId: string;
                        url: string;
                        /** @enum {string} */
                        reason: "gone" | "failing";
                        /** Format: date-time */
                        at: string;
                    };
                };
            };
        };
    };
    listTaskTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CatalogueTaskType"][];
                        message: string;
                    };
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CatalogueModel"][];
                        message: string;
                    };
                };
            };
        };
    };
    readModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CatalogueModel"];
                        message: string;
                    };
                };
            };
        };
    };
    listModelOptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                parameter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            value: string;
                            label: string;
                        }[];
                        message: string;
                    };
                };
            };
        };
    };
    quote: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    taskType: string;
                    model?: string;
                    /** @default {} */
                    parameters?: {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                    /** @default 1 */
                    inputCount?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Quote"];
                        message: string;
                    };
                };
            };
        };
    };
    readCredits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Credits"];
                        message: string;
                    };
                };
            };
        };
    };
    listLedgerEntries: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                type?: "grant" | "purchase" | "hold" | "settle" | "release" | "adjust";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["LedgerEntry"][];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    downloadStatement: {
        parameters: {
            query?: {
                /** @description Instead of Accept-Language. */
                language?: "en" | "zh-CN";
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ApiKey"][];
                        message: string;
                    };
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("read" | "create")[];
                    /** @default null */
                    expiresAt?: string | null;
                    /** @default null */
                    requestsPerMinute?: number | null;
                    /** @default null */
                    creditsPerMonth?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["CreatedApiKey"];
                        message: string;
                    };
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ApiKey"];
                        message: string;
                    };
                };
            };
        };
    };
    updateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    expiresAt?: string | null;
                    requestsPerMinute?: number | null;
                    creditsPerMonth?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ApiKey"];
                        message: string;
                    };
                };
            };
        };
    };
    readApiKeyUsage: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["ApiKeyUsage"];
                        message: string;
                    };
                };
            };
        };
    };
    readAssets: {
        parameters: {
            query: {
                /** @description Ids, separated by commas. Those that are not yours are left out. */
                ids: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Asset"][];
                        message: string;
                    };
                };
            };
        };
    };
    uploadAssets: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and files give the same uploads again; nothing is stored twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    files: string[];
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Asset"][];
                        message: string;
                    };
                };
            };
        };
    };
    readExternalGeneration: {
        parameters: {
            query: {
                taskId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalTask"];
                };
            };
        };
    };
    createExternalGeneration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same task again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model_slug: string;
                    prompt?: string;
                    input_images?: string[];
                    number_of_outputs?: number;
                    parameters?: {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalTask"];
                };
            };
        };
    };
    createApiTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same task again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "basic_clean" | "model_pose12";
                    inputImageUrl: string;
                    params?: {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            taskId: string;
                            type: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "success" | "failed";
                            createdAt: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listApiTasks: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                status?: "pending" | "processing" | "success" | "failed";
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            tasks: {
                                id: string;
                                type: string;
                                /** @enum {string} */
                                status: "pending" | "processing" | "success" | "failed";
                                inputImageUrl: string;
                                resultUrls: string[];
                                createdAt: string;
                                updatedAt: string;
                                completedAt?: string;
                            }[];
                            total: number;
                            totalIsCapped: boolean;
                            hasMore: boolean;
                            limit: number;
                            offset: number;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    getApiTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            type: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "success" | "failed";
                            inputImageUrl: string;
                            params: {
                                [key: string]: components["schemas"]["JsonValue"];
                            };
                            resultUrls: string[];
                            errorMessage?: string;
                            createdAt: string;
                            updatedAt: string;
                            completedAt?: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    setApiTaskStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "pending" | "processing" | "success" | "failed";
                    resultUrls?: string[];
                    errorMessage?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: null;
                        message: string;
                    };
                };
            };
        };
    };
    createGeneration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same task again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    prompt: string;
                    model?: string;
                    parameters?: {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        taskId: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "completed" | "failed";
                        result: string | null;
                        results: string[];
                        error: string | null;
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            taskId: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "completed" | "failed";
                            result: string | null;
                            results: string[];
                            error: string | null;
                        };
                    };
                };
            };
        };
    };
    getGeneration: {
        parameters: {
            query: {
                taskId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        taskId: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "completed" | "failed";
                        result: string | null;
                        results: string[];
                        error: string | null;
                        /** @constant */
                        success: true;
                        message: string;
                        data: {
                            taskId: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "completed" | "failed";
                            result: string | null;
                            results: string[];
                            error: string | null;
                        };
                    };
                };
            };
        };
    };
    createOpenAiImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same task again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model?: string;
                    prompt: string;
                    n?: number | null;
                    size?: string | null;
                    quality?: string | null;
                    background?: string | null;
                    output_format?: string | null;
                    output_compression?: number | null;
                    response_format?: ("b64_json" | "url") | null;
                    stream?: boolean | null;
                    partial_images?: number | null;
                    user?: string;
                    style?: string | null;
                    moderation?: string | null;
                } & {
                    [key: string]: components["schemas"]["JsonValue"];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        created: number;
                        size?: string;
                        quality?: string;
                        background?: string;
                        output_format?: string;
                        data: {
                            /** Format: base64 */
                            b64_json?: string;
                            url?: string;
                        }[];
                    };
                    "text/event-stream": {
                        /** @enum {string} */
                        type: "image_generation.completed" | "image_edit.completed";
                        created_at: number;
                        size?: string;
                        quality?: string;
                        background?: string;
                        output_format?: string;
                        /** Format: base64 */
                        b64_json?: string;
                        url?: string;
                    };
                };
            };
        };
    };
    editOpenAiImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same task again; nothing is charged twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    model?: string;
                    prompt?: string;
                    n?: number | null;
                    size?: string | null;
                    quality?: string | null;
                    background?: string | null;
                    output_format?: string | null;
                    output_compression?: number | null;
                    response_format?: ("b64_json" | "url") | null;
                    stream?: boolean | null;
                    partial_images?: number | null;
                    user?: string;
                    input_fidelity?: string | null;
                    image?: string[];
                    "image[]"?: string[];
                    /** Format: binary */
                    mask?: string;
                } & {
                    [key: string]: components["schemas"]["JsonValue"];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        created: number;
                        size?: string;
                        quality?: string;
                        background?: string;
                        output_format?: string;
                        data: {
                            /** Format: base64 */
                            b64_json?: string;
                            url?: string;
                        }[];
                    };
                    "text/event-stream": {
                        /** @enum {string} */
                        type: "image_generation.completed" | "image_edit.completed";
                        created_at: number;
                        size?: string;
                        quality?: string;
                        background?: string;
                        output_format?: string;
                        /** Format: base64 */
                        b64_json?: string;
                        url?: string;
                    };
                };
            };
        };
    };
    listOpenAiModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        object: "list";
                        data: {
                            id: string;
                            /** @constant */
                            object: "model";
                            created: number;
                            owned_by: string;
                        }[];
                    };
                };
            };
        };
    };
    readOpenAiModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @constant */
                        object: "model";
                        created: number;
                        owned_by: string;
                    };
                };
            };
        };
    };
    callMcp: {
        parameters: {
            query?: never;
            header: {
                Accept: "application/json, text/event-stream";
                "MCP-Protocol-Version"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    jsonrpc: "2.0";
                    method: string;
                    id?: string | number;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        jsonrpc: "2.0";
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Noted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Part of a signed link; may contain slashes. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    putFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Part of a signed link; may contain slashes. */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Webhook"][];
                        message: string;
                    };
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request give the same webhook again, without its secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url: string;
                    /** @default  */
                    description?: string;
                    events: ("task.created" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed")[];
                    /** @default true */
                    isActive?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            url: string;
                            description: string;
                            events: ("task.created" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed")[];
                            isActive: boolean;
                            disabled: {
                                /** @enum {string} */
                                reason: "gone" | "failing";
                                at: string;
                            } | null;
                            secretHint: string;
                            previousSecretEndsAt: string | null;
                            failingSince: string | null;
                            lastDeliveredAt: string | null;
                            createdAt: string;
                            updatedAt: string;
                            secret: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    readWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Webhook"];
                        message: string;
                    };
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: null;
                        message: string;
                    };
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url?: string;
                    description?: string;
                    events?: ("task.created" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed")[];
                    isActive?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["Webhook"];
                        message: string;
                    };
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            url: string;
                            description: string;
                            events: ("task.created" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed")[];
                            isActive: boolean;
                            disabled: {
                                /** @enum {string} */
                                reason: "gone" | "failing";
                                at: string;
                            } | null;
                            secretHint: string;
                            previousSecretEndsAt: string | null;
                            failingSince: string | null;
                            lastDeliveredAt: string | null;
                            createdAt: string;
                            updatedAt: string;
                            secret: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["WebhookDelivery"];
                        message: string;
                    };
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                state?: "pending" | "delivered" | "failed" | "canceled";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["WebhookDelivery"][];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    readWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            /** @enum {string} */
                            type: "task.created" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed" | "webhook.test";
                            taskId: string | null;
                            /** @enum {string} */
                            state: "pending" | "delivered" | "failed" | "canceled";
                            isUnderWay: boolean;
                            attemptCount: number;
                            lastStatusCode: number | null;
                            lastFailure: ("status_refused" | "redirected" | "gone" | "timed_out" | "connection_failed" | "address_refused" | "interrupted" | "not_signed") | null;
                            nextAttemptAt: string | null;
                            createdAt: string;
                            endedAt: string | null;
                            payload: string;
                            attempts: {
                                number: number;
                                startedAt: string;
                                durationMs: number | null;
                                statusCode: number | null;
                                failure: ("status_refused" | "redirected" | "gone" | "timed_out" | "connection_failed" | "address_refused" | "interrupted" | "not_signed") | null;
                                isUnderWay: boolean;
                                excerpt: string | null;
                            }[];
                        };
                        message: string;
                    };
                };
            };
        };
    };
    redeliverWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: components["schemas"]["WebhookDelivery"];
                        message: string;
                    };
                };
            };
        };
    };
    receiveVendorCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
                taskId: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: null;
                        message: string;
                    };
                };
            };
        };
    };
    receiveRelayedAnswer: {
        parameters: {
            query?: never;
            header: {
                "upstash-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @enum {string} */
                            outcome: "kept" | "repeated" | "not_final";
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listAllTasks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                task?: string;
                user?: string;
                status?: "pending" | "processing" | "completed" | "failed" | "canceled";
                provider?: string;
                model?: string;
                errorCode?: string;
                from?: string;
                to?: string;
                deleted?: "without" | "with";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            tasks: {
                                id: string;
                                taskNo: string;
                                user: {
                                    id: string;
                                    email: string;
                                };
                                taskType: string;
                                model: string;
                                provider: string;
                                /** @enum {string} */
                                status: "pending" | "processing" | "completed" | "failed" | "canceled";
                                /** @enum {string} */
                                phase: "queued" | "submitting" | "running" | "collecting" | "ended";
                                priceCredits: number;
                                chargedCredits: number | null;
                                errorCode: string | null;
                                vendorTaskId: string | null;
                                createdAt: string;
                                endedAt: string | null;
                                deletedAt: string | null;
                            }[];
                            nextCursor: string | null;
                            searchedTo: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    readAnyTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            taskNo: string;
                            user: {
                                id: string;
                                email: string;
                            };
                            taskType: string;
                            model: string;
                            provider: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "completed" | "failed" | "canceled";
                            /** @enum {string} */
                            phase: "queued" | "submitting" | "running" | "collecting" | "ended";
                            priceCredits: number;
                            chargedCredits: number | null;
                            errorCode: string | null;
                            vendorTaskId: string | null;
                            createdAt: string;
                            endedAt: string | null;
                            deletedAt: string | null;
                            batchId: string | null;
                            apiKeyId: string | null;
                            attempt: number;
                            retryCount: number;
                            progress: number;
                            step: {
                                key: string;
                                label: string;
                            } | null;
                            startCount: number;
                            checkCount: number;
                            queuedAt: string;
                            startedAt: string | null;
                            updatedAt: string;
                            dueAt: string | null;
                            deadlineAt: string | null;
                            leaseUntil: string | null;
                            calledBackAt: string | null;
                            erasedAt: string | null;
                            error: string | null;
                            errorDetail: string | null;
                            inputs: {
                                count: number;
                                sizeBytes: number;
                            };
                            results: {
                                count: number;
                                sizeBytes: number;
                            };
                            events: {
                                id: number;
                                sequence: number;
                                /** @enum {string} */
                                type: "task.created" | "task.progressed" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed" | "webhook.disabled";
                                /** @enum {string} */
                                status: "pending" | "processing" | "completed" | "failed" | "canceled";
                                progress: number;
                                step: {
                                    key: string;
                                    label: string;
                                } | null;
                                errorCode: string | null;
                                at: string;
                            }[];
                            eventCount: number;
                            receipt: components["schemas"]["Receipt"];
                            losses: {
                                id: number;
                                taskId: string;
                                attempt: number;
                                userId: string;
                                provider: string;
                                model: string;
                                estimatedCredits: number;
                                detail: string;
                                createdAt: string;
                                resolvedAt: string | null;
                                resolvedBy: string | null;
                                resolution: string | null;
                            }[];
                            canCancel: boolean;
                            canCheckNow: boolean;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    cancelAnyTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            taskNo: string;
                            user: {
                                id: string;
                                email: string;
                            };
                            taskType: string;
                            model: string;
                            provider: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "completed" | "failed" | "canceled";
                            /** @enum {string} */
                            phase: "queued" | "submitting" | "running" | "collecting" | "ended";
                            priceCredits: number;
                            chargedCredits: number | null;
                            errorCode: string | null;
                            vendorTaskId: string | null;
                            createdAt: string;
                            endedAt: string | null;
                            deletedAt: string | null;
                            batchId: string | null;
                            apiKeyId: string | null;
                            attempt: number;
                            retryCount: number;
                            progress: number;
                            step: {
                                key: string;
                                label: string;
                            } | null;
                            startCount: number;
                            checkCount: number;
                            queuedAt: string;
                            startedAt: string | null;
                            updatedAt: string;
                            dueAt: string | null;
                            deadlineAt: string | null;
                            leaseUntil: string | null;
                            calledBackAt: string | null;
                            erasedAt: string | null;
                            error: string | null;
                            errorDetail: string | null;
                            inputs: {
                                count: number;
                                sizeBytes: number;
                            };
                            results: {
                                count: number;
                                sizeBytes: number;
                            };
                            events: {
                                id: number;
                                sequence: number;
                                /** @enum {string} */
                                type: "task.created" | "task.progressed" | "task.completed" | "task.failed" | "task.canceled" | "credits.changed" | "webhook.disabled";
                                /** @enum {string} */
                                status: "pending" | "processing" | "completed" | "failed" | "canceled";
                                progress: number;
                                step: {
                                    key: string;
                                    label: string;
                                } | null;
                                errorCode: string | null;
                                at: string;
                            }[];
                            eventCount: number;
                            receipt: components["schemas"]["Receipt"];
                            losses: {
                                id: number;
                                taskId: string;
                                attempt: number;
                                userId: string;
                                provider: string;
                                model: string;
                                estimatedCredits: number;
                                detail: string;
                                createdAt: string;
                                resolvedAt: string | null;
                                resolvedBy: string | null;
                                resolution: string | null;
                            }[];
                            canCancel: boolean;
                            canCheckNow: boolean;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    checkTaskNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @enum {string} */
                            outcome: "sooner" | "repeated" | "not_waiting";
                            dueAt: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    readHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            uptimeSeconds: number;
                            parts: {
                                /** @enum {string} */
                                name: "database" | "storage" | "engine" | "stopping";
                                isGood: boolean;
                                reason: string | null;
                            }[];
                            lanes: {
                                lane: string;
                                waiting: number;
                                running: number;
                                limit: number;
                                /** @enum {string} */
                                limitPer: "installation" | "process";
                                oldestQueuedAt: string | null;
                                servedAt: string | null;
                                pause: {
                                    at: string;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                            circuits: {
                                provider: string;
                                /** @enum {string} */
                                state: "open" | "half_open";
                                /** @enum {string} */
                                reason: "bad_key" | "insufficient_vendor_credit" | "unavailable" | "outcome_unknown";
                                retryAt: string;
                            }[];
                            oldestWaiting: {
                                taskId: string;
                                taskNo: string;
                                lane: string;
                                queuedAt: string;
                            } | null;
                            openLosses: number;
                            ledgerViolations: {
                                found: number;
                                at: string;
                            } | null;
                            damagedFiles: {
                                found: number;
                                at: string;
                            } | null;
                            disk: {
                                freeBytes: number;
                                totalBytes: number;
                            } | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    readFailures: {
        parameters: {
            query?: {
                span?: "day" | "week";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            since: string;
                            isShortened: boolean;
                            groups: {
                                errorCode: string;
                                provider: string;
                                model: string;
                                count: number;
                                newest: {
                                    taskId: string;
                                    taskNo: string;
                                    at: string;
                                    detail: string | null;
                                };
                            }[];
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listLanes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            lane: string;
                            waiting: number;
                            running: number;
                            limit: number;
                            /** @enum {string} */
                            limitPer: "installation" | "process";
                            oldestQueuedAt: string | null;
                            servedAt: string | null;
                            pause: {
                                at: string;
                                by: string;
                                reason: string;
                            } | null;
                        }[];
                        message: string;
                    };
                };
            };
        };
    };
    pauseLane: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lane: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            lane: string;
                            waiting: number;
                            running: number;
                            limit: number;
                            /** @enum {string} */
                            limitPer: "installation" | "process";
                            oldestQueuedAt: string | null;
                            servedAt: string | null;
                            pause: {
                                at: string;
                                by: string;
                                reason: string;
                            } | null;
                        }[];
                        message: string;
                    };
                };
            };
        };
    };
    resumeLane: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lane: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            lane: string;
                            waiting: number;
                            running: number;
                            limit: number;
                            /** @enum {string} */
                            limitPer: "installation" | "process";
                            oldestQueuedAt: string | null;
                            servedAt: string | null;
                            pause: {
                                at: string;
                                by: string;
                                reason: string;
                            } | null;
                        }[];
                        message: string;
                    };
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description A part of the e-mail address or the user name, or a whole user id. */
                search?: string;
                role?: "user" | "operator";
                state?: "active" | "disabled";
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            email: string;
                            username: string | null;
                            /** @enum {string} */
                            role: "user" | "operator";
                            isActive: boolean;
                            createdAt: string;
                            credits: number;
                            held: number;
                            membership: {
                                plan: string;
                                startsAt: string;
                                endsAt: string;
                                active: boolean;
                                creditsPerPeriod: number;
                                periodMonths: number;
                                nextCreditsAt: string | null;
                                renewals: number;
                            } | null;
                        }[];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    listUserChanges: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            /** @enum {string} */
                            field: "created" | "role" | "is_active" | "reset_link" | "password";
                            oldValue: string | null;
                            newValue: string | null;
                            changedBy: string | null;
                            createdAt: string;
                        }[];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isActive?: boolean;
                    /** @enum {string} */
                    role?: "user" | "operator";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            email: string;
                            username: string | null;
                            /** @enum {string} */
                            role: "user" | "operator";
                            isActive: boolean;
                            createdAt: string;
                            credits: number;
                            held: number;
                            membership: {
                                plan: string;
                                startsAt: string;
                                endsAt: string;
                                active: boolean;
                                creditsPerPeriod: number;
                                periodMonths: number;
                                nextCreditsAt: string | null;
                                renewals: number;
                            } | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    makeResetLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            url: string;
                            expiresAt: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    adjustCredits: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    userId?: string;
                    /** Format: email */
                    email?: string;
                    amount: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            userId: string;
                            amount: number;
                            reason: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listVendorLosses: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: number;
                            taskId: string;
                            attempt: number;
                            userId: string;
                            provider: string;
                            model: string;
                            estimatedCredits: number;
                            detail: string;
                            createdAt: string;
                            resolvedAt: string | null;
                            resolvedBy: string | null;
                            resolution: string | null;
                        }[];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    resolveVendorLoss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lossId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    resolution: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: number;
                            taskId: string;
                            attempt: number;
                            userId: string;
                            provider: string;
                            model: string;
                            estimatedCredits: number;
                            detail: string;
                            createdAt: string;
                            resolvedAt: string | null;
                            resolvedBy: string | null;
                            resolution: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listMemberships: {
        parameters: {
            query?: {
                userId?: string;
                /** @description A part of the e-mail address. */
                search?: string;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            plan: string;
                            startsAt: string;
                            endsAt: string;
                            active: boolean;
                            creditsPerPeriod: number;
                            periodMonths: number;
                            nextCreditsAt: string | null;
                            renewals: number;
                            id: string;
                            userId: string;
                            email: string;
                            grantedBy: string | null;
                            createdAt: string;
                        }[];
                        message: string;
                        pagination: components["schemas"]["Pagination"];
                    };
                };
            };
        };
    };
    grantMembership: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    userId?: string;
                    /** Format: email */
                    email?: string;
                    plan: string;
                    /** Format: date-time */
                    startsAt?: string;
                    months: number;
                    /** @default 0 */
                    creditsPerPeriod?: number;
                    /** @default 1 */
                    periodMonths?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            plan: string;
                            startsAt: string;
                            endsAt: string;
                            active: boolean;
                            creditsPerPeriod: number;
                            periodMonths: number;
                            nextCreditsAt: string | null;
                            renewals: number;
                            id: string;
                            userId: string;
                            email: string;
                            grantedBy: string | null;
                            createdAt: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    renewMembership: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                membershipId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    months: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            plan: string;
                            startsAt: string;
                            endsAt: string;
                            active: boolean;
                            creditsPerPeriod: number;
                            periodMonths: number;
                            nextCreditsAt: string | null;
                            renewals: number;
                            id: string;
                            userId: string;
                            email: string;
                            grantedBy: string | null;
                            createdAt: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    endMembership: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                membershipId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            plan: string;
                            startsAt: string;
                            endsAt: string;
                            active: boolean;
                            creditsPerPeriod: number;
                            periodMonths: number;
                            nextCreditsAt: string | null;
                            renewals: number;
                            id: string;
                            userId: string;
                            email: string;
                            grantedBy: string | null;
                            createdAt: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    getOwnRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            keepDays: number | null;
                            byTaskType: {
                                [key: string]: number | null;
                            };
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listRetentionRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            taskType: string | null;
                            userId: string | null;
                            email: string | null;
                            keepDays: number | null;
                            updatedAt: string;
                        }[];
                        message: string;
                    };
                };
            };
        };
    };
    setRetentionRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    taskType?: string | null;
                    userId?: string;
                    /** Format: email */
                    email?: string;
                    keepDays: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            id: string;
                            taskType: string | null;
                            userId: string | null;
                            email: string | null;
                            keepDays: number | null;
                            updatedAt: string;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    removeRetentionRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ruleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: null;
                        message: string;
                    };
                };
            };
        };
    };
    previewRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            tasks: number;
                            files: number;
                            bytes: number;
                            hasMore: boolean;
                            items: {
                                taskNo: string;
                                taskType: string;
                                userId: string;
                                completedAt: string;
                                files: number;
                            }[];
                        };
                        message: string;
                    };
                };
            };
        };
    };
    runRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            tasks: number;
                            files: number;
                            bytes: number;
                            hasMore: boolean;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            slug: string;
                            name: string;
                            label: {
                                en: string;
                                "zh-CN": string;
                            };
                            platform: string;
                            website: string | null;
                            adapter: string;
                            endpoint: string;
                            customEndpoint: string | null;
                            allowsPrivateAddress: boolean;
                            key: {
                                /** @enum {string} */
                                source: "record" | "environment" | "emulator" | "none";
                                hint: string | null;
                            };
                            callbackSecret: {
                                isSet: boolean;
                                hint: string | null;
                            };
                            signsCallbacks: boolean;
                            canTest: boolean;
                            keepsResults: boolean;
                            pathPrefix: string | null;
                            isActive: boolean;
                            sortOrder: number;
                            usageCount: number;
                            modelCount: number;
                            unavailableReason: ("circuit_open" | "settings_missing" | "no_key" | "provider_off" | "switched_off" | "retired") | null;
                            emulated: boolean;
                            keyTest: {
                                at: string;
                                isGood: boolean;
                                latencyMs: number;
                                credit: string | null;
                                detail: string | null;
                                inputs: {
                                    compared: number;
                                    differences: {
                                        model: string;
                                        /** @enum {string} */
                                        kind: "model_gone" | "field_gone" | "choice_gone" | "range_narrower" | "field_required" | "unreadable";
                                        field: string | null;
                                        detail: string | null;
                                    }[];
                                } | null;
                            } | null;
                            figures: {
                                ended: number;
                                successRate: number | null;
                                medianSeconds: number | null;
                                p95Seconds: number | null;
                                lastError: {
                                    at: string;
                                    code: string;
                                    detail: string;
                                } | null;
                            };
                            circuit: {
                                /** @enum {string} */
                                state: "closed" | "open" | "half_open";
                                reason: string | null;
                                openedAt: string | null;
                                retryAt: string | null;
                            };
                        }[];
                        message: string;
                    };
                };
            };
        };
    };
    readProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            slug: string;
                            name: string;
                            label: {
                                en: string;
                                "zh-CN": string;
                            };
                            platform: string;
                            website: string | null;
                            adapter: string;
                            endpoint: string;
                            customEndpoint: string | null;
                            allowsPrivateAddress: boolean;
                            key: {
                                /** @enum {string} */
                                source: "record" | "environment" | "emulator" | "none";
                                hint: string | null;
                            };
                            callbackSecret: {
                                isSet: boolean;
                                hint: string | null;
                            };
                            signsCallbacks: boolean;
                            canTest: boolean;
                            keepsResults: boolean;
                            pathPrefix: string | null;
                            isActive: boolean;
                            sortOrder: number;
                            usageCount: number;
                            modelCount: number;
                            unavailableReason: ("circuit_open" | "settings_missing" | "no_key" | "provider_off" | "switched_off" | "retired") | null;
                            emulated: boolean;
                            keyTest: {
                                at: string;
                                isGood: boolean;
                                latencyMs: number;
                                credit: string | null;
                                detail: string | null;
                                inputs: {
                                    compared: number;
                                    differences: {
                                        model: string;
                                        /** @enum {string} */
                                        kind: "model_gone" | "field_gone" | "choice_gone" | "range_narrower" | "field_required" | "unreadable";
                                        field: string | null;
                                        detail: string | null;
                                    }[];
                                } | null;
                            } | null;
                            figures: {
                                ended: number;
                                successRate: number | null;
                                medianSeconds: number | null;
                                p95Seconds: number | null;
                                lastError: {
                                    at: string;
                                    code: string;
                                    detail: string;
                                } | null;
                            };
                            circuit: {
                                /** @enum {string} */
                                state: "closed" | "open" | "half_open";
                                reason: string | null;
                                openedAt: string | null;
                                retryAt: string | null;
                            };
                        };
                        message: string;
                    };
                };
            };
        };
    };
    updateProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    endpoint?: string | null;
                    allowsPrivateAddress?: boolean;
                    apiKey?: string | null;
                    callbackSecret?: string | null;
                    keepsResults?: boolean;
                    pathPrefix?: string | null;
                    isActive?: boolean;
                    sortOrder?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            slug: string;
                            name: string;
                            label: {
                                en: string;
                                "zh-CN": string;
                            };
                            platform: string;
                            website: string | null;
                            adapter: string;
                            endpoint: string;
                            customEndpoint: string | null;
                            allowsPrivateAddress: boolean;
                            key: {
                                /** @enum {string} */
                                source: "record" | "environment" | "emulator" | "none";
                                hint: string | null;
                            };
                            callbackSecret: {
                                isSet: boolean;
                                hint: string | null;
                            };
                            signsCallbacks: boolean;
                            canTest: boolean;
                            keepsResults: boolean;
                            pathPrefix: string | null;
                            isActive: boolean;
                            sortOrder: number;
                            usageCount: number;
                            modelCount: number;
                            unavailableReason: ("circuit_open" | "settings_missing" | "no_key" | "provider_off" | "switched_off" | "retired") | null;
                            emulated: boolean;
                            keyTest: {
                                at: string;
                                isGood: boolean;
                                latencyMs: number;
                                credit: string | null;
                                detail: string | null;
                                inputs: {
                                    compared: number;
                                    differences: {
                                        model: string;
                                        /** @enum {string} */
                                        kind: "model_gone" | "field_gone" | "choice_gone" | "range_narrower" | "field_required" | "unreadable";
                                        field: string | null;
                                        detail: string | null;
                                    }[];
                                } | null;
                            } | null;
                            figures: {
                                ended: number;
                                successRate: number | null;
                                medianSeconds: number | null;
                                p95Seconds: number | null;
                                lastError: {
                                    at: string;
                                    code: string;
                                    detail: string;
                                } | null;
                            };
                            circuit: {
                                /** @enum {string} */
                                state: "closed" | "open" | "half_open";
                                reason: string | null;
                                openedAt: string | null;
                                retryAt: string | null;
                            };
                        };
                        message: string;
                    };
                };
            };
        };
    };
    testProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            at: string;
                            isGood: boolean;
                            latencyMs: number;
                            credit: string | null;
                            detail: string | null;
                            inputs: {
                                compared: number;
                                differences: {
                                    model: string;
                                    /** @enum {string} */
                                    kind: "model_gone" | "field_gone" | "choice_gone" | "range_narrower" | "field_required" | "unreadable";
                                    field: string | null;
                                    detail: string | null;
                                }[];
                            } | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    listProviderModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            slug: string;
                            provider: string;
                            label: {
                                en: string;
                                "zh-CN": string;
                            };
                            /** @enum {string} */
                            outputType: "image" | "video" | "audio";
                            /** @enum {string} */
                            life: "active" | "inactive" | "retired";
                            isActive: boolean | null;
                            available: boolean;
                            unavailableReason: ("circuit_open" | "settings_missing" | "no_key" | "provider_off" | "switched_off" | "retired") | null;
                            missingSetting: string | null;
                            pricePercent: number;
                            priceFrom: number;
                            sortOrder: number;
                            usageCount: number;
                            vendorCostAsOf: string | null;
                        }[];
                        message: string;
                    };
                };
            };
        };
    };
    updateProviderModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isActive?: boolean | null;
                    pricePercent?: number;
                    sortOrder?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            slug: string;
                            provider: string;
                            label: {
                                en: string;
                                "zh-CN": string;
                            };
                            /** @enum {string} */
                            outputType: "image" | "video" | "audio";
                            /** @enum {string} */
                            life: "active" | "inactive" | "retired";
                            isActive: boolean | null;
                            available: boolean;
                            unavailableReason: ("circuit_open" | "settings_missing" | "no_key" | "provider_off" | "switched_off" | "retired") | null;
                            missingSetting: string | null;
                            pricePercent: number;
                            priceFrom: number;
                            sortOrder: number;
                            usageCount: number;
                            vendorCostAsOf: string | null;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            uptimeSeconds: number;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        data: {
                            /** @constant */
                            ready: true;
                        };
                        message: string;
                    };
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    apiDocument: {
        parameters: {
            query?: {
                lang?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    apiReader: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    apiReaderFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/*": string;
                };
            };
        };
    };
    receiveWebhookMessage: {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPayload"];
            };
        };
        responses: {
            /** @description Nothing more is wanted: the webhook is switched off */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken note of */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
