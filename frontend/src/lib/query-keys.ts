/** Every key of the server cache in one place, so live events and pages mean the same entry. */
export const queryKeys = {
  session: ['session'],
  about: ['about'],
  models: ['models'],
  taskTypes: ['task-types'],
  /** Prefix of everything that holds whole tasks. */
  tasks: ['tasks'],
  task: (taskId: string) => ['tasks', 'one', taskId],
  /** Lists; the filter object is part of the key. */
  taskLists: ['tasks', 'list'],
  taskList: (filter: object) => ['tasks', 'list', filter],
  /** Prefix of everything that holds batches. */
  batches: ['batches'],
  /** A batch, and below it the pictures it is made of. */
  batch: (batchId: string) => ['batches', 'one', batchId],
  batchItems: (batchId: string) => ['batches', 'one', batchId, 'items'],
  batchLists: ['batches', 'list'],
  batchList: (filter: object) => ['batches', 'list', filter],
  assets: (ids: readonly string[]) => ['assets', ids],
  /** Prefix of every price the server was asked for. */
  quotes: ['quotes'],
  quote: (question: object) => ['quotes', question],
  vendorOptions: (model: string, parameter: string) => ['models', 'options', model, parameter],
  /** Prefix of what the page of operations shows. */
  operations: ['operators', 'operations'],
  providers: ['operators', 'providers'],
  providerModels: ['operators', 'models'],
  memberships: ['operators', 'memberships'],
  membershipList: (search: string) => ['operators', 'memberships', search],
  users: ['operators', 'users'],
  userChanges: (userId: string) => ['operators', 'users', 'changes', userId],
  userList: (filter: object) => ['operators', 'users', filter],
  /** Prefix of everything about how long tasks are kept. */
  retention: ['retention'],
  retentionRules: ['retention', 'rules'],
  retentionPreview: ['retention', 'preview'],
  ownRetention: ['retention', 'own'],
  receipt: (taskId: string) => ['receipts', taskId],
  webhooks: ['webhooks', 'list'],
  /** Prefix of what is known of one webhook's deliveries. */
  webhookLog: (webhookId: string) => ['webhooks', 'log', webhookId],
  credits: ['credits', 'balance'],
  transactions: (filter: object) => ['credits', 'transactions', filter],
  /** Below the credits: what keys have used changes with every movement. */
  apiKeys: ['credits', 'api-keys'],
  apiKeyList: ['credits', 'api-keys', 'list'],
  apiKeyUsage: (keyId: string) => ['credits', 'api-keys', 'usage', keyId],
} as const;
