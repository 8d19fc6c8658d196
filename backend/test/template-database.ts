/** The migrated PostgreSQL database that each test's own is copied from. */
export const TEMPLATE_DATABASE = 'atelier_template';
