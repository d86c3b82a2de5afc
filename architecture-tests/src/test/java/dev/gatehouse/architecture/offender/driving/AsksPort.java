package dev.gatehouse.architecture.offender.driving;

import dev.gatehouse.port.AccountDirectory;

record AsksPort(AccountDirectory accounts) {}
