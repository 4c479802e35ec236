// How long what is over is kept.

/** Days; 0 is for ever. */
export interface Retention {
  readonly deliveriesDays: number;
  readonly logsDays: number;
  readonly commandsDays: number;
}
