package dev.gatehouse.architecture.offender.secrets;

record PrintsPassword(String account, String password) {
  @Override
  public String toString() {
    return account + " with " + password;
  }
}
