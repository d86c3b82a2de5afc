package dev.gatehouse.architecture.offender.driving;

import dev.gatehouse.password.Passwords;

record KnowsAnotherAdapter(Passwords passwords) {}
