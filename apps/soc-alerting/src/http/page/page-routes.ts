import { Hono } from 'hono';
export function pageRoutes(_options: unknown): Hono {
  return new Hono();
}
