// The MCP package: the API as tools for models.
export { createMcpServer, type McpOptions, tools } from './create-mcp-server.ts';
export { createMcpEndpoint, type McpEndpoint } from './serve-mcp.ts';
