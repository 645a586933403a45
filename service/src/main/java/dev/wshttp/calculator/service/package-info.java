// SPDX-License-Identifier: Apache-2.0
/**
 * The calculator service as a process: command line, settings, HTTP server and the operations themselves.
 * One feature, given to the endpoint, secures it. This package does not know how the feature works.
 * {@code LogOutput} is a deliberate copy of the client's: the library logs with SLF4J and does not know Logback.
 */
@NullMarked
package dev.wshttp.calculator.service;

import org.jspecify.annotations.NullMarked;
