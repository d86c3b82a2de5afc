/** In-memory fakes, contract tests and fixtures with which an adapter proves that it keeps its port. */
package dev.gatehouse.testkit;
