package dev.gatehouse.http;

/** A sentence for the developer who reads the answer. */
record Message(String message) {}
