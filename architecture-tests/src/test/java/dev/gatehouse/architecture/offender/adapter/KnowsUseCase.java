package dev.gatehouse.architecture.offender.adapter;

import dev.gatehouse.application.Gatehouse;

record KnowsUseCase(Gatehouse gatehouse) {}
