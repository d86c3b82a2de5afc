package dev.gatehouse.architecture.offender.domain;

import java.util.concurrent.ConcurrentHashMap;

final class SharesMemory {
  private final ConcurrentHashMap<String, String> shared = new ConcurrentHashMap<>();

  String remember(String text) {
    return shared.computeIfAbsent(text, t -> t);
  }
}
