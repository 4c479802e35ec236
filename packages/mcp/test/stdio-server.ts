// A program that speaks MCP on its standard input and output, for the test of that entry.
import { createClient } from '@renderio/sdk';
import { serveMcpOnStdio } from '../src/stdio.ts';

const [baseUrl = '', apiKey = ''] = process.argv.slice(2);
serveMcpOnStdio({ client: createClient({ baseUrl, apiKey }), isReadOnly: false, version: '0.1.0' });
