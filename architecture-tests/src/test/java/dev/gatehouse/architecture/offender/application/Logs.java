package dev.gatehouse.architecture.offender.application;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class Logs {
  private static final Logger LOG = LoggerFactory.getLogger(Logs.class);

  void say(String words) {
    LOG.info(words);
  }
}
