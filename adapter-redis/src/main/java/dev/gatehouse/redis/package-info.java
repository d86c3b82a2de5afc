/** Rates and announcements on Redis: an accelerator. Losing it, or all its data, breaks no law. */
package dev.gatehouse.redis;
