package dev.gatehouse.app.seeing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Where log lines go: standard error, so that standard output has the ready line alone. */
public final class Logs {
  private static final Map<String, Level> QUIET = Map.of(
      "org.eclipse.jetty", Level.WARN,
      "io.javalin", Level.WARN,
      "com.zaxxer.hikari", Level.WARN,
      "org.flywaydb", Level.WARN);

  /** Says on its own, in lines of its own, what whoever asked it hears anyway; held, or the level would be forgotten. */
  private static final java.util.logging.Logger MAIL =
      java.util.logging.Logger.getLogger("org.eclipse.angus.mail");

  private Logs() {}

  /** One JSON object a line. */
  public static void forMachines() {
    begin(
        new GatheringAppender(ConsoleTarget.SystemErr.getStream()), LineEncoder.json(), Level.INFO);
  }

  public static void forPeople() {
    begin(console(), LineEncoder.readable(), Level.INFO);
  }

  /** Warnings only: for commands that answer and end. */
  public static void forCommands() {
    begin(console(), LineEncoder.readable(), Level.WARN);
  }

  private static OutputStreamAppender<ILoggingEvent> console() {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    return console;
  }

  private static void begin(
      OutputStreamAppender<ILoggingEvent> appender, Encoder<ILoggingEvent> encoder, Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    MAIL.setLevel(java.util.logging.Level.OFF);
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    QUIET.forEach((name, quiet) -> context.getLogger(name).setLevel(quiet));
  }
}
