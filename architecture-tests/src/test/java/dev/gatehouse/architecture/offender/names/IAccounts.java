package dev.gatehouse.architecture.offender.names;

interface IAccounts {}
