/**
 * The laws, tried on the use cases over any storage. Subclass each, give it the storage, and run it: an adapter that keeps the contracts keeps the
 * laws. What needs two processes, HTTP or one particular adapter is tried elsewhere.
 */
package dev.gatehouse.testkit.law;
