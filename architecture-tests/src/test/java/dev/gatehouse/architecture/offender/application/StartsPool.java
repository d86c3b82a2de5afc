package dev.gatehouse.architecture.offender.application;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class StartsPool {
  ExecutorService pool() {
    return Executors.newCachedThreadPool();
  }
}
