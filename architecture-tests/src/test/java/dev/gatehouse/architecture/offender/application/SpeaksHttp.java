package dev.gatehouse.architecture.offender.application;

import java.net.http.HttpClient;

record SpeaksHttp(HttpClient client) {}
