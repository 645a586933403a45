// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

/**
 * Says whether the service has health pages, for a container platform. {@code GET /health} answers 200 while the process serves: otherwise it has to be
 * started again. {@code GET /health/ready} answers 200 while clients should be sent to it, and otherwise 503.
 */
public enum HealthPage {
    ON,
    OFF;

    /** The path of the page that tells whether the process serves. */
    public static final String PATH = "/health";

    /** The path of the page that tells whether clients should be sent to it. */
    public static final String READY_PATH = "/health/ready";
}
