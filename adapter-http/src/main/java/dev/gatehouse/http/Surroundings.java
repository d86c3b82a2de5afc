package dev.gatehouse.http;

import dev.gatehouse.application.Gatehouse;
import io.micrometer.core.instrument.MeterRegistry;

/** What the server was given. */
record Surroundings(
    Gatehouse gatehouse,
    HttpServer.Settings settings,
    HttpServer.Neighbours neighbours,
    MeterRegistry meters) {}
