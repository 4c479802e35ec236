// The only way to the server: the SDK, by the browser's session.
import { createClient, createSessionClient } from '@renderio/sdk';

const baseUrl = window.location.origin;

export const client = createClient({ baseUrl });
export const sessionClient = createSessionClient({ baseUrl });
