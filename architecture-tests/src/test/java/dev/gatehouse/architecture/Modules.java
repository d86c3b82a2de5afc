package dev.gatehouse.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of every module, without their tests; read once. */
final class Modules {
  static final JavaClasses ALL = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .withImportOption(location -> !location.contains("/dev/gatehouse/architecture/"))
      .importPackages("dev.gatehouse");

  /** What runs in production: everything but the testkit and the examples. */
  static final String[] PRODUCTION = {
    "dev.gatehouse.domain..",
    "dev.gatehouse.port..",
    "dev.gatehouse.application..",
    "dev.gatehouse.jwt..",
    "dev.gatehouse.password..",
    "dev.gatehouse.postgres..",
    "dev.gatehouse.redis..",
    "dev.gatehouse.mail..",
    "dev.gatehouse.messages..",
    "dev.gatehouse.templates..",
    "dev.gatehouse.telegram..",
    "dev.gatehouse.http..",
    "dev.gatehouse.client..",
    "dev.gatehouse.app.."
  };

  private Modules() {}
}
