// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

/** The form of the lines of the log. */
enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: a JSON object on each line, with the context of the call. */
    JSON
}
