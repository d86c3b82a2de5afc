package dev.gatehouse.architecture.offender.application;

import java.sql.Connection;

record SpeaksSql(Connection connection) {}
