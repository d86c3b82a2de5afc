package dev.gatehouse.architecture.offender.domain;

import dev.gatehouse.application.Gatehouse;

record KnowsUseCase(Gatehouse gatehouse) {}
