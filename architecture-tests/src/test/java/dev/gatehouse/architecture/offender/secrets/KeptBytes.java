package dev.gatehouse.architecture.offender.secrets;

record KeptBytes(byte[] sharedSecret) {}
