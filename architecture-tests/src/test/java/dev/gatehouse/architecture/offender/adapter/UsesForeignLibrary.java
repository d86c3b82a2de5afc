package dev.gatehouse.architecture.offender.adapter;

import org.slf4j.Logger;

record UsesForeignLibrary(Logger logger) {}
