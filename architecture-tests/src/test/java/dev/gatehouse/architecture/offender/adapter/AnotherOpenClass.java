package dev.gatehouse.architecture.offender.adapter;

public final class AnotherOpenClass {}
