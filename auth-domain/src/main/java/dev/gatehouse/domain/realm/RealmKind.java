package dev.gatehouse.domain.realm;

/** Whom a realm is for. Customers and staff never share a role. */
public enum RealmKind {
  CUSTOMER,
  STAFF
}
