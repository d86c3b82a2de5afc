package dev.gatehouse.application;

import java.time.Duration;

/**
 * Periodic work, to be run by whoever embeds Gatehouse, on threads of its own choosing. Runs of one job must not overlap; what a run throws
 * concerns that run only.
 *
 * @param period how long to wait between the end of a run and the beginning of the next; zero for a job that waits by itself
 */
public record Job(String name, Duration period, Runnable work) {}
