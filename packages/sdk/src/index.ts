// The SDK.
export {};
