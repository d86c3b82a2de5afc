package dev.gatehouse.architecture.offender.adapter;

/** One public class is right; {@link AnotherOpenClass} is one too many. */
public final class OneOpenClass {}
