package dev.gatehouse.architecture.offender.adapter;

import dev.gatehouse.password.Passwords;

record KnowsAnotherAdapter(Passwords passwords) {}
