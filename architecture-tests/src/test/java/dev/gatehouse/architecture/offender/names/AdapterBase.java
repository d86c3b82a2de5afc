package dev.gatehouse.architecture.offender.names;

abstract class AdapterBase {}
