package dev.gatehouse.architecture.offender.domain;

import org.assertj.core.api.Assertions;

final class UsesJar {
  void judge(String text) {
    Assertions.assertThat(text).isNotEmpty();
  }
}
