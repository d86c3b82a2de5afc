package dev.gatehouse.architecture.offender.application;

import dev.gatehouse.jwt.JwtAccessTokens;

record KnowsAdapter(JwtAccessTokens tokens) {}
