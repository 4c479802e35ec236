// The only way to the server: the SDK, by the browser's session.
import { createAdminClient, createClient, createSessionClient } from '@renderio/sdk';

const baseUrl = window.location.origin;

export const client = createClient({ baseUrl });
/** For streams, which come back by themselves, and for what is of no use later: what fails is told at once. */
export const hastyClient = createClient({ baseUrl, retries: 0 });
/** For who signed in with the admin token. */
export const adminClient = createAdminClient({ baseUrl });
export const sessionClient = createSessionClient({ baseUrl });
