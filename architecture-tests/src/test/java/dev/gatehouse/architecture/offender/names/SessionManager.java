package dev.gatehouse.architecture.offender.names;

final class SessionManager {}
