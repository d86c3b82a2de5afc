package dev.gatehouse.http;

/** What a route does. */
@FunctionalInterface
interface Action {
  /** @throws dev.gatehouse.domain.refusal.Refused when it is refused */
  Answer handle(Visit visit);
}
