package dev.gatehouse.domain.assurance;

import java.time.Instant;

/** An authenticator of an account, but neither its secret nor any code. */
public record EnrolledFactor(Instant enrolledAt, int recoveryCodesLeft) {}
