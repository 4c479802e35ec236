// The product's name, which leads to the first screen.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export function Wordmark(): ReactNode {
  return (
    <Link to="/" className="flex items-center gap-2 rounded-sm font-semibold tracking-tight">
      <svg viewBox="0 0 24 24" className="size-5 fill-accent" aria-hidden>
        <path d="M3 4h3v16H3zM9 4l12 8-12 8z" />
      </svg>
      renderio
    </Link>
  );
}
