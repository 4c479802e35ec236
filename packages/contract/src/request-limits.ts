// What one request may hold: the numbers that schemas enforce and `GET /limits` tells.
export const requestLimits = {
  inputs: 50,
  outputs: 50,
  commandTextBytes: 32_768,
  jsonBodyBytes: 1_048_576,
  runSeconds: 21_600,
} as const;
